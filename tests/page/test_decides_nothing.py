"""The page decides nothing: it asks for one position and one plan, and judges no day by itself."""

from __future__ import annotations

import ast
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import sec_uep
from sec_uep.entry import Position
from sec_uep.page import report
from sec_uep.planning.schedule import Schedule
from tests.cases import day_of, entry_of
from tests.page.pages import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(sec_uep.__file__).parent / "page"
FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted(PAGE.glob("*.py"))}

#: What of the provisions the page may name: the registers, what a step is, and the two findings it shows.
NAMED = {
    "sec_uep.obligations.MANDATE_DATES",
    "sec_uep.obligations.RULES",
    "sec_uep.obligations._audit.AuditRow",
    "sec_uep.obligations._rows.fact_in_words",
    "sec_uep.obligations._rows.lost_by",
    "sec_uep.obligations.graph.Task",
    "sec_uep.obligations.steps.LAST_STEP",
    "sec_uep.obligations.steps.TABLE",
    "sec_uep.obligations.table_1.OB_01",
    "sec_uep.obligations.table_1.determine_all",
    "sec_uep.obligations.user_roles.MEANINGS",
    "sec_uep.obligations.user_roles.RoleVerdict",
    "sec_uep.obligations.user_roles.may_apply_for",
}

#: What makes a position or a plan, and how often it may stand in the source: once for each way to ask.
MAKES = {"Position": 1, "forwards": 1, "backwards": 1, "as_of": 0, "standing": 0, "Schedule": 0, "again": 0}

#: What asks a provision, or counts days: no page does.
ASKS = {
    "after",
    "before",
    "choosing",
    "due",
    "earliest",
    "first_start",
    "free_move",
    "judged_by",
    "last_day",
    "latest",
    "latest_working_day",
    "ledger",
    "notice",
    "nth_working_day_after",
    "nth_working_day_before",
    "on_or_after",
    "on_or_before",
    "suffices",
    "work_from",
    "work_to",
    "working_days_between",
}

#: What a notebook asks all the same, of the value that it shows: the count of a deadline, day by day.
ASKS_ITS_VALUE = {("notebook.py", "ledger")}

_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)

#: What puts days on a line, and so in order, to draw them; it asks nothing and judges nothing.
DRAWS = {"_scale.py"}


def faults(source: str) -> list[str]:
    """Return what a module of the page does that it may not."""
    return sorted(f"line {line}: {said}" for line, said in _faults(ast.parse(source)))


def _faults(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        for name in _provisions(node):
            if name not in NAMED:
                yield getattr(node, "lineno", 0), f"imports {name}"
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in ASKS:
                yield node.lineno, f"asks .{name}(...)"
            case ast.Call(func=ast.Name(id="min" | "max" as name)) if not _is_of_numbers(node):
                yield node.lineno, f"takes the {name} of what may be days"
            case ast.Compare(left=left, ops=ops, comparators=others):
                of_numbers = any(_is_of_numbers(each) for each in (left, *others))
                if any(isinstance(op, _ORDER) for op in ops) and not of_numbers:
                    yield node.lineno, "compares what may be days"


def _provisions(node: ast.AST) -> Iterator[str]:
    """Yield what of the provisions is imported."""
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
    base = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    yield from (f"{base}{name}" for name in names if f"{base}{name}".startswith("sec_uep.obligations"))


def _is_of_numbers(node: ast.AST) -> bool:
    """Return whether a number, or the length of something, stands in an expression: then it is no day."""
    return any(
        (isinstance(each, ast.Constant) and type(each.value) is int)
        or (isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "len")
        or (isinstance(each, ast.Name) and (each.id.isupper() or each.id.strip("_").isupper()))
        for each in ast.walk(node)
    )


class TestTheSource:
    """Nothing in the page asks a provision, counts, or puts two days in order to judge."""

    @pytest.mark.parametrize("name", FILES)
    def test_module_keeps_the_rules(self, name: str) -> None:
        """Every module of the page is read."""
        found = faults(FILES[name])
        own = {f"asks .{asked}(...)" for file, asked in ASKS_ITS_VALUE if file == name}
        assert {each.partition(": ")[2] for each in found} >= own
        found = [each for each in found if each.partition(": ")[2] not in own]
        if name in DRAWS:
            found = [each for each in found if not each.endswith("what may be days")]
        assert found == []

    def test_it_is_asked_once(self) -> None:
        """A position and a plan are asked for at one place each."""
        called: Counter[str] = Counter()
        for source in FILES.values():
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Call):
                    func = node.func
                    called[func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")] += 1
        assert {name: called[name] for name in MAKES} == MAKES

    @pytest.mark.parametrize(
        ("source", "said"),
        [
            ("from sec_uep.obligations import entry_process_testing", "imports sec_uep.obligations.entry"),
            ("from sec_uep.obligations.steps import edges", "imports sec_uep.obligations.steps.edges"),
            ("import sec_uep.obligations.security_assessment", "imports sec_uep.obligations.security"),
            ("def f(n, d):\n    return n.suffices(d, d, {})", "line 2: asks .suffices(...)"),
            ("TABLE[step].notice.latest_working_day(day, terms)", "asks .latest_working_day(...)"),
            ("row.notice(given=a, start=b)", "asks .notice(...)"),
            ("calendar.working_days_between(after=a, up_to=b)", "asks .working_days_between(...)"),
            ("plan.chosen.choosing(x)", "asks .choosing(...)"),
            ("late = each.last_day < today", "compares what may be days"),
            ("late = today >= each.last_day >= first", "compares what may be days"),
            ("last = max(each.day for each in these)", "takes the max of what may be days"),
        ],
    )
    def test_each_rule_can_fail(self, source: str, said: str) -> None:
        """Each way to judge is found."""
        (found,) = faults(source)
        assert said in found

    @pytest.mark.parametrize(
        "source", ["if len(lines) <= most: pass", "if slack > 0: pass", "a is b", "a == b", "max(len(a), 1)"]
    )
    def test_numbers_are_not_days(self, source: str) -> None:
        """A count may be compared."""
        assert faults(source) == []


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the positions and the schedules that are made."""
    counted: Counter[str] = Counter()

    def counting(cls: Any) -> None:  # noqa: ANN401 - a class whose making is counted
        original = cls.__attrs_post_init__

        def count(self: object) -> None:
            counted[cls.__name__] += 1
            original(self)

        monkeypatch.setattr(cls, "__attrs_post_init__", count)

    counting(Position)
    counting(Schedule)
    return counted


class TestWhatIsMade:
    """One position and one plan a page; one plan more for each choice that it tries, and for each change."""

    @pytest.mark.parametrize("name", ["late", "severn", "e10-multi-role", "e08-other-user"])
    def test_one_of_each(self, name: str, made: Counter[str]) -> None:
        """A page makes one position and one schedule."""
        report(entry_of(name), today=day_of(name), target=TARGETS.get(name))
        assert made == {"Position": 1, "Schedule": 1}

    @pytest.mark.parametrize("name", ["late", "severn", "e10-multi-role"])
    def test_one_more_for_each_choice(self, name: str, made: Counter[str]) -> None:
        """As text it makes one more for each other choice of each reading that bears on it."""
        page = report(entry_of(name), today=day_of(name), target=TARGETS.get(name))
        made.clear()
        page.otherwise()
        tried = made.copy()
        made.clear()
        str(page)
        assert made == tried
        made.clear()
        page.data()
        assert made == tried

    def test_changes_are_asked_for_once(self, made: Counter[str]) -> None:
        """A target that cannot be met costs what its single changes cost, once."""
        page = report(entry_of("severn"), today=day_of("severn"), target=date(2027, 9, 1))
        assert page.plan is not None
        assert page.plan.infeasible is not None
        made.clear()
        page.otherwise()
        page.changes()
        tried = made.copy()
        assert tried["Schedule"] > 1
        made.clear()
        str(page)
        assert made == tried

    def test_without_roles_there_is_a_position(self, made: Counter[str]) -> None:
        """An entry for no User Role has a position and no plan."""
        page = report(entry_of("x-domestic-only"), today=day_of("x-domestic-only"))
        assert (page.plan, page.position is not None) == (None, True)
        assert made == {"Position": 1}
