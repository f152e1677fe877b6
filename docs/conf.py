"""How Sphinx builds these pages."""

from __future__ import annotations

import linecache
import re
import sys
from contextlib import suppress
from importlib import import_module
from importlib.metadata import version as installed_version
from inspect import Parameter, Signature
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin, get_type_hints

import attrs

import sec_uep
from sec_uep.answers import Answer
from sec_uep.readings import DEFAULT_READINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

project = "sec_uep"
author = "the sec_uep developers"
copyright = "the sec_uep developers"
release = version = installed_version("sec-uep")

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["conf.py"]
html_theme = "furo"
html_title = f"sec_uep {release}"
html_copy_source = False

# Pages: headings can be linked to, `:::` and definition lists may be used.
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Notebooks are run at every build, and one that fails stops it.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120

# Reference: in the order of the source, which is the order to read it in.
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_preserve_defaults = True
napoleon_numpy_docstring = False


class _Words(str):
    """A default value as it is written in the source."""

    __slots__ = ()
    __repr__ = str.__str__


def _as_function(kind: type[Answer]) -> Callable[[], None]:
    """Return a question as the function that it is used as: what it is asked of, then its terms."""

    def asked() -> None: ...

    hints = get_type_hints(kind)
    defaults = {attrs.NOTHING: Parameter.empty, DEFAULT_READINGS: _Words("DEFAULT_READINGS")}

    def parameter(part: attrs.Attribute[Any]) -> Parameter:
        hint = hints[part.name]
        return Parameter(
            part.alias or part.name,
            Parameter.KEYWORD_ONLY if part.kw_only else Parameter.POSITIONAL_OR_KEYWORD,
            default=defaults.get(part.default, part.default),
            annotation=get_args(hint)[0] if get_origin(hint) is Final else hint,
        )

    asked.__name__ = asked.__qualname__ = kind.__name__
    asked.__module__, asked.__doc__ = kind.__module__, (kind.__doc__ or "").replace("Attributes:", "Args:")
    (asked.__annotations__["return"],) = vars(kind).get("__orig_bases__", kind.__bases__)
    parts = [parameter(part) for part in attrs.fields(kind) if part.init]
    asked.__signature__ = Signature(parts, return_annotation=asked.__annotations__["return"])
    return asked


def setup(app: Sphinx) -> None:
    """
    Show a question as a function, its shape without a constructor, and a property as it is written.

    Napoleon takes what stands before a colon in the first line of a property for a type.
    """
    for found in walk_packages(sec_uep.__path__, "sec_uep."):
        with suppress(ImportError):  # an extra that is not installed
            import_module(found.name)
    for module in [module for name, module in sys.modules.items() if name.startswith("sec_uep.")]:
        for name, kind in tuple(vars(module).items()):
            if isinstance(kind, type) and issubclass(kind, Answer) and hasattr(kind, "name"):
                setattr(module, name, _as_function(kind))

    def bare(_app: Sphinx, _what: str, _name: str, obj: object, *_: object) -> tuple[str, None] | None:
        return ("", None) if isinstance(obj, type) and issubclass(obj, Answer) else None

    app.connect("autodoc-process-signature", bare)
    # Without the text of what attrs generates, the default of a field is shown, and not where it is kept.
    for source in [source for source in linecache.cache if source.startswith("<attrs generated")]:
        del linecache.cache[source]
    written: dict[str, list[str]] = {}

    def keep(_app: Sphinx, what: str, name: str, _obj: object, _options: object, lines: list[str]) -> None:
        if what in {"attribute", "data", "property"}:
            written[name] = lines.copy()

    def restore(
        _app: Sphinx, _what: str, name: str, _obj: object, _options: object, lines: list[str]
    ) -> None:
        lines[:] = [re.sub(r"Final\[(.*)\]$", r"\1", line) for line in written.pop(name, lines)]

    app.connect("autodoc-process-docstring", keep, priority=100)
    app.connect("autodoc-process-docstring", restore, priority=900)


# The build needs no network, so it has no inventory of other projects to point into.
# What is listed here belongs to the standard library; every name of ours must resolve.
nitpick_ignore_regex = [
    ("py:class", r"(collections\.abc\.)?(Callable|Collection|Iterable|Iterator|Mapping|Sequence|Set)"),
    ("py:class", r"(abc\.)?ABC(Meta)?"),
    ("py:class", r"(datetime\.)?(date|datetime|timedelta)"),
    ("py:class", r"(decimal\.)?Decimal"),
    ("py:class", r"(enum\.)?(Enum|StrEnum)"),
    ("py:class", r"(os\.)?PathLike"),
    ("py:class", r"(pathlib\.)?Path"),
    ("py:class", r"xml\.etree\.ElementTree\.Element"),
    # What a signature shows and no page is about: type variables, an alias, private bases, a single value.
    ("py:(class|obj)", r"(sec_uep\.(\w+\.)*)?(A|A_co|E|K|T|V|HasFacts|Licence|Name|Named|Period|Value_co)"),
    ("py:class", r"sec_uep\.(\w+\.)*_\w+(\.\w+)?"),
    ("py:class", r"Passes"),
    ("py:attr", r"sec_uep\.facts\.Unknown\.UNKNOWN"),
]
