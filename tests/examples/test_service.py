"""The service of the examples, over HTTP, on a real server that listens on this machine alone."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from email.message import Message
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from hypothesis import example, given, strategies as st

import sec_uep as uep
from sec_uep import Entry, wire
from sec_uep.deadlines import Deadline
from sec_uep.obligations import QUESTIONS
from sec_uep.planning import Plan
from sec_uep.strict_json import Limits
from tests.cases import EXAMPLES

MISSING = "what the service in examples/ needs (the dependency group `service`) is not installed here"
uvicorn = pytest.importorskip("uvicorn", reason=MISSING)
pytest.importorskip("fastapi", reason=MISSING)
service: Any = pytest.importorskip("examples.service")

ROOT = Path(__file__).parent.parent.parent
TODAY = date(2026, 11, 25)
LATE = ROOT / "examples" / "late-supplier.toml"
JSON = wire.dumps(uep.load(LATE)).encode()
TOML = {"Content-Type": "application/toml"}

#: The questions that a day alone answers.
DEADLINES: dict[str, Any] = {each.name: each for each in QUESTIONS if issubclass(each, Deadline)}


class Answered(NamedTuple):
    """What came back."""

    status: int
    headers: Message
    body: bytes

    @property
    def data(self) -> Any:  # noqa: ANN401 - plain data
        """The body as data."""
        return json.loads(self.body)

    @property
    def faults(self) -> list[tuple[Any, ...]]:
        """Where something is wrong, and what sort of thing."""
        assert self.status in {413, 422}
        assert all(each.keys() == {"loc", "msg", "type"} and each["msg"] for each in self.data["detail"])
        return [(*each["loc"], each["type"]) for each in self.data["detail"]]


class Client(NamedTuple):
    """Whoever asks the service that listens on a port."""

    port: int

    def __call__(
        self,
        path: str,
        body: Any = None,  # noqa: ANN401 - bytes, or parts of them
        headers: Mapping[str, str] | None = None,
        /,
        method: str = "POST",
        **query: object,
    ) -> Answered:
        """Ask, and wait for the answer."""
        target = f"{path}?{urlencode(query)}" if query else path
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, target, body, headers or {})
            answered = connection.getresponse()
            return Answered(answered.status, answered.headers, answered.read())

    def get(self, path: str, **query: object) -> Answered:
        """Ask for what is there."""
        return self(path, method="GET", **query)


@pytest.fixture(scope="module")
def receipts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file in which receipts are kept."""
    path: Path = tmp_path_factory.mktemp("service") / "receipts.sqlite"
    service.app.state.receipts = path
    return path


@pytest.fixture(scope="module")
def ask(receipts: Path) -> Iterator[Client]:
    """Start the service on a free port, and end it."""
    assert receipts.parent.exists()
    server = uvicorn.Server(uvicorn.Config(service.app, log_level="warning", lifespan="off", ws="none"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield Client(listening.getsockname()[1])
        server.should_exit = True
        thread.join()


class TestAnswers:
    """An answer is the library's own, byte for byte."""

    @pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
    def test_page(self, ask: Client, path: Path) -> None:
        """The page of each example, sent as it stands in its file and as JSON."""
        entry = uep.load(path)
        expected = wire.dumps(uep.report(entry, today=TODAY).data())
        headers = TOML if path.suffix == ".toml" else {}
        for answered in (
            ask("/pages", path.read_bytes(), headers, today=TODAY),
            ask("/pages", path.read_bytes(), {n: kind.upper() for n, kind in headers.items()}, today=TODAY),
            ask("/pages", wire.dumps(entry).encode(), today=TODAY),
        ):
            assert (answered.status, answered.body.decode()) == (200, expected)
            assert answered.headers["Content-Type"] == "application/json"

    def test_terms(self, ask: Client) -> None:
        """A target and others who act at once are passed on."""
        target = date(2027, 6, 1)
        answered = ask("/pages", JSON, today=TODAY, target=target, at_best="true")
        page = uep.report(uep.load(LATE), today=TODAY, target=target, at_best=True)
        assert answered.body.decode() == wire.dumps(page.data())

    def test_text(self, ask: Client) -> None:
        """A page as text."""
        answered = ask("/pages", JSON, today=TODAY, format="text")
        assert answered.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answered.body.decode() == uep.report(uep.load(LATE), today=TODAY).text()

    def test_html(self, ask: Client) -> None:
        """A page as the file that is sent on."""
        answered = ask("/pages", JSON, today=TODAY, format="html")
        assert answered.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answered.body.decode() == uep.report(uep.load(LATE), today=TODAY).html()

    def test_plan(self, ask: Client) -> None:
        """Forwards without a target; backwards from the entry's own, or from the one asked for before it."""
        entry, own, other = uep.load(LATE), date(2027, 6, 1), date(2027, 7, 1)
        planned: Plan = uep.planning.forwards(entry, today=TODAY)
        assert ask("/plans", JSON, today=TODAY).body.decode() == wire.dumps(planned)
        aimed = b'{"target": "2027-06-01", ' + JSON.lstrip()[1:]
        none: dict[str, Any] = {}
        for query, target in ((none, own), ({"target": other}, other)):
            planned = uep.planning.backwards(wire.loads(aimed, Entry), today=TODAY, target=target)
            assert ask("/plans", aimed, today=TODAY, **query).body.decode() == wire.dumps(planned)

    @pytest.mark.parametrize("name", DEADLINES)
    def test_deadline(self, ask: Client, name: str) -> None:
        """Each question that days alone answer."""
        days = dict.fromkeys(DEADLINES[name].asked_of, TODAY)
        answered = ask.get(f"/deadlines/{name}", **days)
        assert (answered.status, answered.body.decode()) == (200, wire.dumps(DEADLINES[name](**days)))

    def test_deadline_of_what_is_known(self, ask: Client) -> None:
        """A day that may be unknown may be left out."""
        answered = ask.get("/deadlines/credit_cover.credit_support_due", notice_received=TODAY)
        assert answered.data["day"] == "2026-11-30"  # three Working Days after a Wednesday

    def test_together(self, ask: Client) -> None:
        """Requests that are answered at the same time do not disturb each other."""
        bodies = [wire.dumps(uep.load(path)).encode() for path in EXAMPLES] * 4
        alone = [ask("/pages", body, today=TODAY).body for body in bodies]
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(lambda body: ask("/pages", body, today=TODAY).body, bodies)) == alone


CONTRADICTORY = b"""{"party": {}, "roles": ["other-user"], "events": [
    {"step": "uept", "day": "2026-03-02"}, {"step": "uept", "day": "2026-03-02", "role": "gas-supplier"}
]}"""

#: Bodies that are refused, and where each is at fault.
REFUSED: Mapping[str, tuple[bytes, list[tuple[Any, ...]]]] = {
    "empty": (b"", [("body", "syntax")]),
    "no JSON": (b"roles = []", [("body", "syntax")]),
    "no UTF-8": (b"\xff\xfe{\x00}\x00", [("body", "encoding")]),
    "a list": (b"[]", [("body", "type")]),
    "deep": (b"[" * 9_000 + b"]" * 9_000, [("body", "depth")]),
    "many items": (b'{"party": {}, "events": [' + b"0," * 1_000 + b"0]}", [("body", "events", "size")]),
    "NaN": (b'{"party": NaN}', [("body", "party", "syntax")]),
    "a huge number": (b'{"party": {}, "target": ' + b"9" * 5_000 + b"}", [("body", "target", "syntax")]),
    "half of a character": (
        b'{"party": {}, "roles": ["\\ud800"], "\\udfff": 1}',
        [("body", "roles", 0, "syntax"), ("body", "\\udfff", "syntax")],
    ),
    "nothing": (b"{}", [("body", "party", "missing")]),
    "a day": (
        b'{"party": {}, "events": [{"step": "srept", "day": "27/03/2026"}]}',
        [("body", "events", 0, "day", "date")],
    ),
    "several": (
        b'{"party": {"sec_party_since": true}, "roles": "other-user", "estimates": {"uept": 3}, "x": 1}',
        [
            ("body", "party", "sec_party_since", "date"),
            ("body", "roles", "type"),
            ("body", "estimates", "uept", "period"),
            ("body", "x", "unknown-key"),
        ],
    ),
    "a contradiction": (CONTRADICTORY, [("body", "events", 1, "contradiction")]),
}


GUIDE = (ROOT / "docs" / "guide" / "service.md").read_text(encoding="utf-8")


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return an entry in which one to three things are not as they were."""
    data: dict[str, Any] = json.loads(draw(st.sampled_from(ENTRIES)))
    for _ in range(draw(st.integers(1, 3))):
        inside: Any = data
        while True:
            keys = list(range(len(inside))) if isinstance(inside, list) else list(inside)
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if not isinstance(inside[key], (dict, list)) or draw(st.booleans()):
                inside[key] = draw(VALUES)
                break
            inside = inside[key]
    return json.dumps(data).encode()


ENTRIES = [wire.dumps(uep.load(path)) for path in EXAMPLES]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**70), 10**70)
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(
        ["2026-02-30", "0001-01-01", "9999-12-31", "\ud800", "uept", "9000000 weeks", "3 weeks"]
    ),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=6), inside, max_size=3),
    max_leaves=5,
)
ENDPOINTS = st.sampled_from(["/pages", "/plans", "/receipts"])


class TestRefusals:
    """What cannot be answered is refused with its place: never an error of the server."""

    @pytest.mark.parametrize("name", REFUSED)
    def test_body(self, ask: Client, name: str) -> None:
        """Every fault of a body, wherever it is sent."""
        body, faults = REFUSED[name]
        for path in ("/pages", "/plans", "/receipts"):
            answered = ask(path, body, today=TODAY)
            assert (answered.status, answered.faults) == (422, faults)

    def test_in_the_guide(self, ask: Client) -> None:
        """What the guide shows of a body and its answer is what is answered."""
        body, answer = re.findall("```json\n(.*?)```", GUIDE, re.DOTALL)
        assert ask("/pages", body.encode(), today=TODAY).data == json.loads(answer)

    def test_how_large(self, ask: Client) -> None:
        """As much is read as the library reads, and a byte more is too much; so are too many values."""
        full = JSON.ljust(Limits().size)
        assert ask("/pages", full, today=TODAY).status == 200
        values = b"[" + b"[0,0,0]," * 4_000 + b"0]"
        for body in (full + b" ", iter([full, b" "]), iter([b"x" * 30_000] * 3), values):
            answered = ask("/pages", body, today=TODAY)
            assert (answered.status, answered.faults) == (413, [("body", "size")])

    @pytest.mark.parametrize(("sizes", "read"), [([40_000, 25_536], 65_536), ([40_000] * 9, 80_000)])
    def test_in_parts(self, sizes: list[int], read: int) -> None:
        """All parts are read, but none after the one with which it is too much."""
        coming = [b" " * size for size in sizes]

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": coming.pop(0), "more_body": bool(coming)}

        assert len(asyncio.run(service.content(service.Request({"type": "http"}, receive)))) == read

    @given(path=ENDPOINTS, body=st.binary() | VALUES.map(json.dumps).map(str.encode))
    @example(path="/pages", body=b'{"party":{"name":"\\u0000\\u2028"}}')
    def test_any_body(self, ask: Client, path: str, body: bytes) -> None:
        """Whatever is sent."""
        answered = ask(path, body, today=TODAY)
        assert answered.status in {200, 201} or {each[0] for each in answered.faults} == {"body"}

    @given(path=ENDPOINTS, body=damaged())
    def test_an_entry_that_is_damaged(self, ask: Client, path: str, body: bytes) -> None:
        """Each fault is where something is: all but the last part of its place leads into what was sent."""
        answered = ask(path, body, today=TODAY)
        if answered.status in {200, 201}:
            return
        for where, *places, _code in answered.faults:
            found = json.loads(body)
            assert where == "body"
            for part in places[:-1]:
                found = found[part]

    @pytest.mark.parametrize(
        ("query", "faults"),
        [
            ({}, [("query", "today", "missing")]),
            ({"today": "2026-02-30"}, [("query", "today", "date")]),
            ({"today": "20261125"}, [("query", "today", "date")]),
            ({"today": "0"}, [("query", "today", "date")]),
            ({"today": "\u0662\u0660\u0662\u0666-11-25"}, [("query", "today", "date")]),
            ({"today": TODAY, "target": ""}, [("query", "target", "date")]),
            ({"today": TODAY, "at_best": "perhaps"}, [("query", "at_best", "bool_parsing")]),
            ({"today": TODAY, "taget": TODAY}, [("query", "taget", "extra_forbidden")]),
        ],
    )
    def test_query(self, ask: Client, query: dict[str, Any], faults: list[tuple[Any, ...]]) -> None:
        """A parameter that is missing, wrong or not known; no number is taken for a date."""
        assert ask("/pages", JSON, **query).faults == faults

    @given(st.text(max_size=12), st.text(max_size=12))
    def test_any_query(self, ask: Client, today: str, target: str) -> None:
        """Whatever is asked."""
        for path in ("/pages", "/plans", "/receipts"):
            query = urlencode({"today": today, "target": target}, errors="surrogatepass")
            answered = ask(f"{path}?{query}", JSON)
            assert {each[:2] for each in answered.faults} <= {("query", "today"), ("query", "target")}

    @pytest.mark.parametrize("day", [date.min, date(2010, 12, 31), date(2061, 1, 1), date.max])
    def test_outside_the_calendar(self, ask: Client, day: date) -> None:
        """It is the parameter that is wrong."""
        for path in ("/pages", "/plans", "/receipts"):
            assert ask(path, JSON, today=day).faults == [("query", "today", "range")]
            assert ask(path, JSON, today=TODAY, target=day).faults == [("query", "target", "range")]

    def test_counts_beyond_the_calendar(self, ask: Client) -> None:
        """Where the day itself is inside, a page says so; there is no plan."""
        assert ask("/pages", JSON, today="2060-12-31").data["refusal"]
        assert ask("/plans", JSON, today="2060-12-31").faults == [("body", "value")]

    def test_given_twice(self, ask: Client) -> None:
        """Which of the two is meant cannot be told, even if they are the same."""
        twice = f"today={TODAY}&today={TODAY}&target={TODAY}"
        assert ask(f"/pages?{twice}", JSON).faults == [("query", "today", "repeated")]

    def test_nothing_to_plan(self, ask: Client) -> None:
        """An entry without a User Role, or with an estimate that no date holds; where, is said."""
        assert ask("/plans", b'{"party": {}}', today=TODAY).faults == [("body", "roles", "value")]
        long = b'{"party": {}, "roles": ["other-user"], "estimates": {"uept": "99999 months"}}'
        assert ask("/plans", long, today=TODAY).faults == [("body", "estimates", "uept", "value")]

    def test_too_much_for_a_receipt(self, ask: Client) -> None:
        """Such an answer is not kept, and it is not said to be a part of the body."""
        name = "x" * 60_000
        body = wire.dumps(Entry(party=uep.Party(name=name), roles={uep.UserRole.OTHER_USER})).encode()
        assert ask("/receipts", body, today=TODAY).faults == [("body", "value")]

    def test_deadline(self, ask: Client) -> None:
        """A day that is missing, unknown where it is needed, of another question, or outside the calendar."""
        start = "/deadlines/entry_process_testing.earliest_start"
        assert ask.get(start).faults == [("query", "notice_given", "missing")]
        assert ask.get(start, notice_given="soon").faults == [("query", "notice_given", "date")]
        assert ask.get(start, notice_given=TODAY, start=TODAY).faults == [
            ("query", "start", "extra_forbidden")
        ]
        assert ask.get(start, notice_given=date.max).faults == [("query", "notice_given", "range")]
        assert ask.get(start, notice_given="2060-12-31").faults == [("query", "value")]
        (fault,) = ask.get("/deadlines/credit_cover.credit_support_due", notice_given=TODAY).faults
        assert fault == ("query", "notice_received", "value")
        assert ask.get("/deadlines/table_1.determine").status == 404


def kept(ask: Client, of: str = "page") -> str:
    """Have a receipt kept, and return its id."""
    answered = ask("/receipts", JSON, today=TODAY, of=of)
    assert answered.status == 201
    assert answered.headers["Location"] == f"/receipts/{answered.data['id']}"
    return str(answered.data["id"])


class TestReceipts:
    """A receipt is kept as it was written, and can be verified later."""

    @pytest.mark.parametrize("of", ["page", "plan"])
    def test_kept(self, ask: Client, of: str) -> None:
        """What comes back is the library's receipt; its id is its digest, and the same on another day."""
        entry = uep.load(LATE)
        answer = {
            "page": uep.report(entry, today=TODAY),
            "plan": uep.planning.forwards(entry, today=TODAY),
        }[of]
        id_ = kept(ask, of=of)
        text = ask.get(f"/receipts/{id_}").body
        assert text.decode() == str(uep.receipt(answer))
        assert sha256(text).hexdigest() == id_ == kept(ask, of=of)
        assert ask(f"/receipts/{id_}/verify").data == {"holds": True, "drifts": [], "faults": []}

    def test_after_a_restart(self, ask: Client, receipts: Path) -> None:
        """Another process, started as the guide says, verifies it: all that the two share is the file."""
        id_ = kept(ask)
        command = [sys.executable, "-m", "uvicorn", "examples.service:app", "--port", "0"]
        later = {**os.environ, "SEC_UEP_RECEIPTS": str(receipts)}
        with subprocess.Popen(command, cwd=ROOT, env=later, stderr=subprocess.PIPE, text=True) as process:
            try:
                assert process.stderr
                said = next(line for line in process.stderr if "running on" in line)
                (port,) = re.findall(r"http://127\.0\.0\.1:(\d+)", said)
                assert Client(int(port))(f"/receipts/{id_}/verify").data["holds"] is True
            finally:
                process.terminate()

    @pytest.mark.parametrize("id_", ["0" * 64, "x", "'; DROP TABLE receipts; --", "\0", "\u00e9", "a/b"])
    def test_unknown(self, ask: Client, id_: str) -> None:
        """What is not kept is not found."""
        path = urlencode({"": id_})[1:].replace("+", "%20")
        assert ask.get(f"/receipts/{path}").status == 404
        assert ask(f"/receipts/{path}/verify").status == 404

    @pytest.mark.parametrize("edited", [b'"finish":"2027-03-01"', b"\xff", b""])
    def test_edited(self, ask: Client, receipts: Path, edited: bytes) -> None:
        """What was edited in the file is no longer what its id is the digest of."""
        id_ = kept(ask, of="plan")
        text = ask.get(f"/receipts/{id_}").body
        with replaced(receipts, id_, text.replace(b'"finish":"2027-03-02"', edited), id_):
            found = ask(f"/receipts/{id_}/verify").data
        assert (found["holds"], found["drifts"]) == (False, [])
        assert [(*each["loc"], each["type"]) for each in found["faults"]] == [("receipt", "seal")]

    def test_edited_with_its_id(self, ask: Client, receipts: Path) -> None:
        """Whoever changes the id too is found out by the seal, and whoever renews the seal by the answer."""
        id_ = kept(ask, of="page")
        text = ask.get(f"/receipts/{id_}").body
        data = json.loads(text)
        data["answer"]["certainty"] = "projected"
        without_seal = json.dumps(data).encode()
        answer = json.dumps(data["answer"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        data["seals"]["answer"] = sha256(answer.encode()).hexdigest()[:16]
        with_seal = json.dumps(data).encode()
        for edited, is_sealed in ((without_seal, False), (with_seal, True), (b"{}", False)):
            other = sha256(edited).hexdigest()
            with replaced(receipts, id_, edited, other):
                found = ask(f"/receipts/{other}/verify").data
            assert found["holds"] is False
            assert bool(found["drifts"]) is is_sealed
            assert bool(found["faults"]) is not is_sealed
            assert ask(f"/receipts/{id_}/verify").data["holds"] is True


@contextmanager
def replaced(path: Path, id_: str, text: bytes, other: str) -> Iterator[None]:
    """Keep another text in the place of a receipt, under the *other* id, as long as this lasts."""
    change = "UPDATE receipts SET id = ?, text = ? WHERE id = ?"
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        ((was,),) = file.execute("SELECT text FROM receipts WHERE id = ?", (id_,))
        file.execute(change, (other, text, id_))
        try:
            yield
        finally:
            file.execute(change, (id_, was, other))


def references(found: Any) -> Iterator[str]:  # noqa: ANN401 - plain data
    """Yield every reference in a description."""
    for key, each in found.items() if isinstance(found, dict) else enumerate(found):
        if key == "$ref":
            yield each
        elif isinstance(each, (dict, list)):
            yield from references(each)


class TestDescription:
    """OpenAPI has the library's own schemas, and every endpoint."""

    @pytest.fixture
    def document(self, ask: Client) -> Any:  # noqa: ANN401 - plain data
        """The description."""
        return ask.get("/openapi.json").data

    def test_endpoints(self, document: Any) -> None:  # noqa: ANN401 - plain data
        """Each has its answer; each that takes an entry says what that is and that it may be refused."""
        assert document["openapi"].startswith("3.1")
        assert set(document["paths"]) == {
            "/pages",
            "/plans",
            "/receipts",
            "/receipts/{id_}",
            "/receipts/{id_}/verify",
            *(f"/deadlines/{name}" for name in DEADLINES),
        }
        named = {path.replace("{id_}", "{id}") for path in document["paths"] if "deadlines" not in path}
        assert named | {"/deadlines/{question}"} == set(re.findall(r"^\| `\w+ (\S+)`", GUIDE, re.MULTILINE))
        for path, answer in (("/pages", "Page"), ("/plans", "Plan"), ("/receipts", "Kept")):
            said = document["paths"][path]["post"]
            body = said["requestBody"]["content"]["application/json"]["schema"]
            assert body == {"$ref": "#/components/schemas/Entry"}
            done = said["responses"]["201" if answer == "Kept" else "200"]
            assert done["content"]["application/json"]["schema"]["$ref"].endswith(answer)
            assert {"413", "422"} <= set(said["responses"])
            assert "404" not in said["responses"]
            assert {each["name"] for each in said["parameters"] if each["required"]} == {"today"}
        for path, verb in (("/receipts/{id_}", "get"), ("/receipts/{id_}/verify", "post")):
            assert "404" in document["paths"][path][verb]["responses"]

    def test_references(self, document: Any) -> None:  # noqa: ANN401 - plain data
        """Each leads to something, and the parts of one schema are not taken for those of another."""
        schemas = document["components"]["schemas"]
        for each in references(document):
            assert each.removeprefix("#/components/schemas/") in schemas
        for name in ("Entry", "Page", "Plan", "Receipt", "Deadline"):
            parts = [each for part, each in schemas.items() if part.startswith(f"{name}.")]
            inside = references([schemas[name], *parts])
            assert all(each.startswith(f"#/components/schemas/{name}.") for each in inside)
            assert schemas[name].get("$id") is None

    def test_what_is_sent(self, ask: Client) -> None:
        """The description fits what is sent and what comes back, each example's."""
        jsonschema = pytest.importorskip("jsonschema", reason="what checks a schema is not installed here")
        document = ask.get("/openapi.json").data

        def fits(name: str, answered: bytes) -> None:
            schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
            jsonschema.Draft202012Validator(schema).validate(json.loads(answered))

        for path in EXAMPLES:
            body = wire.dumps(uep.load(path)).encode()
            fits("Entry", body)
            fits("Page", ask("/pages", body, today=TODAY).body)
        fits("Plan", ask("/plans", JSON, today=TODAY).body)
        fits("Receipt", ask.get(f"/receipts/{kept(ask)}").body)
        fits("Kept", ask("/receipts", JSON, today=TODAY).body)
        fits("Verified", ask(f"/receipts/{kept(ask)}/verify").body)
        for name, kind in DEADLINES.items():
            fits("Deadline", ask.get(f"/deadlines/{name}", **dict.fromkeys(kind.asked_of, TODAY)).body)
        fits("HTTPValidationError", ask("/pages", b"{}", today=TODAY).body)

    def test_page_for_people(self, ask: Client) -> None:
        """A person can look at it."""
        assert ask.get("/docs").status == 200
