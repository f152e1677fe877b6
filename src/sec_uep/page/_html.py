"""How a page is set as HTML: one file to send, that loads nothing, and prints on two sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from sec_uep.page._answer import Block
from sec_uep.page._markup import STYLE, Node, element, fill, html, table
from sec_uep.page._named import link, named_in, words
from sec_uep.page._sections import RULES_NAMED, Entries, Part, Section, Sheet, Table
from sec_uep.page.content import Page
from sec_uep.page.gantt import figure

__all__ = ["SHEET_STYLE", "content", "document"]

#: The most characters of a heading, which breaks where it must.
_HEADING = 1000

#: The look of a page, wherever it stands.
SHEET_STYLE = """
.sec-uep h1,.sec-uep h2,.sec-uep h3{line-height:1.2;color:var(--ink)}
.sec-uep .heading{font-size:1.7em;font-weight:700;letter-spacing:-.01em;margin:0 0 .7em}
.sec-uep .title{font-size:1.15em;font-weight:650;margin:1.8em 0 .5em;padding-top:.6em;
border-top:2px solid var(--line)}
.sec-uep .heading .aside{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.sec-uep .heading span+span{display:block;font-size:.6em;font-weight:400;color:var(--muted);letter-spacing:0}
.sec-uep p{margin:.5em 0;max-width:54em}
.sec-uep .lead{font-weight:600;margin:.9em 0 .3em}
.sec-uep dl{display:grid;grid-template-columns:fit-content(38%) minmax(0,1fr);gap:.3em 1.1em;margin:.4em 0}
.sec-uep dt{color:var(--muted);font-variant-numeric:tabular-nums;grid-column:1}
.sec-uep dd{margin:0;grid-column:2;max-width:54em}
.sec-uep dd p{margin:0 0 .2em}
.sec-uep ul{margin:.3em 0;padding-left:1.3em;max-width:54em}
.sec-uep li{margin:.15em 0}
.sec-uep .asked{list-style-type:"?  "}
.sec-uep .answer{margin:0 0 1.4em;gap:.55em 1.2em;padding:1em 1.2em;background:var(--shade);border-radius:8px}
.sec-uep .answer dt{font-weight:650;color:var(--ink)}
.sec-uep .answer dd{max-width:none}
.sec-uep .answer .late{color:var(--alert)}
.sec-uep a[href^="#"]{white-space:nowrap}
.sec-uep .small{font-size:.92em}
.sec-uep .scroll{overflow-x:auto}
.sec-uep .scroll td+td{white-space:nowrap}
.sec-uep .answer dd p{max-width:none}
.sec-uep :target{background:var(--shade);outline:2px solid var(--accent);outline-offset:2px}
""".replace("\n", "")

#: The look of a file of its own, on a screen and on paper.
_FILE_STYLE = """
html{background:#fff}
@media (prefers-color-scheme:dark){html{background:#14181d}}
body{margin:0}
.sheet{max-width:60rem;margin:0 auto;padding:2rem 1.5rem 3rem}
@page{size:A4;margin:8mm 12mm}
@media print{
html{background:#fff}
.sheet{max-width:none;padding:0;columns:2;column-gap:6mm}
.sheet header,.sheet .answer,.sheet figure,.sheet .wide{column-span:all}
.sec-uep{font-size:7.2pt;line-height:1.22}
.sec-uep a{color:inherit;text-decoration:none}
.sec-uep .heading{font-size:14pt;margin-bottom:.4em}
.sec-uep .title{font-size:9.5pt;margin:.7em 0 .2em;padding-top:.25em;border-top:1px solid var(--line);
break-after:avoid}
.sec-uep .lead{margin:.4em 0 .1em;break-after:avoid}
.sec-uep .answer{padding:.45em .8em;gap:.12em 1em;margin-bottom:.5em}
.sec-uep .answer dd p{margin:0}
.sec-uep dl{gap:.08em .8em;margin:.2em 0}
.sec-uep p,.sec-uep dd,.sec-uep ul{max-width:none}
.sec-uep th,.sec-uep td{padding:.05em .8em .05em 0}
.sec-uep .wide table{width:100%;font-size:6.7pt;line-height:1.12}
.sec-uep tr,.sec-uep li,.sec-uep dd{break-inside:avoid}
.sec-uep .scroll{overflow:visible}
.sheet figure details,.sheet figcaption{display:none}
.sheet figure{break-inside:avoid;margin:0 0 .5em}
.sheet figure svg{max-height:128mm;max-width:none}
.sec-uep .small{font-size:6pt;line-height:1.14}
.sec-uep .small dl{display:block}
.sec-uep .small dt{display:inline;font-weight:600;margin-right:.5em}
.sec-uep .small dd{display:inline}
.sec-uep .small dd::after{content:"";display:block}
.sec-uep footer.small dd::after{content:"   ";display:inline;white-space:pre}
.sec-uep footer p{margin:.3em 0}
}
""".replace("\n", "")


def document(page: Page, **options: Any) -> str:  # noqa: ANN401 - those of a sheet
    """Return the whole page as a file."""
    sheet = Sheet(page, **options)
    body = element("div", content(sheet), class_="sheet")
    link(body)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        element("title", sheet.heading(_HEADING)),
        element("style", STYLE + SHEET_STYLE + _FILE_STYLE),
    )
    tree = element("html", head, element("body", body, class_="sec-uep"), lang="en-GB")
    return f"<!DOCTYPE html>\n{html(tree)}\n"


def content(sheet: Sheet, *, level: int = 1) -> Iterator[Element]:
    """Yield the parts of a page, not yet linked, with headings from *level* on: the answer comes first."""
    page = sheet.page
    *sections, last = (each for each in sheet.sections() if each.title != RULES_NAMED)
    whose, colon, rest = sheet.heading(_HEADING).rpartition(": ")
    yield element(
        "header",
        element(
            f"h{level}",
            whose,
            element("span", colon, class_="aside"),
            element("span", rest),
            class_="heading",
        ),
    )
    main = element("main" if level == 1 else "div", _answer(sheet.answer))
    if page.plan and not page.plan.is_confirmed:
        main.append(figure(page.plan))
    fill(main, (_section(each, level + 1) for each in sections))
    for title, said in words(named_in(main), page.chosen):
        heading = element(f"h{level + 1}", title, class_="title")
        main.append(element("section", heading, said, class_="small"))
    yield main
    yield element("footer", _section(last, level + 1), class_="small")


def _answer(blocks: tuple[Block, ...]) -> Element:
    made: list[Element] = []
    for block in blocks:
        made.append(element("dt", block.label, class_="late" if block.label == "Late" else None))
        made.append(element("dd", (element("p", each) for each in block.sentences)))
    return element("dl", made, class_="answer")


def _section(section: Section, level: int) -> Element:
    heading = element(f"h{level}", section.title, class_="title")
    wide = "wide" if any(isinstance(part, Table) for part in section.parts) else None
    parts = (node for part in section.parts for node in _part(part, section.title))
    return element("section", heading, parts, class_=wide)


def _part(part: Part, title: str) -> Iterator[Node]:
    if isinstance(part, str):
        yield element("p", part)
        return
    if not isinstance(part, Entries):
        made = table(part.head, part.rows, right=part.right)
        yield element("div", made, class_="scroll", role="region", tabindex=0, aria_label=title)
        return
    if part.title:
        yield element("p", part.title, class_="lead")
    marks = {label for label, _ in part.rows}
    if marks.issubset({"-", "?"}):
        yield element(
            "ul", (element("li", said, class_="asked" if mark == "?" else None) for mark, said in part.rows)
        )
    else:
        yield element(
            "dl", (node for mark, said in part.rows for node in (element("dt", mark), element("dd", said)))
        )
