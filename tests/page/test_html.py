"""The page as one HTML file: it says what the text says, loads nothing, and can be read by anybody."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sec_uep as uep
from sec_uep import citations
from sec_uep.citations import Document
from sec_uep.errors import InvalidType, UnknownName
from sec_uep.obligations import RULES
from sec_uep.page._sections import Entries, Sheet, Table
from sec_uep.readings import REGISTER
from tests.cases import ASKED_ON
from tests.page.pages import page_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sec_uep.page import Page

EXAMPLES = sorted((Path(__file__).parent.parent.parent / "examples").glob("*.[jt]*"))
VOID = {"meta"}
URLS = {each.url for each in vars(citations).values() if isinstance(each, Document) and each.url}


class Read(HTMLParser):
    """A file as a browser reads it: its elements in order, and the text outside pictures."""

    def __init__(self, text: str) -> None:
        """Read *text*; an element that is not closed is a fault."""
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
            self.texts.append(" " if tag in {"p", "dt", "dd", "li", "td", "th", "h1", "h2", "title"} else "")

    def handle_endtag(self, tag: str) -> None:
        """Close the one that is open."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep text, but for the picture, which has tests of its own, and the style."""
        if not {"figure", "style"} & set(self.open):
            self.texts.append(data)

    @property
    def text(self) -> str:
        """The text, with one space where there are several."""
        return " ".join("".join(self.texts).split())

    def all(self, *tags: str) -> list[dict[str, str]]:
        """Return the attributes of each element with one of the *tags*."""
        return [attributes for tag, attributes in self.elements if tag in tags]


@cache
def read(name: str, *, full: bool = False) -> Read:
    """Return the page of a case, read."""
    return Read(page_of(name).html(full=full))


def said(page: Page, *, full: bool) -> Iterator[str]:
    """Yield each text that stands on the page, as it is before it is set."""
    sheet = Sheet(page, full=full)
    for block in sheet.answer:
        yield block.label
        yield from block.sentences
    for section in sheet.sections():
        yield section.title
        for part in section.parts:
            if isinstance(part, str):
                yield part
            elif isinstance(part, Table):
                yield from part.head
                yield from (cell for row in part.rows for cell in row)
            else:
                assert isinstance(part, Entries)
                yield part.title
                yield from (text for label, text in part.rows)
                yield from (label for label, _ in part.rows if label not in "-?")


def flat(text: str) -> str:
    """Return *text* with one space where there are several."""
    return " ".join(text.split())


class TestItSaysWhatTheTextSays:
    """No more and no less: the HTML is the same page, set otherwise."""

    @pytest.mark.parametrize("full", [False, True])
    @pytest.mark.parametrize("name", ASKED_ON)
    def test_all_of_the_text_is_there(self, name: str, *, full: bool) -> None:
        """Every sentence, every label and every cell."""
        text = read(name, full=full).text
        assert [each for each in said(page_of(name), full=full) if flat(each) not in text] == []

    @pytest.mark.parametrize("full", [False, True])
    @pytest.mark.parametrize("name", ASKED_ON)
    def test_nothing_else_is_there(self, name: str, *, full: bool) -> None:
        """What is left, when what the text says is taken away, is the words of rules and readings."""
        page = page_of(name)
        left = read(name, full=full).text
        words = [f"{each.statement} [{each.citation}]" for each in RULES]
        words += [each.id for each in RULES]
        for id_, reading in REGISTER.items():
            words += [id_, f"{reading.question} Here: {reading.choices[page.chosen[id_]]}."]
            words += [f"{reading.reason} [{reading.citation}]"]
        heading = Sheet(page).heading(1000)
        texts = {*map(flat, said(page, full=full)), *words, heading, "Rules named", "Readings named"}
        for each in sorted(texts, key=len, reverse=True):
            left = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", "", left) if each else left
        assert left.split() == []

    def test_the_text_of_the_text_page(self) -> None:
        """As it is printed, below the answer, which the text has shortened: each of its words is there."""
        for name in ("late", "severn", "e10-multi-role"):
            page = page_of(name)
            below = page.text(full=True).removeprefix(page.summary).replace("-\n", "\n")
            missing = {*re.findall(r"\w+", below)} - {*re.findall(r"\w+", read(name, full=True).text)}
            assert {each for each in missing if not each.isupper()} == set()

    def test_what_is_asked_for(self) -> None:
        """The schedule first where it leads, and a remark before anything else."""
        page = page_of("late")
        text = Read(page.html(lead="schedule", remark="As of a day.")).text
        assert text.index("Schedule") < text.index("What to do")
        assert text.index("Note As of a day.") < text.index("Must it?")
        with pytest.raises(UnknownName, match="lead"):
            page.html(lead="first")
        with pytest.raises(InvalidType, match="remark"):
            page.html(remark=1)  # type: ignore[arg-type]

    def test_the_picture(self) -> None:
        """There is one where there is a plan to be drawn."""
        assert len(read("late").all("figure")) == 1
        assert read("x-domestic-only").all("figure") == []
        assert read("x-already-user").all("figure") == []


class TestLinks:
    """Each id that is named leads to its words in the same file, and from there to the source."""

    @pytest.mark.parametrize("name", ASKED_ON)
    def test_each_link_leads_somewhere(self, name: str) -> None:
        """To an id of the file, or to a document that is cited; and each id is there once."""
        made = read(name)
        ids = [attributes["id"] for _, attributes in made.elements if "id" in attributes]
        assert len(ids) == len(set(ids))
        for link in made.all("a"):
            inside, target = link["href"].startswith("#"), link["href"].removeprefix("#")
            assert target in (ids if inside else URLS)

    def test_each_rule_that_is_named_has_its_words(self) -> None:
        """With where it is written, and every source of it."""
        made, page = read("late"), page_of("late")
        named = set(re.findall(r"\b[A-Z]{2}-[0-9]{2}\b", " ".join(said(page, full=False))))
        assert {"TE-01", "SA-02", "EX-07", "RD-02"} <= named
        known = {each.id for each in RULES} | set(REGISTER)
        targets = {attributes.get("id") for attributes in made.all("dt")} - {None}
        assert targets == named & known
        for rule in RULES:
            assert (f"{rule.statement} [{rule.citation}]" in made.text) == (rule.id in targets)
        assert len([each for each in made.all("a") if each["href"] == "#TE-01"]) > 1

    def test_a_public_page_is_a_link(self) -> None:
        """That of a newsletter, as EX-07 cites it."""
        hrefs = {each["href"] for each in read("late").all("a")}
        assert citations.NON_DOMESTIC_RESPONSE.url in hrefs
        assert citations.NEWSLETTER_MAY_2017.url in hrefs


class TestForAnybody:
    """It stands alone, and a browser, a printer and a screen reader can do with it."""

    @pytest.mark.parametrize("name", ASKED_ON)
    def test_it_stands_alone(self, name: str) -> None:
        """No script, style, picture or font from elsewhere; its language, title and width are said."""
        text, made = page_of(name).html(), read(name)
        assert text.startswith('<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">')
        assert not {"script", "link", "img", "iframe", "object", "base", "form"} & {
            e for e, _ in made.elements
        }
        assert not re.search(r"@import|url\((?!#)|\son[a-z]+=|javascript:", text)
        assert not [
            a for _, attributes in made.elements for a in attributes if a in {"src", "style", "srcset"}
        ]
        assert {each.get("name") for each in made.all("meta")} == {None, "viewport"}
        head = text.partition("</head>")[0]
        assert head.count("<title>") == 1
        assert "@media print" in text
        assert "@page" in text

    @pytest.mark.parametrize("name", ASKED_ON)
    def test_headings_and_landmarks(self, name: str) -> None:
        """One first heading, no level left out, and one main part."""
        made = read(name)
        levels = [int(tag[1]) for tag, _ in made.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert set(levels[1:]) == {2}
        landmarks = [tag for tag, _ in made.elements if tag in {"header", "main", "footer"}]
        assert landmarks == ["header", "main", "footer"]

    def test_tables_have_heads(self) -> None:
        """Each head says what it is the head of."""
        made = read("late")
        assert made.all("th")
        assert {each["scope"] for each in made.all("th")} == {"col", "rowgroup"}
        assert [each["aria-label"] for each in made.all("div") if each.get("role") == "region"] == [
            "Schedule"
        ]

    @pytest.mark.parametrize(
        "name",
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "a: b: c",
            "\x00\x1b\ud800\u202e&",
            "",
        ],
    )
    def test_a_name_is_text(self, name: str) -> None:
        """Whatever a Party or a licence is called, and whatever is remarked."""
        licences = (uep.GasTransport(name=name),)
        page = uep.report(uep.Entry(party=uep.Party(name=name, licences=licences)), today=date(2026, 11, 23))
        text = page.html(remark=name)
        text.encode()
        made = Read(text)
        assert {"script", "img"} & {tag for tag, _ in made.elements} == set()
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
        if name.isprintable() and name:
            assert f"{name}: DCC User Entry Process, Monday 23 November 2026" in made.text
            assert f"Note {name}" in made.text

    @pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
    def test_the_examples(self, path: Path) -> None:
        """Each is one file that is no larger than can be sent, the same each time."""
        page = uep.report(uep.load(path), today=date(2026, 11, 23))
        text = page.html()
        assert text == page.html()
        assert len(text) < 150_000
