"""Where a rule is written, and what a rule is."""

from __future__ import annotations

import copy
import pickle

import pytest
from attrs.exceptions import FrozenInstanceError

from sec_uep import citations
from sec_uep.citations import Citation, Document, assessment_page, guidance
from sec_uep.errors import InvalidValue
from sec_uep.obligations import RULES
from sec_uep.rules import Bearer, Kind, Modality, Rule

DOCUMENTS = [one for one in vars(citations).values() if isinstance(one, Document)]

READ = Document("Notes", "Guidance Notes", edition="2026")
NOT_READ = Document("Code", "The Code", edition="not read", read=False)


class TestDocument:
    """A document has a name, a title and an edition, and was read or was not."""

    def test_str(self) -> None:
        """It is shown by the name that practitioners use."""
        assert str(READ) == "Notes"

    @pytest.mark.parametrize("document", DOCUMENTS, ids=str)
    def test_shipped(self, document: Document) -> None:
        """Each names its edition, and a page beside the two sources names where it was seen."""
        assert document.name
        assert document.title
        assert document.edition
        without_a_page = (
            citations.GUIDANCE,
            citations.ASSESSMENT_PAGE,
            citations.SEC_APPENDIX_N,
            citations.SEC_APPENDIX_P,
        )
        if document.read:
            assert document.url.startswith("https://") is (document not in without_a_page)
        if not document.read:
            assert (document.edition, document.url) == ("not read", "")

    def test_names_differ(self) -> None:
        """No two documents share a name."""
        assert len({document.name for document in DOCUMENTS}) == len(DOCUMENTS)


class TestCitation:
    """A citation names document and clause, and through what it was read."""

    def test_str(self) -> None:
        """A document that was read is cited directly."""
        assert str(Citation(READ, "6.1")) == "Notes, 6.1"

    def test_via(self) -> None:
        """One that was not is cited through the one that was, in so many words."""
        citation = Citation(NOT_READ, "H1", via=Citation(READ, "Introduction"))
        assert str(citation) == "Code, H1 (as given in Notes, Introduction)"

    def test_claims_no_authority(self) -> None:
        """A text that was not read cannot be cited as if it had been."""
        with pytest.raises(InvalidValue) as caught:
            Citation(NOT_READ, "H1")
        assert str(caught.value) == (
            "via: None, for Code, cites a text that was not read; "
            "name the document through which its words are known"
        )

    def test_values(self) -> None:
        """Citations are values: equal by what they say, unchanging, and they survive copies."""
        citation = Citation(NOT_READ, "H1", via=Citation(READ, "1"))
        for other in (copy.deepcopy(citation), pickle.loads(pickle.dumps(citation))):  # noqa: S301
            assert other == citation
            assert hash(other) == hash(citation)
        assert citation != Citation(NOT_READ, "H1", via=Citation(READ, "2"))
        with pytest.raises(FrozenInstanceError):
            citation.clause = "H2"  # type: ignore[misc]

    def test_the_two_sources(self) -> None:
        """The two sources have a shorthand each."""
        assert str(guidance("6.1")) == "SECAS guidance, 6.1"
        assert str(assessment_page("Booking process")) == "SECAS assessment page, Booking process"


class TestRule:
    """A rule is one statement, with its kind, its bearer and its source."""

    @pytest.mark.parametrize(
        ("kind", "modality"),
        [
            (Kind.MUST, Modality.MUST),
            (Kind.SHOULD, Modality.SHOULD),
            (Kind.MAY, Modality.MAY),
            (Kind.EXEMPT, Modality.NEED_NOT),
            (Kind.PRECONDITION, Modality.MUST),
            (Kind.NOTICE, Modality.MUST),
            (Kind.LIMIT, Modality.MUST),
            (Kind.DEFINITION, Modality.STATES),
            (Kind.INFORMATION, Modality.STATES),
        ],
    )
    def test_modality_follows_from_the_kind(self, kind: Kind, modality: Modality) -> None:
        """How strongly a rule binds is what its kind says, unless the rule says otherwise."""
        assert Rule("XX-01", kind, Bearer.PARTY, "It is so", guidance("1")).modality is modality
        stated = Rule("XX-01", kind, Bearer.PARTY, "It is so", guidance("1"), modality=Modality.SHOULD)
        assert stated.modality is Modality.SHOULD

    def test_every_kind_is_tried(self) -> None:
        """There are nine kinds."""
        assert len(Kind) == 9

    def test_str(self) -> None:
        """It is shown with its id and its source."""
        made = Rule("XX-01", Kind.MUST, Bearer.DCC, "It is so", guidance("1"))
        assert str(made) == "XX-01: It is so [SECAS guidance, 1]"

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
    def test_shipped(self, rule: Rule) -> None:
        """Every rule says something, cites a clause of a document, and is a value."""
        assert rule.statement
        assert not rule.statement.endswith(".")
        assert rule.citation.clause
        assert pickle.loads(pickle.dumps(rule)) == rule  # noqa: S301
        assert hash(copy.deepcopy(rule)) == hash(rule)

    def test_no_rule_stands_twice(self) -> None:
        """An id with more than one rule has one for each source or clause."""
        assert len(set(RULES)) == len(RULES)
