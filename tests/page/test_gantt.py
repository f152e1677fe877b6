"""
The picture of a plan: it shows what the plan says, day for day, and is told apart without its colours.

Where a day stands is worked out here anew, from the days at both ends and the two places that they have.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, fromstring, tostring

import pytest
from hypothesis import assume, given, settings

from sec_uep import Entry, Event, GasSupply, Outcome, Party, Step, UserRole, WorkingDays, load
from sec_uep.calendar import WorkingDayCalendar, england_and_wales
from sec_uep.errors import InvalidType, InvalidValue
from sec_uep.page import report
from sec_uep.page._marks import KEYS
from sec_uep.page._markup import html
from sec_uep.page._scale import Scale
from sec_uep.page._words import WEEKDAYS
from sec_uep.page.gantt import figure, svg
from sec_uep.planning import Basis, Plan, backwards, forwards
from sec_uep.rules import PARTY_SIDE
from tests import walks
from tests.cases import ASKED_ON, entry_of, plan_of
from tests.page.test_any_entry import entries
from tools.browser import pages
from tools.picture import PICTURE, drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sec_uep.planning import PlannedStep
    from tests.model import Case

ROOT = Path(__file__).parent.parent.parent
TODAY = date(2026, 11, 23)

#: Where the first day begins and the last one ends.
LEFT, RIGHT = 228.0, 715.0


@cache
def plans() -> dict[str, Plan]:
    """Return plans of every look."""
    found = {name: plan_of(name) for name in ASKED_ON if entry_of(name).roles}
    late = load(ROOT / "examples" / "late-supplier.toml")
    for name, target in (
        ("met", date(2027, 10, 1)),
        ("missed", date(2027, 1, 29)),
        ("passed", date(2026, 3, 2)),
        ("years", date(2029, 10, 1)),
        ("decades", date(2058, 10, 1)),
    ):
        found[name] = backwards(late, today=TODAY, target=target)
    for name in ("distributor", "domestic-dual-fuel"):
        found[name] = forwards(load(ROOT / "examples" / f"{name}.toml"), today=TODAY)
    everything = Entry(party=Party(sec_party_since=None), roles=set(UserRole))
    found["seven"] = forwards(everything, today=TODAY, at_best=True)
    booked = Entry(
        party=Party(sec_party_since=date(2026, 1, 5)),
        roles={UserRole.GAS_SUPPLIER},
        events=(
            Event(Step.GATEWAY_CONNECTION, date(2026, 12, 4), outcome=Outcome.COMPLETED),
            Event(Step.USER_INTERFACE, date(2026, 10, 1), outcome=Outcome.BEGUN),
        ),
    )
    found["booked"] = forwards(booked, today=TODAY)
    return found


NAMES = tuple(plans())


@cache
def drawn_of(name: str) -> Element:
    """Return the figure of a plan, read from its text as a reader of XML reads it."""
    return fromstring(tostring(figure(plans()[name]), encoding="unicode"))  # noqa: S314 - it is our own


# --- the picture, read ----------------------------------------------------------------------


class Places:
    """Where days stand in a picture."""

    def __init__(self, made: Element) -> None:
        picture = made.find("svg") if made.tag == "figure" else made
        assert picture is not None
        self.first = date.fromisoformat(picture.attrib["data-first"])
        self.last = date.fromisoformat(picture.attrib["data-last"])
        self.unit = (RIGHT - LEFT) / ((self.last - self.first).days + 1)

    def begins(self, day: date) -> float:
        """Return where a day begins, or the nearer end."""
        return min(max(LEFT + (day - self.first).days * self.unit, LEFT), RIGHT)

    def ends(self, day: date) -> float:
        """Return where a day ends, or the nearer end."""
        return min(max(LEFT + ((day - self.first).days + 1) * self.unit, LEFT), RIGHT)


def about(place: float | str) -> object:
    """Return a place as it is rounded: to a tenth."""
    return pytest.approx(float(place), abs=0.051)


def steps_of(made: Element) -> dict[tuple[str, str | None], Element]:
    """Return what is drawn of each step for each User Role."""
    found: dict[tuple[str, str | None], Element] = {}
    for group in made.iter("g"):
        if "data-step" in group.attrib:
            roles: list[str | None] = [*group.get("data-roles", "").split()]
            for role in roles or [None]:
                assert (group.attrib["data-step"], role) not in found
                found[group.attrib["data-step"], role] = group
    return found


def cells_of(made: Element) -> list[list[str]]:
    """Return the rows of the table, those of one cell too."""
    return [["".join(cell.itertext()) for cell in row] for row in made.iter("tr")]


def legend_of(made: Element) -> set[str]:
    """Return what the legend says; an exclamation or a question mark in it is a sample."""
    texts = [each.text or "" for each in made.iterfind("svg/g[@data-legend]/text")]
    assert len(texts) == len({*texts})
    return {*texts} - {"!", "?"}


def as_written(day: date | None) -> str:
    """Return a day as the table has it."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day}" if day else ""


def is_bar(each: PlannedStep) -> bool:
    """Return whether a step is drawn with its length."""
    if each.basis in {Basis.BOOKED, Basis.ESTIMATE, Basis.LIMIT}:
        return True
    return each.is_undone and each.earliest_start != each.earliest_finish


# --- agreement ------------------------------------------------------------------------------


def agrees(plan: Plan, made: Element) -> None:
    """Hold a picture and its table against the plan, each step for each User Role."""
    places, found = Places(made), steps_of(made)
    assert set(found) == {(each.step.value, each.role and each.role.value) for each in plan.steps}
    for each in plan.steps:
        group = found[each.step.value, each.role.value if each.role else None]
        assert group.get("data-basis") == each.basis.value
        bars = [part for part in group.iter("g") if "data-from" in part.attrib]
        assert len(bars) == is_bar(each)
        for bar in bars:
            assert bar.attrib["data-from"] == str(each.earliest_start)
            assert bar.attrib["data-to"] == str(each.earliest_finish)
            for rect in bar:
                assert float(rect.attrib["x"]) == about(places.begins(each.earliest_start))
                until = float(rect.attrib["x"]) + float(rect.attrib["width"])
                assert until == pytest.approx(places.ends(each.earliest_finish), abs=0.11)
            assert ("critical" in bar[0].attrib["class"].split()) == each.critical
            assert ("own" in bar[0].attrib["class"].split()) == (each.bearer in PARTY_SIDE)
        spans = [part for part in group.iter("g") if "data-latest" in part.attrib]
        assert len(spans) == (
            each.is_undone and not plan.target_has_passed and each.latest_finish != each.earliest_finish
        )
        for span in spans:
            assert span.attrib["data-latest"] == str(each.latest_finish)
            (until_,) = re.findall(r"H([\d.]+)", span[0].attrib["d"])
            assert float(until_) == about(places.ends(each.latest_finish))
        if each.basis is Basis.DONE:
            assert any(part.get("class") == "done" for part in group)
    equals_its_table(plan, made, found)


def equals_its_table(plan: Plan, made: Element, found: dict[tuple[str, str | None], Element]) -> None:
    """Hold the table against the picture, row for row, and against the plan."""
    head, *rows = cells_of(made)
    assert head[-1] == "Critical"
    groups = list(dict.fromkeys(id(group) for group in found.values()))
    in_rows = [row for row in rows if len(row) > 1]
    assert len(in_rows) == len(groups)
    shown = [each for each in made.iter("g") if "data-step" in each.attrib]
    for row, group in zip(in_rows, shown, strict=True):
        title = group.find("title")
        assert title is not None
        assert title.text == ", ".join(filter(None, row))
        role = group.get("data-roles", "").split()[:1]
        each = plan.step(Step(group.attrib["data-step"]), UserRole(role[0]) if role else None)
        begins = each.earliest_start if each.is_undone else None
        ends = None if each.basis is Basis.PAST else each.earliest_finish
        latest = each.latest_finish if each.is_undone and not plan.target_has_passed else None
        assert row[2:5] == [as_written(begins), as_written(ends), as_written(latest)]
        assert row[5] == (str(each.slack) if latest else "")
        assert row[7] == ("yes" if each.critical else "")
        assert row[0].endswith("*") == each.critical


class TestAgreement:
    """Every bar is a row of the table, and both are a step of the plan, with its days."""

    @pytest.mark.parametrize("name", NAMES)
    def test_of_the_cases(self, name: str) -> None:
        """On the way, late, missed, over years and decades, and ended."""
        agrees(plans()[name], drawn_of(name))

    @settings(max_examples=settings().max_examples // 4)
    @given(walks.cases())
    def test_of_any_walk(self, case: Case) -> None:
        """Whatever happened, and on whatever calendar."""
        entry = walks.entry_of(case)
        plan = forwards(entry, today=case.today, at_best=case.at_best, **walks.terms_of(case))
        agrees(plan, figure(plan))

    @settings(max_examples=settings().max_examples // 4)
    @given(entries())
    def test_of_any_entry(self, pair: tuple[Entry, date]) -> None:
        """Whatever has a plan has a picture, also where days lie outside the calendar."""
        entry, today = pair
        plan = report(entry, today=today).plan
        assume(plan is not None)
        assert plan is not None
        agrees(plan, figure(plan))

    def test_the_path(self) -> None:
        """The steps of the critical path hang together: a line for each but the first."""
        plan, made = plans()["distributor"], drawn_of("distributor")
        links = [each for each in made.iterfind("svg/path") if each.get("class") == "path"]
        assert len(links) == len(plan.critical_path) - 1 > 5

    def test_a_notice(self) -> None:
        """It runs from the day on which it is given to the day that it allows."""
        plan, made = plans()["distributor"], drawn_of("distributor")
        planned, places = plan.step(Step.UEPT), Places(made)
        group = steps_of(made)["uept", "electricity-distributor"]
        (dots,) = [each for each in group if each.get("class") == "notice"]
        x, until = re.findall(r"[MH]([\d.]+)", dots.attrib["d"])
        middle = (places.begins(planned.from_day) + places.ends(planned.from_day)) / 2
        assert (float(x), float(until)) == (about(middle), about(places.begins(planned.earliest_start)))

    def test_days_before_the_first(self) -> None:
        """What lies before the days shown keeps to the edge, with an arrow and its day."""
        made = drawn_of("distributor")
        group = steps_of(made)["gateway-connection", None]
        assert [each.tag for each in group] == ["title", "path", "path", "text"]
        assert group[3].text == "10 July"
        assert Places(made).first > date(2026, 7, 10)


class TestShades:
    """Weekends and bank holidays are those of the calendar, no day more and none fewer."""

    @pytest.mark.parametrize("name", NAMES)
    def test_each_day(self, name: str) -> None:
        """Each is asked of the calendar; where weekends are too narrow, bank holidays are ticks."""
        plan, made = plans()[name], drawn_of(name)
        places, calendar = Places(made), plan.calendar
        days = [places.first + timedelta(n) for n in range((places.last - places.first).days + 1)]
        why = {day: calendar.why_not_working(day) for day in days}
        weekends = {str(day) for day in days if why[day] in {"Saturday", "Sunday"}}
        holidays = {str(day): said for day, said in why.items() if said and str(day) not in weekends}
        shaded = [each for each in made.iter("rect") if "data-weekend" in each.attrib]
        assert {each.attrib["data-weekend"] for each in shaded} == (weekends if places.unit >= 1.1 else set())
        for each in shaded:
            assert float(each.attrib["x"]) == about(
                places.begins(date.fromisoformat(each.attrib["data-weekend"]))
            )
        marked = {
            each.attrib["data-holiday"]: each for each in made.iter("g") if "data-holiday" in each.attrib
        }
        assert set(marked) == set(holidays)
        for day, each in marked.items():
            assert (each[0].text or "").startswith(f"{holidays[day]}, ")
            assert each[1].tag == ("rect" if places.unit >= 1.1 else "path")

    @pytest.mark.parametrize("name", NAMES)
    def test_projected_days(self, name: str) -> None:
        """From the day after the published ones on there is a band, and words for those who do not see it."""
        plan, made = plans()[name], drawn_of(name)
        published, places = plan.calendar.published_through, Places(made)
        bands = [each for each in made.iter("rect") if "data-projected" in each.attrib]
        assert len(bands) == (places.last > published)
        assert ("are projected" in (made.findtext("svg/desc") or "")) == bool(bands)
        for each in bands:
            assert each.attrib["data-projected"] == str(max(published + timedelta(1), places.first))
            assert float(each.attrib["x"]) == about(places.begins(published + timedelta(1)))

    def test_a_day_that_the_caller_added(self) -> None:
        """It is shaded, under the title that it was given, and the description says so."""
        calendar = england_and_wales().with_bank_holiday(date(2026, 12, 2), "</title><script>")
        plan = plans()["distributor"].again(calendar=calendar)
        made = figure(plan)
        (day,) = [each for each in made.iter("g") if each.get("data-holiday") == "2026-12-02"]
        assert day[0].text == "</title><script>, Wed 2 December"
        assert "<script" not in html(made)
        assert "the caller added or removed" in (made.findtext("svg/desc") or "")

    def test_a_bank_holiday_at_a_weekend(self) -> None:
        """It is a weekend all the same, and marked as nothing else."""
        calendar = england_and_wales().with_bank_holiday(date(2026, 12, 5), "a Saturday")
        made = figure(plans()["distributor"].again(calendar=calendar))
        assert not [each for each in made.iter("g") if each.get("data-holiday") == "2026-12-05"]
        assert [each for each in made.iter("rect") if each.get("data-weekend") == "2026-12-05"]

    def test_a_calendar_without_end(self) -> None:
        """Published up to the last day there is: nothing is projected."""
        endless = WorkingDayCalendar(
            name="endless", first=date(9800, 1, 1), last=date.max, published_through=date.max, published=[]
        )
        entry = Entry(party=Party(), roles={UserRole.GAS_SUPPLIER})
        made = figure(forwards(entry, today=date(9900, 11, 23), calendar=endless))
        assert not [each for each in made.iter("rect") if "data-projected" in each.attrib]

    def test_days_that_no_calendar_has(self) -> None:
        """What ended before the first day of the calendar is drawn on no shades at all."""
        told = [Event(Step.SECAS_CONFIRMATION, date(1990, 6, 1), role=UserRole.GAS_SUPPLIER)]
        entry = Entry(party=Party(), roles={UserRole.GAS_SUPPLIER}, events=told)
        plan = forwards(entry, today=date(1990, 6, 5))
        made = figure(plan)
        agrees(plan, made)
        assert legend_of(made) == {"done"}


class TestLines:
    """Today, the finish and the target stand where they are, and say so."""

    @pytest.mark.parametrize("name", NAMES)
    def test_each_is_drawn_and_named(self, name: str) -> None:
        """In a line of text each, so that they do not collide."""
        plan, made = plans()[name], drawn_of(name)
        places = Places(made)
        days = {"today": plan.today, "finish": plan.finish, "target": plan.target}
        texts = [each.text or "" for each in made.iterfind("svg/text")]
        for class_, day in days.items():
            lines = [each for each in made.iterfind("svg/path") if each.get("class") == class_]
            assert len(lines) == (day is not None)
            if day is not None:
                x = float(lines[0].attrib["d"][1:].partition(",")[0])
                assert x == about((places.begins(day) + places.ends(day)) / 2)
                said = f"{WEEKDAYS[day.weekday()][:3]} {day.day} "
                assert any(said in text for text in texts)
        assert any(text.startswith("today, ") for text in texts)

    def test_a_target_that_has_passed(self) -> None:
        """It lies before the days shown, and there is no latest day any more."""
        made = drawn_of("passed")
        texts = [each.text or "" for each in made.iterfind("svg/text")]
        assert "\N{LEFTWARDS ARROW} target, Mon 2 March, which has passed" in texts
        assert not [each for each in made.iter("g") if "data-latest" in each.attrib]

    def test_without_accession(self) -> None:
        """The finish is said to rest on it."""
        texts = [each.text or "" for each in drawn_of("seven").iterfind("svg/text")]
        assert any(text.endswith(", if acceded today") for text in texts)


#: What has to be seen in a plan for each entry of the legend.
OCCURS: dict[str, Callable[[Plan, Places], bool]] = {
    "done": lambda plan, _: any(e.basis is Basis.DONE for e in plan.steps),
    "BOOKED": lambda plan, _: any(e.basis is Basis.BOOKED for e in plan.steps),
    "ESTIMATE": lambda plan, _: any(e.basis is Basis.ESTIMATE for e in plan.steps),
    "LIMIT": lambda plan, _: any(e.basis is Basis.LIMIT for e in plan.steps),
    "SAME_DAY": lambda plan, _: any(e.basis is Basis.SAME_DAY for e in plan.steps),
    "NOT_SAID": lambda plan, _: any(e.basis is Basis.NOT_SAID for e in plan.steps),
    "going-on": lambda plan, _: any(
        is_bar(e) and e.basis in (Basis.NOT_SAID, Basis.SAME_DAY) for e in plan.steps
    ),
    "pin": lambda plan, _: any(e.booked for e in plan.steps),
    "refused": lambda plan, _: bool(plan.refused),
    "overrun": lambda plan, _: any(e.overrun for e in plan.steps),
    "notice": lambda plan, _: any(e.notice for e in plan.steps),
    "slack": lambda plan, _: (
        any(e.is_undone and e.slack >= 0 and e.latest_finish > e.earliest_finish for e in plan.steps)
        and not plan.target_has_passed
    ),
    "too-late": lambda plan, _: any(e.slack < 0 for e in plan.steps) and not plan.target_has_passed,
    "critical": lambda plan, _: any(e.critical for e in plan.steps),
    "theirs": lambda plan, _: any(e.is_undone and e.bearer not in PARTY_SIDE for e in plan.steps),
    "earlier": lambda plan, places: any(
        e.basis is not Basis.PAST and e.earliest_start < places.first for e in plan.steps
    ),
    "weekend": lambda _, places: places.unit >= 1.1,
    "holiday": lambda plan, places: (
        places.unit >= 1.1 and bool(plan.calendar.bank_holidays(first=places.first, last=places.last))
    ),
    "tick": lambda plan, places: (
        places.unit < 1.1 and bool(plan.calendar.bank_holidays(first=places.first, last=places.last))
    ),
    "projected": lambda plan, places: places.last > plan.calendar.published_through,
}


class TestLegend:
    """It names the marks that occur, and each of them has a shape of its own."""

    @pytest.mark.parametrize("name", NAMES)
    def test_what_occurs(self, name: str) -> None:
        """Nothing more, and nothing less."""
        plan, made = plans()[name], drawn_of(name)
        expected = {said for key, said, _ in KEYS if OCCURS[key](plan, Places(made))}
        assert legend_of(made) == expected

    def test_every_mark_occurs(self) -> None:
        """In one picture or another, so that the test above says something of each."""
        assert set().union(*map(legend_of, map(drawn_of, NAMES))) == {said for _, said, _ in KEYS}

    def test_told_apart_without_colour(self) -> None:
        """Weekends, behind all rows, and bars of others, who are named, have no shape of their own."""
        shapes: dict[str, list[str]] = {}
        for key, _, sample in KEYS:
            shapes.setdefault("".join(map(_shape, sample(0, 0, "url(#{})".format))), []).append(key)
        assert [keys for keys in shapes.values() if len(keys) > 1] == [["BOOKED", "theirs", "weekend"]]

    @pytest.mark.parametrize("name", NAMES)
    def test_patterns(self, name: str) -> None:
        """Those that are drawn with are there, and no others."""
        text = tostring(drawn_of(name), encoding="unicode")
        made = {each.attrib["id"] for each in drawn_of(name).iter("pattern")}
        assert set(re.findall(r"url\(#([^)]+)\)", text)) == made


def _shape(drawn: Element) -> str:
    """Return a mark without its colours."""
    kept = {"open", "dashed", "notice"} & set((drawn.get("class") or "").split())
    attributes = {name: value for name, value in drawn.attrib.items() if name != "class"}
    return f"{drawn.tag} {sorted(attributes.items())} {sorted(kept)} {drawn.text}"


class TestReadByOthers:
    """A screen reader, a printer, and a page that has other things on it."""

    @pytest.mark.parametrize("name", NAMES)
    def test_it_is_named(self, name: str) -> None:
        """As one picture, with a title and a description, and a table under a summary."""
        made = drawn_of(name)
        picture = made.find("svg")
        assert picture is not None
        assert picture.attrib["role"] == "img"
        named = [made.find(f".//*[@id='{id_}']") for id_ in picture.attrib["aria-labelledby"].split()]
        assert [each.tag for each in named if each is not None] == ["title", "desc"]
        assert all(each is not None and each.text for each in named)
        assert made.findtext("figcaption") == made.findtext("svg/title")
        assert [each.tag for each in made.iterfind("details/*")] == ["summary", "table"]

    @pytest.mark.parametrize("name", NAMES)
    def test_nothing_comes_from_elsewhere(self, name: str) -> None:
        """No link, no script, no picture, no font."""
        made = drawn_of(name)
        assert {each.tag for each in made.iter()} & {"a", "image", "img", "link", "script", "use"} == set()
        assert not re.search(r"https?:|//|@import|href|src=", html(figure(plans()[name])))

    def test_ids(self) -> None:
        """Every id is there once: in one picture, in two, and in the same twice with prefixes."""
        different = {tostring(drawn_of(name)): name for name in NAMES}.values()
        ids = list(chain(*(_ids(drawn_of(name)) for name in different)))
        plan = plans()["missed"]
        ids += chain(*(_ids(figure(plan, prefix=prefix)) for prefix in ("a-", "b-")))
        assert len(ids) == len(set(ids)) > 100

    @pytest.mark.parametrize("name", ["met", "seven"])
    def test_the_same_plan_is_the_same_picture(self, name: str) -> None:
        """Byte for byte."""
        plan = plans()[name]
        again = backwards(plan.entry, today=plan.today, target=plan.target) if plan.target else plan.again()
        assert again is not plan
        assert html(figure(again)) == html(figure(plan))
        assert svg(again) == svg(plan)

    @pytest.mark.parametrize(
        "name",
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "&amp; ]]>",
            "\x00\ud800\u202e",
            "x" * 5000,
        ],
    )
    def test_a_name_is_only_a_name(self, name: str) -> None:
        """It is escaped, and cut where it is too long; a licence's too."""
        party = Party(name=name, licences=[GasSupply(name="<b>")])
        made = figure(forwards(Entry(party=party, roles={UserRole.GAS_SUPPLIER}), today=TODAY))
        written = html(made)
        assert not re.search(r"<(script|img|b)\b", written)
        assert len(written) < 50_000
        read = fromstring(tostring(made, encoding="unicode"))  # noqa: S314 - it is our own
        caption = read.findtext("figcaption") or ""
        assert caption.startswith(name[:20] if name.isprintable() else "\N{REPLACEMENT CHARACTER}" * 3)


def _ids(made: Element) -> Iterator[str]:
    yield from (each.attrib["id"] for each in made.iter() if "id" in each.attrib)


class TestRefused:
    """What is no plan, and what no id can begin with."""

    def test_no_plan(self) -> None:
        """An entry has no picture."""
        with pytest.raises(InvalidType, match="plan"):
            figure(Entry(party=Party()))  # type: ignore[arg-type]
        with pytest.raises(InvalidType, match="plan"):
            svg(None)  # type: ignore[arg-type]

    @pytest.mark.parametrize("prefix", ["1", "a b", "-a", 'a"', "a" * 101])
    def test_no_prefix(self, prefix: str) -> None:
        """It is named."""
        with pytest.raises(InvalidValue, match="prefix"):
            figure(plans()["met"], prefix=prefix)

    def test_no_text(self) -> None:
        """A number is no prefix."""
        with pytest.raises(InvalidType, match="prefix"):
            figure(plans()["met"], prefix=1)  # type: ignore[arg-type]


class TestScale:
    """Days on a line, and what is written along it."""

    @pytest.mark.parametrize("days", [1, 30, 60, 179, 182, 300, 500, 1100, 3000, 20_000, 300_000, 3_000_000])
    def test_what_is_written(self, days: int) -> None:
        """From weeks to centuries: in order, with room for each label, on the day that it says."""
        first = date(2026, 11, 18) if days < 300_000 else date(7, 3, 2)
        scale = Scale(first, first + timedelta(days), LEFT, RIGHT)
        for ticks in (scale.fine(), scale.coarse()):
            places = [place for place, _ in ticks]
            assert places == sorted(places)
            assert all(LEFT <= place <= RIGHT for place in places)
            for (place, label), end in zip(ticks, [*places[1:], RIGHT], strict=False):
                assert not label or place + 5.5 * len(label) <= end
        assert any(label for _, label in chain(scale.fine(), scale.coarse())) or days == 1

    def test_weeks(self) -> None:
        """A Monday each, under its month."""
        scale = Scale(date(2026, 11, 18), date(2027, 1, 10), LEFT, RIGHT)
        assert [label for _, label in scale.fine()] == ["23", "30", "7", "14", "21", "28", "4"]
        assert [label for _, label in scale.coarse()] == ["Nov 2026", "Dec 2026", "Jan 2027"]
        assert scale.fine()[0][0] == scale.begins(date(2026, 11, 23))

    def test_months(self) -> None:
        """Their first days, under their year; a label without room is left out, and its line is not."""
        scale = Scale(date(2026, 11, 2), date(2028, 2, 20), LEFT, RIGHT)
        labels = "Dec Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Jan"
        assert " ".join(label for _, label in scale.fine()).strip() == labels
        assert [label for _, label in scale.coarse()] == ["2026", "2027", "2028"]

    def test_which_days(self) -> None:
        """Those before today give way; those after it never, and today is always there."""
        past, to_come = date(2020, 1, 1), TODAY + timedelta(300)
        scale = Scale.over([past, to_come], TODAY, LEFT, RIGHT, whole=False)
        assert past < scale.first <= TODAY - timedelta(100) <= TODAY - timedelta(90)
        assert scale.last > to_come
        assert not scale.holds(past)
        assert scale.begins(past) == scale.ends(past) == LEFT
        assert Scale.over([past, to_come], TODAY, LEFT, RIGHT, whole=True).holds(past)

    @pytest.mark.parametrize("day", [date.min, date.max])
    def test_the_ends_of_time(self, day: date) -> None:
        """There is no day before the first, nor one after the last."""
        scale = Scale.over([day], day, LEFT, RIGHT, whole=True)
        assert scale.holds(day)
        assert all(LEFT <= place <= RIGHT for place, _ in chain(scale.fine(), scale.coarse()))


class TestFiles:
    """What is kept, and what `make browser` opens."""

    def test_the_picture_of_the_readme(self) -> None:
        """It is what would be drawn now; if not, run tools/picture.py and look at it."""
        assert PICTURE.read_text(encoding="utf-8") == drawn()

    def test_it_stands_alone(self) -> None:
        """It has its colours with it."""
        made = fromstring(drawn())  # noqa: S314 - it is our own
        assert made.tag == "{http://www.w3.org/2000/svg}svg"
        assert "--accent:" in (made.findtext("{*}style") or "")

    def test_pages(self) -> None:
        """Each has a name of its own."""
        names = [name for name, page in pages() if page.startswith("<!DOCTYPE html>")]
        assert len(names) == len(set(names)) > 8


def test_an_estimate_that_was_overrun_is_marked() -> None:
    """The mark stands on the day on which it should have ended."""
    entry = Entry(
        party=Party(),
        roles={UserRole.GAS_SUPPLIER},
        estimates={Step.USER_INTERFACE: WorkingDays(10)},
        events=(Event(Step.USER_INTERFACE, date(2026, 10, 19), outcome=Outcome.BEGUN),),
    )
    plan = forwards(entry, today=TODAY)
    made = figure(plan)
    group, places = steps_of(made)["user-interface", None], Places(made)
    (mark,) = [each for each in group if each.text == "!"]
    day = date(2026, 10, 30)
    assert float(mark.attrib["x"]) == about((places.begins(day) + places.ends(day)) / 2)
