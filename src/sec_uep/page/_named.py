"""
The rules and the readings that a tree names: each id in it becomes a link to its words.

A document has its words at its end, and so has each output of a notebook; nothing is loaded to read them.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from sec_uep.citations import Citation
from sec_uep.obligations import RULES
from sec_uep.page._markup import Node, element, fill
from sec_uep.page._words import ID, grouped, reading_words
from sec_uep.readings import REGISTER, Readings

__all__ = ["cited", "link", "named_in", "words"]

#: What is set as it is: a link, what opens when it is clicked, what a program reads, and a picture.
_WHOLE = frozenset({"a", "code", "pre", "summary", "svg"})


def cited(citation: Citation) -> Node:
    """Return where something is written, as a link where that is a public page."""
    through: Citation | None = citation
    while through is not None and not through.document.url:
        through = through.via
    return str(citation) if through is None else element("a", str(citation), href=through.document.url)


def named_in(tree: Element) -> tuple[str, ...]:
    """Return the ids that *tree* names and whose words do not stand in it, in order."""
    there = {each.get("id") for each in tree.iter()}
    return tuple(sorted(set(ID.findall(" ".join(_texts(tree)))) - there))


def _texts(tree: Element) -> Iterator[str]:
    """Yield the texts of a tree, but for what is set as it is."""
    yield tree.text or ""
    for child in tree:
        if child.tag not in _WHOLE:
            yield from _texts(child)
        yield child.tail or ""


def words(ids: tuple[str, ...], readings: Readings | None) -> Iterator[tuple[str, Element]]:
    """
    Yield the words of the rules with these *ids*, and of the readings, each as a title and a list.

    Of a reading the choice made is given; that by default where *readings* are not known.
    """
    rules = grouped((each for each in RULES if each.id in ids), lambda each: each.id)
    made = [
        (
            element("dt", same[0].id, id=same[0].id),
            [element("dd", each.statement, " [", cited(each.citation), "]") for each in same],
        )
        for same in rules
    ]
    if made:
        yield "Rules named", element("dl", *(node for pair in made for node in pair))
    read = [
        (
            element("dt", id_, id=id_),
            element("dd", reading_words(id_, readings), " [", cited(each.citation), "]"),
        )
        for id_, each in REGISTER.items()
        if id_ in ids
    ]
    if read:
        yield "Readings named", element("dl", *(node for pair in read for node in pair))


def link(tree: Element, prefix: str = "") -> None:
    """
    Link each id in *tree* to its words there, and begin each id of an element with *prefix*.

    A picture is left as it is.
    """
    there: set[str] = set()
    for each in _outside_pictures(tree):
        id_ = each.get("id")
        if id_ in there:  # another source of the same rule
            del each.attrib["id"]
        elif id_:
            there.add(id_)
    _link(tree, there, prefix)
    for each in _outside_pictures(tree):
        for name in ("id", "aria-labelledby"):
            if name in each.attrib:
                each.set(name, prefix + each.attrib[name])


def _outside_pictures(tree: Element) -> Iterator[Element]:
    yield tree
    for child in tree:
        if child.tag != "svg":
            yield from _outside_pictures(child)


def _link(parent: Element, there: set[str], prefix: str) -> None:
    is_target = parent.get("id") in there
    nodes: list[Node] = [parent.text] if is_target else [*_linked(parent.text, there, prefix)]
    for child in list(parent):
        tail, child.tail = child.tail, None
        if child.tag not in _WHOLE:
            _link(child, there, prefix)
        nodes += [child, *_linked(tail, there, prefix)]
    parent.text = None
    parent[:] = []
    fill(parent, nodes)


def _linked(text: str | None, there: set[str], prefix: str) -> Iterator[Node]:
    """Yield a text with links in the place of the ids that are *there*."""
    at = 0
    for found in ID.finditer(text or ""):
        if found[0] in there:
            yield found.string[at : found.start()]
            yield element("a", found[0], href=f"#{prefix}{found[0]}")
            at = found.end()
    yield (text or "")[at:]
