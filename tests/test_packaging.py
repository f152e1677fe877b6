"""What is published: the oldest versions that are allowed, and the files that go in."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

from tools.oldest import oldest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


class TestOldest:
    """Every requirement has an oldest version, and that is what `make oldest` installs."""

    def test_of_this_project(self) -> None:
        """Each of the package's own, and of its extras."""
        names = {line.partition("==")[0] for line in oldest(PROJECT)}
        assert names == {"attrs", "cattrs", "holidays", "python-dateutil", "icalendar", "narwhals", "numpy"}

    @pytest.mark.parametrize("requirements", [["attrs"], ["attrs<26"], ["attrs>=25.4", "attrs>=24.2"]])
    def test_refused(self, requirements: list[str]) -> None:
        """One without an oldest version, or with two."""
        with pytest.raises(ValueError, match="has no oldest version, or another than elsewhere"):
            oldest({"dependencies": requirements})


#: What lies about in a tree and is nobody's business.
STRAY = (
    ".env",
    "notes.txt",
    "src/.env",
    "src/sec_uep/.env",
    "src/sec_uep/secret.key",
    "docs/.env.md",
    "tests/.env",
    "tests/data/.env.json",
    "tools/token",
)


class TestWhatGoesIn:
    """A distribution that is built in a dirty tree has what belongs to it, and nothing that lies about."""

    def test_built(self, tmp_path: Path) -> None:
        """Both are built from a copy of this tree with stray files in it."""
        pytest.importorskip("hatchling", reason="what builds a distribution is not installed here")
        tree, made = tmp_path / "tree", tmp_path / "made"
        parts = ("benchmarks", "docs", "examples", "src", "tests", "tools")
        for part in parts:
            shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        for name in ("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "pyproject.toml"):
            shutil.copy(ROOT / name, tree / name)
        belong = {path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()}
        for name in STRAY:
            (tree / name).write_text("SECRET=1", encoding="utf-8")
        subprocess.check_call([sys.executable, "-m", "hatchling", "build", "-d", str(made)], cwd=tree)

        (archive,) = made.glob("*.tar.gz")
        with tarfile.open(archive) as source:
            packed = {name.partition("/")[2] for name in source.getnames()}
        assert packed == belong | {"PKG-INFO"}
        (wheel,) = made.glob("*.whl")
        with ZipFile(wheel) as installed:
            unpacked = {f"src/{name}" for name in installed.namelist() if ".dist-info/" not in name}
        assert unpacked == {name for name in belong if name.startswith("src/")}
