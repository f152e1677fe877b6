"""Reading GOV.UK's file: what is taken, and everything that is refused."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sec_uep.calendar import Certainty, england_and_wales, from_gov_uk, northern_ireland, scotland
from sec_uep.errors import (
    DateOutsideCalendar,
    InvalidType,
    InvalidValue,
    MalformedData,
    SecUepError,
    UnknownName,
)

FILE = Path(__file__).parents[2] / "src" / "sec_uep" / "calendar" / "bank-holidays.json"

#: All that GOV.UK has published from 2011 to 2028.
PUBLISHED = json.loads(FILE.read_text(encoding="utf-8"))
YEARS = range(2011, 2029)
HERE = "england-and-wales"
DIVISIONS = (HERE, "scotland", "northern-ireland")

#: The bank holidays of 2022, a year with two more than any rule gives, that every year has: by hand.
EVERY_YEAR = {
    HERE: ("2022-01-03", "2022-04-15", "2022-04-18", "2022-12-26", "2022-12-27"),
    "scotland": ("2022-01-03", "2022-01-04", "2022-04-15", "2022-12-26", "2022-12-27"),
    "northern-ireland": ("2022-01-03", "2022-04-15", "2022-04-18", "2022-12-26", "2022-12-27"),
}


def year(number: int, name: str = HERE) -> list[dict[str, Any]]:
    """Return the events of one year as GOV.UK published them."""
    return [dict(each) for each in PUBLISHED[name]["events"] if each["date"].startswith(str(number))]


def event(day: str, **other: object) -> dict[str, Any]:
    """Return an event as GOV.UK writes one."""
    return {"title": "A day", "date": day, "notes": "", "bunting": True} | other


def division(*events: object, name: object = HERE) -> dict[str, object]:
    """Return one division as GOV.UK writes one."""
    return {"division": name, "events": list(events)}


def faults(data: Any, name: str = HERE) -> dict[str, str]:  # noqa: ANN401 - anything may be passed
    """Return what is found wrong with the data, by path; each fault names a next step."""
    with pytest.raises(MalformedData) as refusal:
        from_gov_uk(data, name)
    for fault in refusal.value.faults:
        assert "; " in fault.message
        assert len(str(fault)) < 300
    return {".".join(map(str, fault.path)): fault.message for fault in refusal.value.faults}


class TestRead:
    """GOV.UK's data makes a calendar of whole years, with nothing projected."""

    def test_one_division(self) -> None:
        """Coverage runs from the first to the last year carried, and all of it is published."""
        calendar = from_gov_uk(division(*year(2027), *year(2026)))
        assert calendar.name == "England and Wales"
        assert (calendar.first, calendar.last) == (date(2026, 1, 1), date(2027, 12, 31))
        assert calendar.published_through == calendar.last
        whole = {"first": calendar.first, "last": calendar.last}
        assert calendar.certainty(**whole) is Certainty.PUBLISHED
        assert len(calendar.bank_holidays(**whole)) == 16
        with pytest.raises(DateOutsideCalendar, match="2028-01-01 is outside"):
            calendar.is_working_day(date(2028, 1, 1))

    def test_the_whole_file(self) -> None:
        """The division asked for is read, and no other."""
        content = {
            HERE: division(*year(2026)),
            "scotland": division(*year(2027, "scotland"), name="scotland"),
            "northern-ireland": {"division": "broken"},
        }
        assert from_gov_uk(content).first == date(2026, 1, 1)
        assert from_gov_uk(content, "scotland").first == date(2027, 1, 1)
        assert from_gov_uk(content, division="scotland").name == "Scotland"

    def test_every_way_to_pass_it(self, tmp_path: Path) -> None:
        """A dict, its text, its bytes or a path to them, with a mark of the byte order or not."""
        content = division(*year(2026))
        text = json.dumps(content)
        path = tmp_path / "bank-holidays.json"
        path.write_text("\ufeff" + text, encoding="utf-8")
        ways = (content, text, "\ufeff" + text, text.encode(), b"\xef\xbb\xbf" + text.encode(), path)
        assert len({from_gov_uk(data) for data in ways}) == 1
        assert from_gov_uk(text.ljust(2**20)) == from_gov_uk(text)  # of just the largest size

    @pytest.mark.parametrize("name", DIVISIONS)
    def test_every_run_of_years(self, name: str) -> None:
        """Whichever years GOV.UK has carried, they are read, with every one of their days."""
        for first, last in [(y, y) for y in YEARS] + list(combinations(YEARS, 2)):
            events = [each for y in range(first, last + 1) for each in year(y, name)]
            calendar = from_gov_uk(division(*events, name=name), name)
            assert (calendar.first, calendar.last) == (date(first, 1, 1), date(last, 12, 31))
            assert [str(day) for day, _ in calendar.published] == [each["date"] for each in events]

    def test_the_shipped_calendars(self) -> None:
        """They are what the shipped file is read as."""
        for shipped, name in zip(
            (england_and_wales(), scotland(), northern_ireland()), DIVISIONS, strict=True
        ):
            calendar = from_gov_uk(FILE, name)
            assert calendar.published == shipped.published
            assert (calendar.name, calendar.last) == (shipped.name, shipped.published_through)

    @pytest.mark.parametrize(
        ("name", "was", "had_been"),
        [
            (HERE, "2020-05-08", "2020-05-04"),  # moved in June 2019
            (HERE, "2022-06-02", "2022-05-30"),  # a proclamation that was foreseen
            ("scotland", "2027-08-02", "2027-08-30"),  # an error, corrected in January 2025
        ],
    )
    def test_what_was_published_before_a_change(self, name: str, was: str, had_been: str) -> None:
        """A bank holiday that was moved, or was published wrongly, is read where it stood."""
        events = [
            each | {"date": had_been if each["date"] == was else each["date"]}
            for each in year(int(was[:4]), name)
        ]
        calendar = from_gov_uk(division(*events, name=name), name)
        assert not calendar.is_working_day(date.fromisoformat(had_been))
        assert calendar.is_working_day(date.fromisoformat(was))

    @pytest.mark.parametrize(
        ("other", "title"),
        [
            ({"notes": "Substitute day"}, "A day (substitute day)"),
            ({"notes": "Extra bank holiday"}, "A day (extra bank holiday)"),
            ({"notes": " "}, "A day"),
            ({"notes": "Substitute\xa0day", "title": "A\xa0\u202fday "}, "A day (substitute day)"),
            ({"bunting": None, "something-new": [1]}, "A day"),
        ],
    )
    def test_titles(self, other: dict[str, object], title: str) -> None:
        """Notes follow the title in brackets; a no-break space is a space; new keys are not looked at."""
        content = division(*year(2026), event("2026-06-05", **other))
        assert from_gov_uk(content).why_not_working(date(2026, 6, 5)) == title

    def test_notes_may_be_absent(self) -> None:
        """An event without notes has none."""
        content = division(*year(2026), {"title": "Jubilee", "date": "2026-06-05"})
        assert from_gov_uk(content).why_not_working(date(2026, 6, 5)) == "Jubilee"


class TestWholeYears:
    """A year is whole or refused."""

    @pytest.mark.parametrize(("name", "fewest"), list(zip(DIVISIONS, (8, 9, 10), strict=True)))
    def test_as_many_as_every_year_has(self, name: str, fewest: int) -> None:
        """No year of a division has had fewer, and one with fewer is refused, whichever are missing."""
        for number in YEARS:
            events = year(number, name)
            assert len(events) >= fewest
            for cut in (events[:-2], events[2:], events[:1], events[: fewest - 1], events[1:fewest]):
                found = faults(division(*cut, name=name), name)["events"]
                assert f"{number} " in found
            few = events[: fewest - 1]
            assert faults(division(*few, name=name), name)["events"] == (
                f"{number} has {fewest - 1} bank holidays, and a whole year {fewest} or more; "
                "leave that year out, or download GOV.UK's file again"
            )

    @pytest.mark.parametrize(("name", "day"), [(name, day) for name in DIVISIONS for day in EVERY_YEAR[name]])
    def test_the_days_of_every_year(self, name: str, day: str) -> None:
        """A year with enough bank holidays, but without one that no proclamation moves, is refused."""
        events = [each for each in year(2022, name) if each["date"] != day]
        assert faults(division(*events, name=name), name) == {
            "events": f"2022 lacks '{day}', which GOV.UK has had every year; download GOV.UK's file again"
        }

    @pytest.mark.parametrize("name", DIVISIONS)
    def test_the_other_days(self, name: str) -> None:
        """A day that may be moved can be missing from a year that has enough bank holidays."""
        others = [each for each in year(2022, name) if each["date"] not in EVERY_YEAR[name]]
        for other in others:
            events = [each for each in year(2022, name) if each != other]
            assert len(from_gov_uk(division(*events, name=name), name).published) == len(events)

    def test_a_missing_year(self) -> None:
        """A year that is left out would look like one without bank holidays."""
        assert faults(division(*year(2024), *year(2026))) == {
            "events": "has no bank holidays between 2024 and 2026; add the years that are missing"
        }

    def test_each_year_is_told(self) -> None:
        """The first, the last and any between."""
        events = [each for y in (2024, 2025, 2026) for each in year(y)[1:]]
        with pytest.raises(MalformedData) as refusal:
            from_gov_uk(division(*events))
        assert [fault.message[:22] for fault in refusal.value.faults] == [
            f"{y} has 7 bank holidays"[:22] for y in (2024, 2025, 2026)
        ]


class TestRefused:
    """What GOV.UK would not publish is refused, with all that is wrong, where, and what to do."""

    def test_every_fault_is_listed(self) -> None:
        """One refusal lists the faults of all events, each under its own path."""
        content = division(
            *year(2026),
            event("2026-06-01", title=" "),
            event("25/12/2026"),
            event("2026-12-26"),
            event("2026-12-27", notes=1),
            event("2026-12-28"),
            {"title": "No date"},
            "Christmas",
            {"title": 3, "date": 20261228},
            event("2026-06-02", title="two\nlines", notes="tab\there"),
        )
        expected = {
            "events.8.title": "is ' ', not one line of text",
            "events.9.date": "is '25/12/2026', not a day; write it as 2026-12-25",
            "events.10.date": "is 2026-12-26, a Saturday; write the substitute day",
            "events.11.notes": "is 1, not one line of text",
            "events.11.date": "is 2026-12-27, a Sunday; write the substitute day",
            "events.12.date": "is 2026-12-28, which another event has already",
            "events.13.date": "is None, not a day",
            "events.14": "is 'Christmas', not an object",
            "events.15.title": "is 3, not one line of text",
            "events.15.date": "is 20261228, not a day",
            "events.16.title": r"is 'two\nlines', not one line of text",
            "events.16.notes": r"is 'tab\there', not one line of text",
        }
        for data, prefix in ((content, ""), ({HERE: content}, f"{HERE}.")):
            found = faults(data)
            assert list(found) == [f"{prefix}{path}" for path in expected]
            assert all(found[f"{prefix}{path}"].startswith(why) for path, why in expected.items())

    def test_the_message(self, tmp_path: Path) -> None:
        """The message names the source, the path, what is wrong and what to do; of a file, its name."""
        content = {HERE: division(*year(2026), event("2026-02-30"))}
        with pytest.raises(MalformedData) as refusal:
            from_gov_uk(content)
        assert str(refusal.value) == (
            "bank holidays: england-and-wales.events #9.date: "
            "is '2026-02-30', not a day; write it as 2026-12-25"
        )
        path = tmp_path / "broken.json"
        path.write_bytes(b"{")
        with pytest.raises(MalformedData, match=r"^bank holidays, .*broken\.json: line 1: ends too soon"):
            from_gov_uk(path)

    @pytest.mark.parametrize("day", ["20261225", "2026-W52-5", "2026-12-25T00:00", "2026-1-1", ""])
    def test_dates_are_strict(self, day: str) -> None:
        """Other ways to write a date are not GOV.UK's."""
        assert list(faults(division(*year(2026), event(day)))) == ["events.8.date"]

    @pytest.mark.parametrize("events", [[], {}, None, "events", [{}] * 2001])
    def test_events_are_a_list(self, events: object) -> None:
        """No events, too many, or something else is refused."""
        found = faults({"division": HERE, "events": events})
        assert list(found) == ["events"]
        assert "not a list of 1 to 2,000 events" in found["events"]

    def test_another_division(self) -> None:
        """Data of another division than the one asked for is refused, and so is a file without it."""
        other = {"division": f"is 'scotland', not {HERE!r}; ask for the division that is there"}
        assert faults(division(*year(2026), name="scotland")) == other
        content = {HERE: division(*year(2026), name=None)}
        assert list(faults(content)) == [f"{HERE}.division"]
        assert faults(content, "scotland")["scotland"].startswith(f"is missing, and the data has {HERE!r};")
        assert faults({})[HERE].startswith("is missing, and the data has nothing;")
        assert faults({HERE: [1]})[HERE].startswith("is [1], not an object;")

    def test_an_unknown_division(self) -> None:
        """A division that GOV.UK does not have is refused, and the nearest named."""
        with pytest.raises(UnknownName, match=r"division: 'Scotland' .* the nearest is 'scotland'"):
            from_gov_uk(division(*year(2026)), "Scotland")
        with pytest.raises(InvalidType, match="division: None is not a name; choose from 'eng"):
            from_gov_uk(division(*year(2026)), None)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "is empty"),
            ("\ufeff \n", "is empty"),
            ("<!DOCTYPE html><html>", "is a page of HTML or XML"),
            (
                "https://www.gov.uk/bank-holidays.json",
                "'https://www.gov.uk/bank-holidays.json' is an address",
            ),
            ("data/bank-holidays.json", "'data/bank-holidays.json' is an address or a path"),
            ('{"events": []', "ends too soon, without a }"),
            (b"\xff\xfe{\0", "is UTF-16"),
            pytest.param("[" * 100_000, "is nested more than 20 levels", id="deep"),
            pytest.param("1" * 5000, "has a number of 5,000 digits", id="digits"),
            pytest.param(" " * (2**20 + 1), "is larger than 1,048,576 bytes", id="large"),
            ('[{"date": 1}, {"date": 2}] ]', "] stands after the end"),
            ("null", "is None, not an object"),
            ("[]", "is [], not an object"),
        ],
    )
    def test_not_the_file(self, text: str | bytes, message: str, tmp_path: Path) -> None:
        """Text that is not JSON, or is something else altogether, is refused as what it looks like."""
        assert faults(text)[""].startswith(message)
        path = tmp_path / "a file"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        assert faults(path)[""].startswith(message)

    def test_a_key_twice(self) -> None:
        """One of the two would hide the other."""
        text = json.dumps(division(*year(2026))).replace('"title"', '"date": "x", "title"', 1)
        assert faults(text) == {"events.0.date": "is written in line 1 already; keep one of them"}

    @pytest.mark.parametrize("data", [None, 3, [], object()])
    def test_something_else(self, data: object) -> None:
        """Anything but a dict, text, bytes or a path is refused, and the message lists them."""
        with pytest.raises(InvalidType, match=r"data: .* is of type .*; pass GOV.UK's JSON as a dict"):
            from_gov_uk(data)  # type: ignore[arg-type]

    def test_no_such_file(self, tmp_path: Path) -> None:
        """A file that is not there is the file system's own error; a path that no file can have is ours."""
        with pytest.raises(FileNotFoundError):
            from_gov_uk(tmp_path / "nowhere.json")
        with pytest.raises(InvalidValue, match=r"is no path of a file; pass the path"):
            from_gov_uk(tmp_path / "no\0where.json")

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from([HERE, "division", "events", "title", "date", "notes"]), inner
                )
            ),
            max_leaves=12,
        )
    )
    def test_no_data_breaks_it(self, content: object) -> None:
        """Whatever the JSON holds, it is refused as malformed, not with some other error."""
        assert faults(json.dumps(content))

    @pytest.mark.parametrize("key", ["title", "notes", "date"])
    def test_no_value_breaks_it(self, key: str) -> None:
        """Nor does what no JSON can hold, where it is passed as a dict."""
        for value in (10**5000, "x" * 10**7, "\ud800", object(), {1: 2}):
            with pytest.raises(SecUepError) as refusal:
                from_gov_uk(division(*year(2026), event("2026-06-05", **{key: value}), name=HERE))
            assert len(str(refusal.value)) < 300
