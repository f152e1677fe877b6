"""Reading GOV.UK's file: what is taken, and everything that is refused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sec_uep.calendar import Certainty, england_and_wales, from_gov_uk, scotland
from sec_uep.errors import DateOutsideCalendar, InvalidType, MalformedData, UnknownName

HERE = "england-and-wales"


def event(day: str, **other: object) -> dict[str, object]:
    """Return an event as GOV.UK writes one."""
    return {"title": "A day", "date": day, "notes": "", "bunting": True} | other


def year(number: int) -> list[dict[str, object]]:
    """Return six events, all on weekdays: the fewest that make a year whole."""
    days = [date(number, month, 10) for month in range(1, 13)]
    return [event(str(day)) for day in days if day.isoweekday() < 6][:6]


def division(*events: dict[str, object], name: object = HERE) -> dict[str, object]:
    """Return one division as GOV.UK writes one."""
    return {"division": name, "events": list(events)}


def faults(data: Any, name: str = HERE) -> dict[str, str]:  # noqa: ANN401 - anything may be passed
    """Return what is found wrong with the data, by path."""
    with pytest.raises(MalformedData) as refusal:
        from_gov_uk(data, name)
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
        assert len(calendar.bank_holidays(**whole)) == 12
        with pytest.raises(DateOutsideCalendar, match="2028-01-01 is outside"):
            calendar.is_working_day(date(2028, 1, 1))

    def test_the_whole_file(self) -> None:
        """The division asked for is read, and no other."""
        content = {
            HERE: division(*year(2026)),
            "scotland": division(*year(2027), name="scotland"),
            "northern-ireland": {"division": "broken"},
        }
        assert from_gov_uk(content).first == date(2026, 1, 1)
        assert from_gov_uk(content, "scotland").first == date(2027, 1, 1)
        assert from_gov_uk(content, division="scotland").name == "Scotland"

    def test_every_way_to_pass_it(self, tmp_path: Path) -> None:
        """A dict, its text, its bytes and a path to them are the same calendar."""
        content = division(*year(2026))
        text = json.dumps(content)
        path = tmp_path / "bank-holidays.json"
        path.write_text(text, encoding="utf-8")
        calendars = {from_gov_uk(data) for data in (content, text, text.encode(), path)}
        assert len(calendars) == 1

    def test_as_large_as_allowed(self) -> None:
        """Text of just the largest size is read."""
        text = json.dumps(division(*year(2026)))
        assert from_gov_uk(text.ljust(2**20)) == from_gov_uk(text)

    def test_the_shipped_file(self) -> None:
        """The file that is shipped reads as any other, and agrees with the shipped calendars."""
        package = Path(__file__).parents[2] / "src" / "sec_uep" / "calendar"
        for shipped, name in ((england_and_wales(), HERE), (scotland(), "scotland")):
            calendar = from_gov_uk(package / "bank-holidays.json", name)
            assert calendar.published == shipped.published
            assert calendar.last == shipped.published_through

    @pytest.mark.parametrize(
        ("other", "title"),
        [
            ({"notes": "Substitute day"}, "A day (substitute day)"),
            ({"notes": "Extra bank holiday"}, "A day (extra bank holiday)"),
            ({"notes": " "}, "A day"),
            ({"bunting": None, "something-new": [1]}, "A day"),
        ],
    )
    def test_notes(self, other: dict[str, object], title: str) -> None:
        """Notes follow the title in brackets; keys that GOV.UK may add are not looked at."""
        content = division(*year(2026), event("2026-12-25", **other))
        assert from_gov_uk(content).why_not_working(date(2026, 12, 25)) == title

    def test_notes_may_be_absent(self) -> None:
        """An event without notes has none."""
        content = division(*year(2026), {"title": "Christmas", "date": "2026-12-25"})
        assert from_gov_uk(content).why_not_working(date(2026, 12, 25)) == "Christmas"


class TestRefused:
    """What GOV.UK would not publish is refused, with all that is wrong and where."""

    def test_every_fault_is_listed(self) -> None:
        """One refusal lists the faults of all events, each under its own path."""
        content = division(
            *year(2026),
            event("2026-12-25", title=" "),
            event("25/12/2026"),
            event("2026-12-26"),
            event("2026-12-27", notes=1),
            event(str(year(2026)[0]["date"])),
            {"title": "No date"},
            "Christmas",  # type: ignore[arg-type]
            {"title": 3, "date": 20261228},
        )
        expected = {
            "events[6].title": "is ' ', not one line of text",
            "events[7].date": "is '25/12/2026', not a day written YYYY-MM-DD",
            "events[8].date": "is 2026-12-26, a Saturday; GOV.UK lists the substitute day instead",
            "events[9].notes": "is 1, not one line of text",
            "events[9].date": "is 2026-12-27, a Sunday; GOV.UK lists the substitute day instead",
            "events[10].date": "is 2026-02-10, which another event has already",
            "events[11].date": "is None, not a day written YYYY-MM-DD",
            "events[12]": "is 'Christmas', not an object",
            "events[13].title": "is 3, not one line of text",
            "events[13].date": "is 20261228, not a day written YYYY-MM-DD",
        }
        assert faults(content) == expected
        assert faults({HERE: content}) == {f"{HERE}.{path}": why for path, why in expected.items()}

    def test_the_message(self) -> None:
        """The message names the source, the path and what is wrong."""
        with pytest.raises(MalformedData) as refusal:
            from_gov_uk({HERE: division(*year(2026), event("2026-02-30"))})
        assert str(refusal.value) == (
            "bank holidays: england-and-wales.events[6].date: is '2026-02-30', not a day written YYYY-MM-DD"
        )

    def test_the_message_names_the_file(self, tmp_path: Path) -> None:
        """A file that is refused is named."""
        path = tmp_path / "broken.json"
        path.write_bytes(b"{")
        with pytest.raises(MalformedData, match=r"^bank holidays, .*broken\.json: JSON: cannot be"):
            from_gov_uk(path)

    @pytest.mark.parametrize("day", ["20261225", "2026-W52-5", "2026-12-25T00:00", "2026-1-1", ""])
    def test_dates_are_strict(self, day: str) -> None:
        """Other ways to write a date are not GOV.UK's."""
        assert faults(division(*year(2026), event(day))) == {
            "events[6].date": f"is {day!r}, not a day written YYYY-MM-DD"
        }

    def test_a_missing_year(self) -> None:
        """A year that is left out would look like one without bank holidays."""
        assert faults(division(*year(2024), *year(2026))) == {
            "events": "has none between 2024 and 2026, so it is not whole; find all years"
        }

    @pytest.mark.parametrize("cut", [2026, 2027, 2028])
    def test_a_year_cut_off(self, cut: int) -> None:
        """The first, the last or any year with too few bank holidays is not whole."""
        events = [e for y in (2026, 2027, 2028) for e in year(y)]
        events.remove(next(e for e in events if str(e["date"]).startswith(str(cut))))
        assert faults(division(*events)) == {
            "events": f"{cut} has only 5, so it is not whole; leave that year out"
        }

    @pytest.mark.parametrize("events", [[], {}, None, "events", [{}] * 2001])
    def test_events_are_a_list(self, events: object) -> None:
        """No events, too many, or something else is refused."""
        found = faults({"division": HERE, "events": events})
        assert list(found) == ["events"]
        assert found["events"].endswith("not a list of 1 to 2000 events")

    def test_another_division(self) -> None:
        """Data of another division than the one asked for is refused."""
        assert faults(division(*year(2026), name="scotland")) == {
            "division": f"is 'scotland', not {HERE!r}; ask for the division that is there"
        }
        assert faults({HERE: division(*year(2026), name=None)}) == {
            f"{HERE}.division": f"is None, not {HERE!r}; ask for the division that is there"
        }

    def test_a_division_that_is_missing(self) -> None:
        """A file without the division asked for says which it carries."""
        content = {HERE: division(*year(2026))}
        assert faults(content, "scotland") == {"scotland": f"is missing; the data carries {HERE!r}"}
        assert faults({}) == {HERE: "is missing; the data carries nothing"}
        assert faults({HERE: [1]}) == {HERE: "is [1], not an object"}

    def test_an_unknown_division(self) -> None:
        """A division that GOV.UK does not have is refused, and the nearest named."""
        with pytest.raises(UnknownName, match=r"division: 'Scotland' .* the nearest is 'scotland'"):
            from_gov_uk(division(*year(2026)), "Scotland")
        with pytest.raises(InvalidType, match="division: None is not a name; choose from 'eng"):
            from_gov_uk(division(*year(2026)), None)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "cannot be read: Expecting value"),
            ('{"division": ', "cannot be read: Expecting value"),
            (b"\xff\xfe\xfa", "cannot be read: "),
            pytest.param("[" * 100_000, "is nested too deeply to be a list of bank holidays", id="deep"),
            pytest.param("1" * 5000, "cannot be read: Exceeds the limit", id="digits"),
            pytest.param(
                " " * (2**20 + 1),
                "is larger than 1048576 characters, and GOV.UK's file has some",
                id="large",
            ),
            ("null", "is None, not an object"),
            ("[]", "is [], not an object"),
        ],
    )
    def test_not_json(self, text: str | bytes, message: str) -> None:
        """Text that is not JSON, too large, too deep or not an object is refused."""
        assert faults(text)["JSON"].startswith(message)

    def test_a_large_file_is_not_read_through(self, tmp_path: Path) -> None:
        """A file is read no further than the limit."""
        path = tmp_path / "large.json"
        path.write_bytes(b" " * (2**20 + 1))
        assert faults(path)["JSON"].startswith("is larger than")

    def test_a_key_twice(self) -> None:
        """A key that occurs twice in one object hides one of two values, so it is refused."""
        text = json.dumps(division(*year(2026))).replace('"title"', '"date": "x", "title"', 1)
        assert faults(text) == {"JSON": "has the key 'date' twice in one object"}

    @pytest.mark.parametrize("data", [None, 3, [], object()])
    def test_something_else(self, data: object) -> None:
        """Anything but a dict, text, bytes or a path is refused, and the message lists them."""
        with pytest.raises(InvalidType, match=r"data: .* is of type .*; pass GOV.UK's JSON as a dict"):
            from_gov_uk(data)  # type: ignore[arg-type]

    def test_no_such_file(self, tmp_path: Path) -> None:
        """A file that is not there is the file system's own error."""
        with pytest.raises(FileNotFoundError):
            from_gov_uk(tmp_path / "nowhere.json")

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
