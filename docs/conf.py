"""How Sphinx builds these pages."""

from importlib.metadata import version as installed_version

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

# The build needs no network, so it has no inventory of other projects to point into.
# What is listed here belongs to the standard library; every name of ours must resolve.
nitpick_ignore_regex = [
    ("py:class", r"(collections\.abc\.)?(Callable|Iterable|Iterator|Mapping|Sequence|Set)"),
    ("py:class", r"(datetime\.)?(date|datetime|timedelta)"),
    ("py:class", r"(decimal\.)?Decimal"),
    ("py:class", r"(enum\.)?(Enum|StrEnum)"),
    ("py:class", r"(os\.)?PathLike"),
    ("py:class", r"(pathlib\.)?Path"),
]
