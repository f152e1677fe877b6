"""
Print the oldest version that pyproject.toml allows of everything the package needs, as pip's constraints.

    python tools/oldest.py > build/oldest.txt
    pip install --constraint build/oldest.txt '.[frames,ics]'

A requirement without an oldest version is refused: nobody could test it.
"""  # noqa: INP001 - a script, not a package

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def oldest(project: dict[str, Any]) -> list[str]:
    """
    Return a line for each requirement of *project*, those of its extras too.

    >>> oldest({"dependencies": ["attrs>=25.4", "holidays>=0.91,<1"]})
    ['attrs==25.4', 'holidays==0.91']
    """
    extras = project.get("optional-dependencies", {})
    lines: dict[str, str] = {}
    for requirement in (*project["dependencies"], *(each for extra in extras.values() for each in extra)):
        found = re.match(r"([\w.-]+)\s*>=\s*([\w.]+)", requirement)
        if found is None or lines.setdefault(found[1], found[2]) != found[2]:
            message = f"{requirement!r} has no oldest version, or another than elsewhere; write name>=version"
            raise ValueError(message)
    return [f"{name}=={version}" for name, version in lines.items()]


if __name__ == "__main__":
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    print(*oldest(tomllib.loads(text)["project"]), sep="\n")  # noqa: T201 - printing is its purpose
