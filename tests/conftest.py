"""How the tests search, and how examples in Markdown pages are read."""

import doctest
import os
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A slow machine is not a fault of the code, so nothing here watches the clock.
settings.register_profile(
    "quick",
    max_examples=60,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=600)
# The same examples on every run, so that a red run repeats anywhere; few enough for ten minutes on two cores.
settings.register_profile(
    "ci", settings.get_profile("quick"), max_examples=16, derandomize=True, database=None
)
# On the other Pythons fewer examples: what is looked for there is a difference between the Pythons.
settings.register_profile("brief", settings.get_profile("ci"), max_examples=5)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


class FencedExampleParser(doctest.DocTestParser):
    """
    Read examples inside fenced code blocks of Markdown.

    The standard parser takes the closing fence for one more line of expected output.
    A blank line in its place ends the output and keeps the line numbers right.
    """

    def parse(self, string: str, name: str = "<string>") -> list[str | doctest.Example]:
        """Split the page into prose and examples."""
        return super().parse(re.sub(r"^[ ]*```[ ]*$", "", string, flags=re.MULTILINE), name)


# pytest looks the parser up by this name when it reads a text file; docstrings do not pass here.
doctest.DocTestParser = FencedExampleParser  # type: ignore[misc]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the examples of a page that need what is not installed here, and say so."""
    for item in items:
        if isinstance(item, pytest.DoctestItem) and item.path.suffix == ".md":
            missing = [name for name in imported(item.path) if find_spec(name) is None]
            if missing:
                item.add_marker(pytest.mark.skip(reason=f"needs {' and '.join(missing)}, not installed here"))


def imported(page: Path) -> list[str]:
    """Return what the examples of a page import."""
    return re.findall(r"^>>> import (\w+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
