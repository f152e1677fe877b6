"""How Sphinx builds these pages."""

from __future__ import annotations

from importlib.metadata import version as installed_version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "sec_uep"
author = "the sec_uep developers"
copyright = "the sec_uep developers"
release = version = installed_version("sec-uep")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["conf.py"]
html_theme = "furo"
html_title = f"sec_uep {release}"
html_copy_source = False

# Pages: headings can be linked to, `:::` and definition lists may be used.
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Reference: in the order of the source, which is the order to read it in.
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_preserve_defaults = True
napoleon_numpy_docstring = False


def setup(app: Sphinx) -> None:
    """
    Keep the first line of a property as it is written.

    Napoleon takes what stands before a colon in it for a type.
    """
    written: dict[str, list[str]] = {}

    def keep(_app: Sphinx, what: str, name: str, _obj: object, _options: object, lines: list[str]) -> None:
        if what in {"attribute", "data", "property"}:
            written[name] = lines.copy()

    def restore(
        _app: Sphinx, _what: str, name: str, _obj: object, _options: object, lines: list[str]
    ) -> None:
        lines[:] = written.pop(name, lines)

    app.connect("autodoc-process-docstring", keep, priority=100)
    app.connect("autodoc-process-docstring", restore, priority=900)


# The build needs no network, so it has no inventory of other projects to point into.
# What is listed here belongs to the standard library; every name of ours must resolve.
nitpick_ignore_regex = [
    ("py:class", r"(collections\.abc\.)?(Callable|Collection|Iterable|Iterator|Mapping|Sequence|Set)"),
    ("py:class", r"(abc\.)?ABC"),
    ("py:class", r"(datetime\.)?(date|datetime|timedelta)"),
    ("py:class", r"(decimal\.)?Decimal"),
    ("py:class", r"(enum\.)?(Enum|StrEnum)"),
    ("py:class", r"(os\.)?PathLike"),
    ("py:class", r"(pathlib\.)?Path"),
    # What a signature shows and no page is about: type variables, an alias, private bases, a single value.
    ("py:(class|obj)", r"(sec_uep\.(\w+\.)*)?(E|K|T|V|HasFacts|Licence|Name|Named|Value_co)"),
    ("py:class", r"sec_uep\.(\w+\.)*_\w+(\.\w+)?"),
    ("py:class", r"Passes"),
    ("py:attr", r"sec_uep\.facts\.Unknown\.UNKNOWN"),
]
