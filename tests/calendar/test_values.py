"""A calendar is a value: what it is made of, what it refuses, and that it never changes."""

from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from sec_uep.calendar import WorkingDayCalendar, _contents, england_and_wales, scotland
from sec_uep.calendar._projection import projected
from sec_uep.calendar.watched import WatchedCalendar
from sec_uep.errors import DateOutsideCalendar, InvalidType, InvalidValue, UnknownName
from tests.strategies import calendars, projected_calendars

DAY = date(2026, 6, 5)
LATER = date(2026, 12, 25)


def make(**changes: Any) -> WorkingDayCalendar:  # noqa: ANN401 - anything may be passed
    """Return a calendar of 2026 and 2027, the second year projected, with changes."""
    parts: dict[str, Any] = {
        "name": "made",
        "first": date(2026, 1, 1),
        "last": date(2027, 12, 31),
        "published_through": date(2026, 12, 31),
        "published": [(date(2026, 12, 25), "Christmas Day")],
        "projections": [("ENG", date(2026, 12, 31))],
    }
    return WorkingDayCalendar(**(parts | changes))


class TestEquality:
    """Two calendars are equal when all that their answers rest on is."""

    @given(calendar=calendars() | projected_calendars())
    def test_copies(self, calendar: WorkingDayCalendar) -> None:
        """A copy, a deep copy and a pickled calendar are equal and answer alike."""
        calendar.is_working_day(calendar.last)
        for other in (
            copy.copy(calendar),
            copy.deepcopy(calendar),
            pickle.loads(pickle.dumps(calendar)),  # noqa: S301
        ):
            assert other == calendar
            assert hash(other) == hash(calendar)
            assert other.name == calendar.name
            assert other.is_working_day(other.last) is calendar.is_working_day(calendar.last)
            assert other.why_not_working(other.first) == calendar.why_not_working(calendar.first)

    def test_what_was_asked_does_not_matter(self) -> None:
        """A calendar whose projected days are known equals one whose are not."""
        asked = make()
        asked.is_working_day(asked.last)
        assert asked == make()
        assert hash(asked) == hash(make())
        assert asked.digest == make().digest

    def test_a_name_is_a_label(self) -> None:
        """What a calendar is called changes neither equality nor the digest."""
        assert make(name="other") == make()
        assert make(name="other").digest == make().digest

    def test_the_order_of_days_does_not_matter(self) -> None:
        """Bank holidays may be passed in any order."""
        days = [(date(2026, 12, 25), "Christmas Day"), (date(2026, 1, 1), "New Year's Day")]
        assert make(published=days) == make(published=reversed(days))

    @pytest.mark.parametrize(
        "changes",
        [
            {"first": date(2026, 1, 2)},
            {"last": date(2027, 12, 30)},
            {
                "published_through": date(2026, 12, 30),
                "projections": [("ENG", date(2026, 12, 30))],
            },
            {"published": []},
            {"projections": [("SCT", date(2026, 12, 31))]},
            {"projections": [("ENG", date(2026, 12, 31)), ("SCT", date(2027, 1, 1))]},
            {"amendments": [(DAY, "Extra")]},
            {"amendments": [(date(2026, 12, 25), None)]},
        ],
    )
    def test_every_part_matters(self, changes: dict[str, Any]) -> None:
        """Any part that differs makes another calendar, with another digest."""
        assert make(**changes) != make()
        assert make(**changes).digest != make().digest

    def test_a_title_is_no_day(self) -> None:
        """A bank holiday that was renamed makes another value, which counts alike: its digest is the same."""
        christmas = date(2026, 12, 25)
        renamed = make(published=[(christmas, "Noel")])
        assert renamed != make()
        assert renamed.digest == make().digest
        amended = [make(amendments=[(DAY, title)]) for title in ("Extra", "Jubilee")]
        assert amended[0] != amended[1]
        assert amended[0].digest == amended[1].digest != make().digest

    def test_nothing_can_be_changed(self) -> None:
        """No field can be assigned or deleted, and none can be added."""
        calendar = make()
        for name in ("name", "first", "published", "amendments", "digest", "new"):
            with pytest.raises(AttributeError):
                setattr(calendar, name, None)
        with pytest.raises(AttributeError):
            del calendar.first

    def test_evolve(self) -> None:
        """A part can be varied, and the index follows."""
        longer = evolve(make(), last=date(2028, 12, 31))
        assert not longer.is_working_day(date(2028, 12, 25))
        assert evolve(make(), published=[]).is_working_day(date(2026, 12, 25))

    def test_repr_is_short(self) -> None:
        """The repr names the calendar, its coverage, how far it is published and its changes."""
        assert repr(make()) == (
            "<WorkingDayCalendar 'made': 2026-01-01 to 2027-12-31, published through 2026-12-31>"
        )
        assert repr(make(amendments=[(DAY, "Extra")])).endswith("2026-12-31, 1 amended>")

    def test_shipped_calendars_are_made_once(self) -> None:
        """Asking twice for a shipped calendar gives the same one."""
        assert england_and_wales() is england_and_wales()
        assert england_and_wales() != scotland()


class TestDigest:
    """The digest is the same everywhere."""

    def test_shape(self) -> None:
        """It is a SHA-256 in lower-case hexadecimal."""
        assert re.fullmatch("[0-9a-f]{64}", england_and_wales().digest)

    def test_known(self) -> None:
        """It is that of the canonical JSON, written out here in full."""
        small = make(published=[(date(2026, 5, 4), "Early May")], amendments=[(DAY, "Extra"), (LATER, None)])
        text = (
            '{"amendments":[["2026-06-05",true],["2026-12-25",false]],"coverage":["2026-01-01","2027-12-31"],'
            '"projections":[["ENG","2026-12-31"]],'
            '"published":["2026-05-04"],"published_through":"2026-12-31"}'
        )
        program = "import hashlib, sys; print(hashlib.sha256(sys.argv[1].encode()).hexdigest())"
        done = subprocess.run(
            [sys.executable, "-c", program, text], capture_output=True, text=True, check=True
        )
        assert small.digest == done.stdout.strip()


class TestContents:
    """A calendar whose parts do not fit together is never made."""

    @pytest.mark.parametrize(
        ("changes", "error", "message"),
        [
            ({"name": " "}, InvalidValue, "name: ' ' names no"),
            ({"first": datetime(2026, 1, 1)}, InvalidType, "first: .* time of day"),  # noqa: DTZ001
            ({"last": "2027-12-31"}, InvalidType, "last: '2027-12-31' is text"),
            ({"published_through": None}, InvalidType, "published_through: None is no date"),
            ({"first": date(2028, 1, 1)}, InvalidValue, "last: 2027-12-31 is before first, 2028"),
            (
                {"published_through": date(2028, 1, 1)},
                InvalidValue,
                "last: 2027-12-31 is before published_through, 2028-01-01",
            ),
            (
                {"projections": []},
                InvalidValue,
                "published_through: 2026-12-31 is not the day after which projection begins, 2027",
            ),
            (
                {"published_through": date(2027, 12, 31)},
                InvalidValue,
                "published_through: 2027-12-31 is not the day .* and none when the last day is pub",
            ),
            ({"last": date(2101, 1, 1)}, InvalidValue, "last: 2101-01-01 is after 2100, the last"),
            (
                {"projections": [("GB", date(2026, 12, 31))]},
                UnknownName,
                "projections: 'GB' is not known here; choose from 'ENG', 'NIR', 'SCT', 'WLS'",
            ),
            ({"projections": [("ENG", "2026")]}, InvalidType, "projections: '2026' is text"),
            (
                {"projections": [("ENG", date(2026, 12, 31)), ("ENG", date(2027, 1, 1))]},
                InvalidValue,
                "projections: ENG occurs twice; name it once",
            ),
            (
                {"published": [(DAY, "one"), (DAY, "two")]},
                InvalidValue,
                "published: 2026-06-05 occurs twice",
            ),
            (
                {"amendments": [(DAY, "one"), (DAY, None)]},
                InvalidValue,
                "amendments: 2026-06-05 occurs twice",
            ),
            ({"published": [(DAY, "")]}, InvalidValue, "published: '' names no bank holiday"),
            ({"published": [(DAY, None)]}, InvalidType, "published: None is not text"),
            ({"amendments": [(DAY, 3)]}, InvalidType, "amendments: 3 is not text"),
            ({"published": [("2026", "x")]}, InvalidType, "published: '2026' is text"),
            (
                {"published": [(date(2028, 1, 1), "x")]},
                DateOutsideCalendar,
                "published: 2028-01-01",
            ),
            (
                {"last": date(2327, 1, 1)},
                InvalidValue,
                "last: 2327-01-01 is more than 300 years after first, 20",
            ),
            ({"first": date.min, "last": date.max}, InvalidValue, "cover fewer years"),
            ({"amendments": [(date(2025, 1, 1), "x")]}, DateOutsideCalendar, "amendments: 2025-01"),
            ({"published": [DAY]}, InvalidType, "is not a collection of pairs"),
            ({"published": 3}, InvalidType, "calendar: 3 is not a collection of pairs"),
            ({"published": [(DAY, "x"), ("y", "x")]}, InvalidType, "that can be put in order"),
        ],
    )
    def test_refused(self, changes: dict[str, Any], error: type[Exception], message: str) -> None:
        """The message names the part and what is wrong with it."""
        with pytest.raises(error, match=message):
            make(**changes)


class TestThreads:
    """Any number of threads may ask, whoever is first, and none waits for another."""

    def test_asked_in_the_middle(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Who comes while days are added, as a signal handler may, is answered, and nothing is lost."""
        computed, last = projected, date(2027, 12, 31)
        expected = make().bank_holidays(first=DAY, last=last)
        calendar = make()
        inside: list[object] = []

        def interrupted(part: str, first: int, until: int) -> tuple[tuple[date, str], ...]:
            if not inside:
                inside.append(None)
                inside.append(calendar.bank_holidays(first=DAY, last=last))
            return computed(part, first, until)

        monkeypatch.setattr(_contents, "projected", interrupted)
        answered: list[object] = []
        thread = Thread(
            target=lambda: answered.append(calendar.bank_holidays(first=DAY, last=last)), daemon=True
        )
        thread.start()
        thread.join(30)
        assert answered == inside[1:] == [expected]

    def test_first_projected_question(self) -> None:
        """Many threads that ask the first question past the published days get one answer."""
        expected = england_and_wales().nth_working_day_after(date(2028, 12, 1), 500)
        for _ in range(20):
            fresh = copy.copy(england_and_wales())
            together = Barrier(12)

            def ask(fresh: WorkingDayCalendar = fresh, gate: Barrier = together) -> object:
                gate.wait()
                return (
                    fresh.nth_working_day_after(date(2028, 12, 1), 500),
                    fresh.working_days_between(after=date(2028, 12, 1), up_to=date(2060, 12, 31)),
                    fresh.why_not_working(date(2029, 1, 1)),
                    fresh.is_working_day(date(2060, 12, 31)),
                )

            with ThreadPoolExecutor(12) as threads:
                answers = {done.result() for done in [threads.submit(ask) for _ in range(12)]}
            assert len(answers) == 1
            assert next(iter(answers))[0] == expected  # type: ignore[index]


class TestMemory:
    """What is remembered is bounded."""

    def test_the_longest(self) -> None:
        """Three hundred years are covered, and no more: an index of every date there is would fill memory."""
        first, last = date(1800, 1, 1), date(2100, 12, 31)
        long = WorkingDayCalendar(name="long", first=first, last=last, published_through=last)
        assert long.working_days_between(after=first, up_to=last) == 78_527
        with pytest.raises(InvalidValue, match="last: 2101-01-01 is more than 300 years after first, 1800"):
            evolve(long, last=date(2101, 1, 1), published_through=date(2101, 1, 1))

    def test_projected_days(self) -> None:
        """Calendars without end do not make what is computed for them grow without end."""
        assert projected.cache_info().maxsize == 64


def test_a_watched_calendar_grows_with_the_one_it_watches() -> None:
    """Whichever of the two is asked first of a day that is projected, both know its bank holidays."""
    first, last = date(2060, 11, 1), date(2060, 12, 31)
    expected = pickle.loads(pickle.dumps(scotland())).bank_holidays(first=first, last=last)  # noqa: S301
    fresh = pickle.loads(pickle.dumps(scotland()))  # noqa: S301 - a copy, whose index is not grown
    watched = WatchedCalendar(fresh)
    assert watched.nth_working_day_after(date(2060, 10, 1), 60) == date(2060, 12, 29)
    assert fresh.bank_holidays(first=first, last=last) == expected != ()
    assert watched.bank_holidays(first=first, last=last) == expected
