"""
The rooms of the package, held against its syntax trees.

Every import counts, wherever it stands: at the top, inside a function, under `TYPE_CHECKING`.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SRC = Path(__file__).parent.parent / "src"
PACKAGE = "sec_uep"

#: The rooms by layer, the lowest first.
#: A room may import itself and the rooms of lower layers, and nothing else of ours.
ROOMS: tuple[tuple[str, ...], ...] = (
    ("errors", "_version"),
    ("_mistakes",),
    ("checks",),
    ("strict_json",),
    ("citations", "facts", "calendar"),
    ("disagreements", "readings"),
    ("rules",),
    ("answers",),
    ("alternatives", "deadlines"),
    ("parties",),
    ("events",),
    ("obligations",),
    ("glossary", "entry"),
    ("planning",),
    ("wire", "frames"),
    ("page",),
    ("export", "receipts"),
    ("trust",),
    ("__main__",),
)
LAYERS = {room: layer for layer, rooms in enumerate(ROOMS) for room in rooms}

#: Third party to the rooms or modules that may import it; None is everyone.
THIRD_PARTIES: dict[str, tuple[str, ...] | None] = {
    "attr": None,
    "attrs": None,
    "dateutil": None,
    "holidays": ("calendar._projection",),
    "cattrs": ("wire", "receipts"),
    "icalendar": ("export",),
    "narwhals": ("frames",),
    "numpy": ("frames",),
    # The engines of a caller's tables.
    "pandas": ("frames",),
    "polars": ("frames",),
    "pyarrow": ("frames",),
    "pyspark": ("frames",),
}

#: Third parties that take long to load: only a function may import them.
ONLY_INSIDE_FUNCTIONS = {"holidays", "pandas", "polars", "pyarrow", "pyspark"}

#: Packages that load their own rooms when they are first asked for, by a name from their own list.
LOADED_ON_DEMAND = {PACKAGE, f"{PACKAGE}.obligations"}

#: What may import provisions, inside `obligations`: the package, and what composes them.
COMPOSERS = {
    f"{PACKAGE}.obligations",
    f"{PACKAGE}.obligations._audit",
    f"{PACKAGE}.obligations._register",
    f"{PACKAGE}.obligations.graph",
    f"{PACKAGE}.obligations.steps",
    f"{PACKAGE}.obligations.table_1",
}

#: What leads onward, by name: where it stands, and the later room that it imports when it is asked.
LEADS_ONWARD = {
    (f"{PACKAGE}.errors", f"{PACKAGE}.page.notebook"),
    (f"{PACKAGE}.obligations", f"{PACKAGE}.entry"),
}

CLOCKS = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
}
#: What may read a clock: the command line takes the machine's day where none is given, and says so.
READS_THE_CLOCK = {f"{PACKAGE}.__main__"}
HOSTILE = {
    "builtins.eval",
    "builtins.exec",
    "eval",
    "exec",
    "pickle.Unpickler",
    "pickle.load",
    "pickle.loads",
}
#: What waits for another thread: a process that is forked, or a handler of a signal, would wait for ever.
LOCKS = {"functools.cached_property", "threading.Condition", "threading.Lock", "threading.RLock"}
IMPORTERS = {"__import__", "importlib.import_module", "importlib.__import__"}


def module_name(path: Path) -> str:
    """Return the dotted name of a file below `src`; a package is named without `__init__`."""
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(path): path for path in sorted((SRC / PACKAGE).rglob("*.py"))}

# Rooms are modules even before they are built.
MODULES = frozenset(FILES) | {PACKAGE, *(f"{PACKAGE}.{room}" for room in LAYERS)}


class Reader(ast.NodeVisitor):
    """Collect what one module imports and which names it uses."""

    def __init__(self, modules: frozenset[str]) -> None:
        self.modules = modules
        self.depth = 0
        self.imports: list[tuple[int, str, bool]] = []  # line, module, inside a function
        self.relative: list[int] = []
        self.uses: list[tuple[int, str]] = []  # line, dotted name with aliases resolved
        self.dynamic: list[int] = []
        self.aliases: dict[str, str] = {}

    def add(self, line: int, module: str) -> None:
        """Record one import."""
        self.imports.append((line, module, self.depth > 0))

    def visit_Import(self, node: ast.Import) -> None:
        """Record `import a.b as c`."""
        for alias in node.names:
            self.add(node.lineno, alias.name)
            if alias.asname:
                self.aliases[alias.asname] = alias.name

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Record `from a import b`, where b may be a module of ours or a name inside a."""
        if node.level:
            self.relative.append(node.lineno)
            return
        base = node.module or ""
        for alias in node.names:
            full = f"{base}.{alias.name}"
            self.add(node.lineno, full if full in self.modules else base)
            self.aliases[alias.asname or alias.name] = full
            self.uses.append((node.lineno, full))

    def visit(self, node: ast.AST) -> None:
        """Visit a node, knowing whether a function is around it."""
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        self.depth += is_function
        super().visit(node)
        self.depth -= is_function

    def dotted(self, node: ast.expr) -> str:
        """Return `a.b.c` with its first name resolved, or as much of its end as has a name."""
        if isinstance(node, ast.Attribute):
            return f"{self.dotted(node.value)}.{node.attr}"
        return self.aliases.get(node.id, node.id) if isinstance(node, ast.Name) else ""

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Record a dotted name, called or only handed on."""
        self.uses.append((node.lineno, self.dotted(node)))
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        """Record a bare name."""
        self.uses.append((node.lineno, self.dotted(node)))

    def visit_Call(self, node: ast.Call) -> None:
        """Take `import_module("a.b")` for the import that it is."""
        if self.dotted(node.func) in IMPORTERS:
            target = node.args[0] if node.args else None
            if isinstance(target, ast.Constant) and isinstance(target.value, str):
                if target.value.startswith("."):
                    self.relative.append(node.lineno)
                else:
                    self.add(node.lineno, target.value)
            else:
                self.dynamic.append(node.lineno)
        self.generic_visit(node)


def faults(module: str, source: str, modules: frozenset[str] = MODULES) -> list[str]:
    """Return what is wrong with one module, each fault with its line."""
    reader = Reader(modules)
    reader.visit(ast.parse(source))
    found = [(0, text) for text in placing(module)]
    found += [(line, "relative import") for line in reader.relative]
    if module != PACKAGE:
        found += [
            (line, "imports a module by a computed name")
            for line in reader.dynamic
            if module not in LOADED_ON_DEMAND
        ]
    for line, target, inside_function in reader.imports:
        if target.split(".", maxsplit=1)[0] == PACKAGE:
            found += [(line, text) for text in direction(module, target)]
        else:
            found += [(line, text) for text in quarantine(module, target, inside=inside_function)]
    for line, name in reader.uses:
        end = ".".join(name.split(".")[-2:])
        if end in CLOCKS and module not in READS_THE_CLOCK:
            found.append((line, f"reads the clock: {end}; take the date as an argument"))
        if name in LOCKS:
            found.append((line, f"takes a lock: {name}"))
        if name in HOSTILE:
            found.append((line, f"runs what it is given: {name}"))
    return [f"{module}, line {line}: {text}" for line, text in sorted(set(found))]


def room_of(module: str) -> str:
    """Return the room a module of ours is in; the package itself is in none."""
    return module.split(".")[1] if "." in module else ""


def placing(module: str) -> Iterator[str]:
    """Say where to put a module that nobody has placed."""
    if module != PACKAGE and room_of(module) not in LAYERS:
        yield f"is in no layer; add {room_of(module)!r} to LAYERS in tests/test_architecture.py"


def direction(module: str, target: str) -> Iterator[str]:
    """Hold one import of ours against the layers."""
    if (module, target) in LEADS_ONWARD:
        return
    if target == PACKAGE:
        yield f"imports {PACKAGE} itself; import the module that has the name"
    elif module == PACKAGE:
        return
    elif room_of(module) != room_of(target):
        if LAYERS.get(room_of(target), -1) >= LAYERS.get(room_of(module), 99):
            yield f"imports {target}, which is not below it"
    elif room_of(module) == "obligations":
        yield from between_provisions(module, target)


def between_provisions(module: str, target: str) -> Iterator[str]:
    """Hold an import inside `obligations` against: no provision imports another."""
    room = f"{PACKAGE}.obligations"
    shared = target.startswith(f"{room}._")
    composes = target != room and (
        module in COMPOSERS or any(module.startswith(f"{c}.") for c in COMPOSERS - {room})
    )
    if not shared and not composes:
        yield f"imports {target}; a provision imports no other, only `obligations._*`"


def quarantine(module: str, target: str, *, inside: bool) -> Iterator[str]:
    """Hold one import of somebody else's module against the table."""
    top = target.split(".", maxsplit=1)[0]
    if top in sys.stdlib_module_names:
        return
    if top not in THIRD_PARTIES:
        yield f"imports {top}, which is not in THIRD_PARTIES in tests/test_architecture.py"
        return
    allowed = THIRD_PARTIES[top]
    own = module.removeprefix(f"{PACKAGE}.")
    if allowed is not None and own not in allowed and room_of(module) not in allowed:
        yield f"imports {top}; only {' and '.join(allowed)} may"
    if top in ONLY_INSIDE_FUNCTIONS and not inside:
        yield f"imports {top} outside a function"


class TestThePackage:
    """Imports point one way, third parties stay in their rooms, and nothing reads a clock."""

    @pytest.mark.parametrize("module", FILES)
    def test_module_keeps_the_rules(self, module: str) -> None:
        """Every file below src is read."""
        assert faults(module, FILES[module].read_text(encoding="utf-8")) == []


#: The imports that close a circle, each for the type of what a method that leads onward returns.
LEFT = {
    (f"{PACKAGE}.entry.entry", f"{PACKAGE}.entry.position"),
    (f"{PACKAGE}.entry.position", f"{PACKAGE}.entry.standing"),
    (f"{PACKAGE}.planning.changes", f"{PACKAGE}.planning.plan"),
}


def imports_of(sources: dict[str, str]) -> dict[str, set[str]]:
    """Return what each module imports of the others when it is loaded, and for its types."""
    found = {}
    for module, source in sources.items():
        reader = Reader(frozenset(sources))
        reader.visit(ast.parse(source))
        found[module] = {
            target
            for _, target, inside in reader.imports
            if target in sources and target != module and not inside
        }
    return found


def circle(imports: dict[str, set[str]]) -> list[str]:
    """Return the modules of a circle, the first of them again at the end; none if there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


class TestCircles:
    """No module imports, directly or not, a module that imports it: inside a room either."""

    def test_there_is_none(self) -> None:
        """But for those that are left, each of which does close one."""
        imports = imports_of({module: path.read_text(encoding="utf-8") for module, path in FILES.items()})
        mended = {module: {t for t in found if (module, t) not in LEFT} for module, found in imports.items()}
        assert circle(mended) == []
        for module, target in LEFT:
            assert circle({**mended, module: mended[module] | {target}})

    @pytest.mark.parametrize(
        "how", ["import m.b", "from m import b", "if TYPE_CHECKING:\n    from m.b import name"]
    )
    def test_a_planted_circle_is_found(self, how: str) -> None:
        """Through a third module, and wherever the import stands outside a function."""
        sources = {"m": "", "m.a": how, "m.b": "from m.c import x", "m.c": "import m.a"}
        assert set(circle(imports_of(sources))) == {"m.a", "m.b", "m.c"}
        assert circle(imports_of({**sources, "m.c": "def f():\n    import m.a"})) == []


KNOWN = MODULES | {
    f"{PACKAGE}.calendar._index",
    f"{PACKAGE}.calendar.ledger",
    f"{PACKAGE}.obligations._shared",
    f"{PACKAGE}.obligations.steps",
    f"{PACKAGE}.obligations.gas_supply",
    f"{PACKAGE}.obligations.user_ids",
}


class TestTheRules:
    """Each rule can fail, and does not fail for what it allows."""

    @pytest.mark.parametrize(
        ("module", "source", "message"),
        [
            # Rooms.
            ("sec_uep.cellar", "", "add 'cellar' to LAYERS in tests/test_architecture.py"),
            ("sec_uep.facts", "import sec_uep", "imports sec_uep itself"),
            ("sec_uep.facts", "from sec_uep import determine", "imports sec_uep itself"),
            ("sec_uep", "from sec_uep import determine", "imports sec_uep itself"),
            # Direction.
            ("sec_uep.errors", "from sec_uep.facts import UNKNOWN", "sec_uep.facts, which is not"),
            ("sec_uep.errors", "from sec_uep import facts", "sec_uep.facts, which is not"),
            ("sec_uep.errors", "import sec_uep.facts as f", "sec_uep.facts, which is not"),
            ("sec_uep.facts", "import sec_uep.citations", "which is not below it"),
            ("sec_uep.calendar.ledger", "import sec_uep.facts", "which is not below it"),
            ("sec_uep.calendar", "from sec_uep.parties import Party", "which is not below it"),
            ("sec_uep.readings", "import sec_uep.rules", "which is not below it"),
            ("sec_uep.rules", "import sec_uep.answers", "which is not below it"),
            ("sec_uep.answers", "import sec_uep.deadlines", "which is not below it"),
            ("sec_uep.deadlines", "import sec_uep.parties", "which is not below it"),
            ("sec_uep.parties", "import sec_uep.obligations.gas_supply", "which is not below it"),
            ("sec_uep.obligations.user_ids", "import sec_uep.planning", "which is not below it"),
            ("sec_uep.planning.standing", "import sec_uep.receipts", "which is not below it"),
            ("sec_uep.wire", "import sec_uep.receipts", "which is not below it"),
            ("sec_uep.page", "import sec_uep.export.ics", "which is not below it"),
            ("sec_uep.export.ics", "import sec_uep.receipts", "which is not below it"),
            ("sec_uep.page", "import sec_uep.__main__", "which is not below it"),
            # Wherever the import stands.
            ("sec_uep.errors", "def f():\n    import sec_uep.facts", "line 2: imports"),
            ("sec_uep.errors", "if TYPE_CHECKING:\n    import sec_uep.facts", "line 2: imports"),
            (
                "sec_uep.errors",
                "from importlib import import_module as im\nim('sec_uep.facts')",
                "line 2: imports sec_uep.facts",
            ),
            ("sec_uep.errors", "import importlib\nimportlib.import_module(n)", "computed name"),
            ("sec_uep.errors", "__import__(n)", "computed name"),
            # Provisions.
            (
                "sec_uep.obligations.user_ids",
                "from sec_uep.obligations import gas_supply",
                "a provision imports no other",
            ),
            (
                "sec_uep.obligations._shared",
                "import sec_uep.obligations.gas_supply",
                "a provision imports no other",
            ),
            (
                "sec_uep.obligations.user_ids",
                "from sec_uep.obligations import determine",
                "imports sec_uep.obligations;",
            ),
            (
                "sec_uep.obligations.steps",
                "from sec_uep.obligations import determine",
                "imports sec_uep.obligations;",
            ),
            # Third parties.
            (
                "sec_uep.calendar._index",
                "def f():\n    import holidays",
                "only calendar._projection may",
            ),
            ("sec_uep.calendar._projection", "import holidays.countries", "outside a function"),
            ("sec_uep.parties", "from cattrs import Converter", "only wire and receipts may"),
            ("sec_uep.planning", "def f():\n    import numpy as np", "only frames may"),
            ("sec_uep.planning", "if TYPE_CHECKING:\n    import numpy", "only frames may"),
            ("sec_uep.frames", "import polars as pl", "imports polars outside a function"),
            ("sec_uep.frames", "import pytest", "pytest, which is not in THIRD_PARTIES"),
            ("sec_uep.frames", "import hypothesis", "hypothesis, which is not in THIRD_PARTIES"),
            # Clocks.
            ("sec_uep.rules", "date.today()", "reads the clock: date.today"),
            ("sec_uep.page", "date.today()", "reads the clock: date.today"),
            ("sec_uep.rules", "import datetime as dt\ndt.datetime.now()", "clock: datetime.now"),
            ("sec_uep.rules", "from datetime import date as d\nd.today()", "clock: date.today"),
            ("sec_uep.rules", "field(factory=date.today)", "reads the clock: date.today"),
            ("sec_uep.rules", "import time\ntime.time()", "reads the clock: time.time"),
            ("sec_uep.rules", "from time import time as t", "reads the clock: time.time"),
            # What runs what it is given.
            ("sec_uep.wire", "eval(text)", "runs what it is given: eval"),
            ("sec_uep.wire", "exec(text)", "runs what it is given: exec"),
            ("sec_uep.wire", "import pickle as p\np.loads(b)", "runs what it is given: pickle"),
            ("sec_uep.wire", "from pickle import load", "runs what it is given: pickle.load"),
            # Locks.
            ("sec_uep.calendar", "import threading\nheld = threading.Lock()", "takes a lock: threading.Lock"),
            ("sec_uep.calendar", "import functools as f\n@f.cached_property\ndef g(): ...", "takes a lock"),
            # Relative imports.
            ("sec_uep.calendar", "from . import ledger", "relative import"),
            ("sec_uep.calendar.ledger", "from .._x import y", "relative import"),
            ("sec_uep.calendar", "__import__('.ledger')", "relative import"),
        ],
    )
    def test_a_planted_fault_is_found(self, module: str, source: str, message: str) -> None:
        """Exactly one fault is reported, and it is the planted one."""
        (fault,) = faults(module, source, KNOWN)
        assert message in fault

    @pytest.mark.parametrize(
        ("module", "source"),
        [
            ("sec_uep", "from sec_uep import calendar, obligations\nimport sec_uep.wire"),
            ("sec_uep", "from importlib import import_module\nimport_module(name)"),
            ("sec_uep.calendar.ledger", "from sec_uep.calendar import _index"),
            ("sec_uep.calendar._projection", "def f():\n    from holidays import country_holidays"),
            ("sec_uep.readings", "from sec_uep import calendar, citations, errors, facts"),
            ("sec_uep.obligations.user_ids", "from sec_uep.obligations import _shared"),
            ("sec_uep.obligations.user_ids", "from sec_uep.obligations._shared import x"),
            ("sec_uep.obligations.steps", "from sec_uep.obligations import user_ids"),
            ("sec_uep.obligations", "from sec_uep.obligations import steps, user_ids"),
            ("sec_uep.frames", "import narwhals as nw\nimport numpy as np"),
            ("sec_uep.receipts", "from cattrs import Converter"),
            ("sec_uep.__main__", "from sec_uep import page\ntoday = date.today()"),
            ("sec_uep.rules", "import json\njson.loads(text)\ntoday = entry.today"),
        ],
    )
    def test_what_is_allowed_is_not_reported(self, module: str, source: str) -> None:
        """The table forbids no more than it says."""
        assert faults(module, source, KNOWN) == []


class TestImporting:
    """`import sec_uep` is quick because it loads nothing that an answer does not need."""

    @pytest.mark.parametrize(
        ("statement", "loaded"),
        [
            ("import sec_uep", ""),
            ("import sec_uep, dateutil", "dateutil"),  # the check can fail
        ],
    )
    def test_a_fresh_process_loads_nothing_heavy(self, statement: str, loaded: str) -> None:
        """Neither `holidays`, cattrs, dateutil nor anything of an extra is loaded."""
        code = f"""\
import sys
{statement}
heavy = set("cattrs dateutil holidays icalendar narwhals numpy pandas polars pyarrow pyspark".split())
print(*sorted(heavy & set(sys.modules)))
"""
        printed = subprocess.check_output([sys.executable, "-c", code], text=True)
        assert printed.strip() == loaded
