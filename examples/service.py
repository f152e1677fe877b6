"""
A service: an entry in, its page, its plan or a receipt out.

    uvicorn examples.service:app        # then see http://127.0.0.1:8000/docs

It decides nothing: it reads a body with `wire.loads`, asks the library, writes the answer with `wire.dumps`.
What is refused comes back as 422, each fault with its place. There is no clock: every request says which day
is today. Receipts are kept in a file of SQLite, which the variable SEC_UEP_RECEIPTS names.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Annotated, Any, Literal

import attrs
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

import sec_uep as uep
from sec_uep import wire
from sec_uep.calendar import england_and_wales
from sec_uep.errors import Fault, MalformedData, SecUepError
from sec_uep.obligations import QUESTIONS
from sec_uep.page import Page
from sec_uep.planning import Plan, backwards, forwards
from sec_uep.receipts import Receipt
from sec_uep.strict_json import Limits


def once(request: Request) -> None:
    """Refuse a parameter that is given twice: which of the two is meant, nobody can tell."""
    names = [name for name, _ in request.query_params.multi_items()]
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        say = "is given twice; give it once"
        raise RequestValidationError(
            [{"loc": ("query", name), "msg": say, "type": "repeated"} for name in twice]
        )


app = FastAPI(
    title="DCC User Entry Process",
    version=uep.__version__,
    description="Not legal advice.",
    dependencies=[Depends(once)],
)
app.state.receipts = os.environ.get("SEC_UEP_RECEIPTS", "receipts.sqlite")

#: What the bodies are, by the names that the description of the service (OpenAPI) gives them.
BODIES: Mapping[str, type[Any]] = {
    "Entry": uep.Entry,
    "Page": Page,
    "Plan": Plan,
    "Receipt": Receipt,
    "Deadline": uep.Deadline,
}


# --- What is asked ------------------------------------------------------------------------


def _day(text: object) -> date:
    """Return the day that is written as 2026-03-27; pydantic would take a number of seconds for one too."""
    try:
        day = re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", str(text)) and date.fromisoformat(str(text))
    except ValueError:
        day = None  # such as 30 February: refused like any other text
    if not day:
        raise PydanticCustomError("date", "is not a date; write one as 2026-03-27")
    calendar = england_and_wales()
    if not calendar.first <= day <= calendar.last:
        said = {"first": str(calendar.first), "last": str(calendar.last)}
        raise PydanticCustomError("range", "is outside the calendar, which covers {first} to {last}", said)
    return day


Day = Annotated[date, BeforeValidator(_day)]


class Asked(BaseModel):
    """What is asked of the entry in the body; a parameter that is not known here is refused."""

    model_config = ConfigDict(extra="forbid")
    today: Day = Field(description="The day at the end of which it is asked; the service has no clock.")
    target: Day | None = Field(None, description="The day by which to be a User, instead of the entry's own.")
    at_best: bool = Field(default=False, description="Whether others act at once, not at their time limits.")

    def page(self, entry: uep.Entry) -> Page:
        """Return the page of *entry*."""
        return uep.report(entry, today=self.today, target=self.target, at_best=self.at_best)

    def plan(self, entry: uep.Entry) -> Plan:
        """Return the plan of *entry*: backwards from a target where there is one."""
        if (target := self.target or entry.target) is None:
            return forwards(entry, today=self.today, at_best=self.at_best)
        return backwards(entry, target=target, today=self.today, at_best=self.at_best)


class AskedOfPage(Asked):
    """The same, and how the page is set."""

    format: Literal["json", "text", "html"] = "json"


class AskedOfReceipt(Asked):
    """The same, and of which answer the receipt is."""

    of: Literal["page", "plan"] = "page"


async def content(request: Request) -> bytes:
    """Return the body, read no further than shows that it is too large."""
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > Limits().size:
            break
    return bytes(read)


def entry_of(request: Request, content: Annotated[bytes, Depends(content)]) -> uep.Entry:
    """Return the entry in the body, which is JSON unless it is said to be TOML."""
    is_toml = request.headers.get("Content-Type", "").lower().startswith("application/toml")
    return wire.loads(content, uep.Entry, "toml" if is_toml else "json", source="body")


Entry = Annotated[uep.Entry, Depends(entry_of)]


# --- What is refused ----------------------------------------------------------------------


def _json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(wire.dumps(value), status, headers, "application/json")


def _details(error: SecUepError, where: str) -> list[dict[str, Any]]:
    """Return what was wrong as FastAPI says it: the place, in words, and the kind."""
    field = getattr(error, "field", "")
    path = field.split(".") if field and field != "answer" else ()
    faults = error.faults if isinstance(error, MalformedData) else (Fault(path, str(error)),)
    return [{"loc": [where, *each.path], "msg": each.message, "type": each.code} for each in faults]


def _refused(details: list[dict[str, Any]], status: int = 422) -> Response:
    return JSONResponse({"detail": details}, status)


@app.exception_handler(SecUepError)
def refused(request: Request, error: SecUepError) -> Response:
    """Answer 422, or 413 where the body as a whole is too large."""
    details = _details(error, "query" if request.method == "GET" else "body")
    is_too_large = [(each["loc"], each["type"]) for each in details] == [(["body"], "size")]
    return _refused(details, 413 if is_too_large else 422)


@app.exception_handler(RequestValidationError)
def refused_parameter(_: Request, error: RequestValidationError) -> Response:
    """Answer 422 in the same form for a parameter."""
    return _refused([{key: each[key] for key in ("loc", "msg", "type")} for each in error.errors()])


# --- What is answered ---------------------------------------------------------------------


def _schema(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _text(kind: str) -> dict[str, Any]:
    return {kind: {"schema": {"type": "string"}}}


#: The body of a request, and the answer where it is too large, as OpenAPI says it.
_BODY = {"requestBody": {"required": True, "content": _schema("Entry") | _text("application/toml")}}
_TOO_LARGE: dict[int | str, dict[str, Any]] = {413: {"description": "The body is too large"}}
_NOT_KEPT: dict[int | str, dict[str, Any]] = {404: {"description": "No receipt is kept under this id"}}


def _answer(content: dict[str, Any], status: int = 200) -> dict[int | str, dict[str, Any]]:
    return {status: {"content": content}}


@app.post(
    "/pages",
    openapi_extra=_BODY,
    responses=_TOO_LARGE | _answer(_schema("Page") | _text("text/plain") | _text("text/html")),
)
def pages(entry: Entry, asked: Annotated[AskedOfPage, Query()]) -> Response:
    """Return the page of an entry: what must be done, by when, why, and how sure that is."""
    page = asked.page(entry)
    match asked.format:
        case "json":
            return _json(page.data())
        case "text":
            return Response(page.text(), media_type="text/plain")
        case "html":
            return Response(page.html(), media_type="text/html")


@app.post("/plans", openapi_extra=_BODY, responses=_TOO_LARGE | _answer(_schema("Plan")))
def plans(entry: Entry, asked: Annotated[Asked, Query()]) -> Response:
    """Return the plan of an entry: each step with the first and the last day on which it can be taken."""
    return _json(asked.plan(entry))


@app.post(
    "/receipts", status_code=201, openapi_extra=_BODY, responses=_TOO_LARGE | _answer(_schema("Kept"), 201)
)
def receipts(entry: Entry, asked: Annotated[AskedOfReceipt, Query()]) -> Response:
    """Keep a receipt of the page or the plan of an entry; the same answer has the same id."""
    text = str(uep.receipt(asked.page(entry) if asked.of == "page" else asked.plan(entry))).encode()
    id_ = sha256(text).hexdigest()
    with _receipts() as kept:
        kept.execute("INSERT OR IGNORE INTO receipts VALUES (?, ?)", (id_, text))
    return _json({"id": id_}, 201, {"Location": f"/receipts/{id_}"})


@app.get("/receipts/{id_}", responses=_NOT_KEPT | _answer(_schema("Receipt")))
def kept_receipt(id_: str) -> Response:
    """Return a receipt as it was written."""
    return Response(_kept(id_), media_type="application/json")


@app.post("/receipts/{id_}/verify", responses=_NOT_KEPT | _answer(_schema("Verified")))
def verify(id_: str) -> Response:
    """Ask the question of a receipt again, and say whether the answer is the same, or what drifted."""
    text = _kept(id_)
    if sha256(text).hexdigest() != id_:
        message = "is not the receipt that was kept under this id; restore it"
        return _verified(faults=[{"loc": ["receipt"], "msg": message, "type": "seal"}])
    try:
        found = uep.verify(text)
    except SecUepError as error:
        return _verified(faults=_details(error, "receipt"))
    return _verified(holds=bool(found), drifts=wire.plain(found.drifts))


def _verified(*, holds: bool = False, drifts: object = (), faults: object = ()) -> Response:
    return _json({"holds": holds, "drifts": drifts, "faults": faults})


@contextmanager
def _receipts() -> Iterator[sqlite3.Connection]:
    """Open the file of receipts, anew in each thread, and keep what was written."""
    with closing(sqlite3.connect(app.state.receipts)) as file, file:
        file.execute("CREATE TABLE IF NOT EXISTS receipts (id TEXT PRIMARY KEY, text BLOB NOT NULL)")
        yield file


def _kept(id_: str) -> bytes:
    with _receipts() as kept:
        found = kept.execute("SELECT CAST(text AS BLOB) FROM receipts WHERE id = ?", (id_,)).fetchone()
    if found is None:
        raise HTTPException(404, "no receipt is kept under this id")
    text: bytes = found[0]
    return text


# --- One deadline -------------------------------------------------------------------------


def _offer(kind: Any) -> None:  # noqa: ANN401 - a question whose answer is a day, and is asked of days
    """Offer a question as an endpoint of its own, with a parameter for each day that it is asked of."""
    needed = {name: attrs.fields_dict(kind)[name].default is attrs.NOTHING for name in kind.asked_of}
    days: Any = {name: (Day, ...) if needed[name] else (Day | None, None) for name in needed}
    model = create_model("Days", __config__=ConfigDict(extra="forbid"), **days)

    def deadline(asked: BaseModel) -> Response:
        return _json(kind(**asked.model_dump(exclude_none=True)))

    deadline.__annotations__["asked"] = Annotated[model, Query()]
    app.get(f"/deadlines/{kind.name}", summary=f"The {kind.asks}", responses=_answer(_schema("Deadline")))(
        deadline
    )


for _kind in QUESTIONS:
    if issubclass(_kind, uep.Deadline):
        _offer(_kind)


# --- How it is described ------------------------------------------------------------------


@cache
def openapi() -> dict[str, Any]:
    """Return the description of the service; what an entry and the answers look like is the library's own."""
    document: dict[str, Any] = FastAPI.openapi(app)
    schemas = document["components"]["schemas"]
    schemas["Kept"] = _object(id={"type": "string"})
    lists = {name: {"type": "array", "items": {"type": "object"}} for name in ("drifts", "faults")}
    schemas["Verified"] = _object(holds={"type": "boolean"}, **lists)
    for name, body in BODIES.items():
        # Its parts stand beside it, where every tool finds them; an id of its own would hide them.
        text = json.dumps(wire.schema(body)).replace('"#/$defs/', f'"#/components/schemas/{name}.')
        schema = json.loads(text)
        parts = schema.pop("$defs", {})
        del schema["$id"]
        schemas |= {name: schema} | {f"{name}.{part}": each for part, each in parts.items()}
    return document


def _object(**properties: object) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI documents it
