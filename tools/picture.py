"""
Draw the picture of a plan that README.md shows; a test compares it with what is drawn now.

    .venv/bin/python tools/picture.py
"""  # noqa: INP001 - a script, not a package

from __future__ import annotations

from datetime import date
from pathlib import Path

from sec_uep import load
from sec_uep.page.gantt import svg
from sec_uep.planning import forwards

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "_static" / "plan.svg"


def drawn() -> str:
    """Return the picture, of the plan of an example."""
    return svg(forwards(load(ROOT / "examples" / "domestic-dual-fuel.toml"), today=date(2026, 11, 23)))


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(drawn(), encoding="utf-8")
