"""What is exported, put into a real CalDAV server, changed, and put again: nothing is there twice."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from datetime import date
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

from sec_uep import UserRole, WorkingDays, planning
from sec_uep.export import ics
from tests.export.reading import by_uid, days, read_events, said
from tests.told import READY, TESTED, entry, event

if TYPE_CHECKING:
    from pathlib import Path

radicale = pytest.importorskip("radicale", reason="the CalDAV server is not installed here")

TODAY = date(2026, 9, 18)
LATER = date(2026, 9, 21)
TWO = entry(*READY, *TESTED[:3], "quality-gate 2026-10-06 passed", roles=("gas-supplier", "import-supplier"))

QUERY = """<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><C:calendar-data/></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter>
</C:calendar-query>"""
DATA = "{urn:ietf:params:xml:ns:caldav}calendar-data"


class Quiet(WSGIRequestHandler):
    """A handler that says nothing of what it answers."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Client:
    """What a calendar program does to a collection of its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        assert self.ask("MKCALENDAR") == (201, b"")

    def ask(
        self, method: str, name: str = "", body: bytes = b"", kind: str = "text/calendar"
    ) -> tuple[int, bytes]:
        """Return the status and the body of an answer."""
        whose = base64.b64encode(b"manager:secret").decode()
        headers = {"Authorization": f"Basic {whose}", "Content-Type": f"{kind}; charset=utf-8", "Depth": "1"}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, f"/manager/entry/{name}", body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def put(self, stored: dict[str, bytes]) -> list[int]:
        """Put one object for each UID, and return whether each was made (201) or replaced (204)."""
        return [self.ask("PUT", f"{uid}.ics", one)[0] for uid, one in stored.items()]

    def stored(self) -> list[bytes]:
        """Return the objects that a query for events finds."""
        status, body = self.ask("REPORT", body=QUERY.encode(), kind="application/xml")
        assert status == 207
        found = ET.fromstring(body).iter(DATA)  # noqa: S314 - our own server's
        return [(each.text or "").replace("\r\n", "\n").replace("\n", "\r\n").encode() for each in found]

    def whole(self) -> bytes:
        """Return the collection as one file."""
        return self.ask("GET")[1]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """Run a server on this machine, with a folder of its own."""
    configuration = radicale.config.load()
    settings = {
        "auth": {"type": "none"},
        "logging": {"level": "critical"},
        "storage": {"filesystem_folder": str(tmp_path), "_filesystem_fsync": "False"},
    }
    configuration.update(settings, "this test", privileged=True)
    server = make_server("127.0.0.1", 0, radicale.Application(configuration), handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Client(server.server_port)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_it_takes_what_it_is_given(client: Client) -> None:
    """The server reads each object with a library of its own, and answers with the same days and texts."""
    plan = planning.forwards(TWO, today=TODAY)
    made = ics.events(plan, remind=WorkingDays(2))
    assert client.put(made) == [201] * len(made)
    assert client.put(made) == [204] * len(made)
    found = client.stored()
    assert len(found) == len(made)
    for one in found:
        (each,) = read_events(one)
        (own,) = read_events(made[each["UID"]])
        assert days(each) == days(own)
        assert {name: said(value) for name, value in each.items()} == {
            name: said(value) for name, value in own.items()
        }


def test_a_later_export_updates_it(client: Client) -> None:
    """
    An event happened, a booking moved, and a User Role was given up.

    The collection is asked for what it has, and what is made of that is put: every object is replaced or is
    new, none is there twice, days have moved, and what fell away is cancelled.
    """
    first = ics.events(planning.forwards(TWO, today=TODAY))
    client.put(first)
    told = TWO.without_event(event("quality-gate 2026-10-06 passed"))
    told = told.with_event(event("quality-gate 2026-10-09 passed"))
    told = told.with_event(event("uept-receipt-confirmation 2026-09-21 gas-supplier"))
    plan = planning.forwards(evolve(told, roles={UserRole.GAS_SUPPLIER}), today=LATER)

    second = ics.events(plan, previous=client.whole())
    statuses = dict(zip(second, client.put(second), strict=True))
    assert {uid for uid, status in statuses.items() if status == 204} == first.keys()
    assert set(statuses.values()) <= {201, 204}

    found = [read_events(one)[0] for one in client.stored()]
    assert len({each["UID"] for each in found}) == len(found) == len(second)
    by_name = {said(each["SUMMARY"]): each for each in found}
    assert days(by_name["Done: Confirmation of receipt"])[0] == date(2026, 9, 21)
    gate = by_name["Quality Gate Review"]
    assert (days(gate)[0], gate["STATUS"], gate["SEQUENCE"]) == (date(2026, 10, 9), "CONFIRMED", "1")
    gone = {name for name, each in by_name.items() if each["STATUS"] == "CANCELLED"}
    assert "Quality Gate Review (Import Supplier)" in gone
    assert "Last day for the DCC: Confirmation of receipt (Gas Supplier)" in gone
    assert not any("Gas Supplier" in name for name in by_name.keys() - gone)

    third = ics.events(plan, previous=client.whole())
    assert third == second
    assert by_uid(ics.calendar(plan, previous=client.whole())).keys() == second.keys()
