"""
Where a rule is written: documents, and the clauses of them that are cited.

A document that nobody here could read is cited through the one that summarises it,
so that no answer claims an authority it does not have.
"""

from __future__ import annotations

from attrs import field, frozen

from sec_uep.errors import InvalidValue, bracketed, displayed

__all__ = ["Citation", "Document"]


@frozen
class Document:
    """
    One published document, in the edition that was read.

    Attributes:
        name: What practitioners call it.
        title: Its own title.
        edition: The publisher's own label or date; "undated" if it carries none.
        url: Where a public page was seen; empty for a document without one.
        read: Whether it was read itself, not only a summary of it.

    """

    name: str
    title: str
    edition: str = field(kw_only=True)
    url: str = field(default="", kw_only=True)
    read: bool = field(default=True, kw_only=True)

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        return self.name


@frozen
class Citation:
    """
    The clause of a document that a rule comes from.

    >>> guidance = Document("SECAS guidance", "DCC User Entry Process", edition="undated")
    >>> print(Citation(guidance, "Table 1"))
    SECAS guidance, Table 1

    A document that was not read is cited through the one that was:

    >>> code = Document("SEC", "Smart Energy Code", edition="not read", read=False)
    >>> print(Citation(code, "Section H1", via=Citation(guidance, "Introduction")))
    SEC, Section H1 (as given in SECAS guidance, Introduction)

    Raises:
        InvalidValue: If *document* was not read and *via* does not say where its words were found.

    """

    document: Document
    clause: str
    via: Citation | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not self.document.read and self.via is None:
            raise InvalidValue(
                "via",
                f"None, for {self.document},",
                "cites a text that was not read",
                "name the document through which its words are known",
            )

    _repr_html_ = displayed
    __repr__ = bracketed

    def __str__(self) -> str:
        place = f"{self.document}, {self.clause}"
        return f"{place} (as given in {self.via})" if self.via else place


GUIDANCE = Document("SECAS guidance", "SECAS Guidance Notes: DCC User Entry Process", edition="undated")
ASSESSMENT_PAGE = Document("SECAS assessment page", "Security Assessment Process", edition="undated")

SEC = Document("SEC", "Smart Energy Code", edition="not read", read=False)
CTSD = Document("CTSD", "SEC Appendix R: Common Test Scenarios Document", edition="not read", read=False)
ELECTRICITY_LICENCE = Document(
    "electricity supply SLC",
    "Electricity supply licence: standard licence conditions",
    edition="not read",
    read=False,
)
GAS_LICENCE = Document(
    "gas supply SLC",
    "Gas supply licence: standard licence conditions",
    edition="not read",
    read=False,
)
DISTRIBUTION_LICENCE = Document(
    "electricity distribution SLC",
    "Electricity distribution licence: standard licence conditions",
    edition="not read",
    read=False,
)

_SECAS = "https://smartenergycodecompany.co.uk"

MP091 = Document(
    "MP091",
    "Updating Security Assurance Status",
    edition="implemented 27 February 2020",
    url=f"{_SECAS}/modifications/updating-security-assurance-status/",
)
MP112 = Document(
    "MP112",
    "Setting the Privacy Assessment Assurance Status",
    edition="implemented 29 November 2020 (SEC v27.0)",
    url=f"{_SECAS}/modifications/setting-the-privacy-assessment-assurance-status/",
)
SECMP0059 = Document(
    "SECMP0059",
    "Amendments to SEC Security Assessments for Non-Domestic Suppliers and Other Users",
    edition="implemented 28 February 2019",
    url=f"{_SECAS}/modifications/"
    "amendments-to-sec-security-assessments-for-non-domestic-suppliers-and-other-users/",
)
ASSESSMENT_CYCLE_PAGE = Document(
    "SECAS assessment cycle page",
    "Assessment Process",
    edition="undated, newer than the seed page",
    url=f"{_SECAS}/assessment-process/",
)
SPOTLIGHT = Document(
    "SECAS Spotlight on Security",
    "Spotlight on Security",
    edition="17 September 2019",
    url=f"{_SECAS}/latest-news/spotlight-on-security/",
)
SEC_GLOSSARY = Document(
    "SEC glossary", "SECAS website glossary", edition="undated", url=f"{_SECAS}/glossary/"
)
PRIVACY_FAQ = Document(
    "SECAS privacy FAQ",
    "Privacy Assessment Process: frequently asked questions",
    edition="undated",
    url=f"{_SECAS}/ufaq-category/privacy-assessment-process/",
)
FUSA_FAQ = Document(
    "SECAS FUSA FAQ",
    "What is a Full User Security Assessment (FUSA)?",
    edition="undated",
    url=f"{_SECAS}/ufaqs/what-is-a-full-user-security-assessment-fusa/",
)
BOOKING_PAGE = Document(
    "SECAS booking page",
    "Book a Security or Privacy Assessment",
    edition="undated; its privacy policy is of May 2023",
    url=f"{_SECAS}/book-a-security-or-privacy-assessment/",
)
ID_ALLOCATION_PAGE = Document(
    "SECAS ID allocation page", "ID Allocation", edition="undated", url=f"{_SECAS}/id-allocation/"
)
NON_DOMESTIC_RESPONSE = Document(
    "non-domestic Government response",
    "Non-domestic smart metering: policy proposals and draft legal text",
    edition="2017 to 2018",
    url="https://gov.uk/government/consultations/"
    "non-domestic-smart-metering-policy-proposals-and-draft-legal-text",
)
DESNZ_NOTICE = Document(
    "DESNZ notice",
    "Non-domestic smart meter rollout: energy supplier obligations",
    edition="2 July 2025",
    url="https://www.gov.uk/government/publications/"
    "non-domestic-smart-meters-energy-supplier-obligations/"
    "non-domestic-smart-meter-rollout-energy-supplier-obligations",
)
OFGEM_NOTICE = Document(
    "Ofgem notice",
    "Ofgem notice on DCC User deadlines, as reproduced by Parliament Today",
    edition="January 2020",
    url="https://www.parliamenttoday.com/members/viewnews.html?id=113285",
)
OFGEM_FINAL_ORDER = Document(
    "Ofgem final order",
    "Ofgem notice of a final order to Enstroga Ltd, as mirrored by The Energy Consultant",
    edition="March 2020",
    url="https://the-energy-consultant.com/news/ofgem/enstroga-ltd-final-order",
)
GEMSERV_ARTICLE = Document(
    "Gemserv article",
    "Contract spotlight: Smart Energy Code (SEC)",
    edition="2017",
    url="https://www.gemserv.com/contract-spotlight-smart-energy-code-sec/",
)
_NEWSLETTER = f"{_SECAS}/news-and-useful-links/newsletters/newsletter-detail/?id="
NEWSLETTER_NOVEMBER_2016 = Document(
    "SECAS newsletter of November 2016",
    "SECAS Newsletter",
    edition="30 November 2016",
    url=f"{_NEWSLETTER}93bfa3ad-f26d-69b4-bb96-ff0000a6837f",
)
NEWSLETTER_MAY_2017 = Document(
    "SECAS newsletter of May 2017",
    "SECAS Newsletter",
    edition="31 May 2017",
    url=f"{_NEWSLETTER}80f6a4ad-f26d-69b4-bb96-ff0000a6837f",
)
NEWSLETTER_JUNE_2017 = Document(
    "SECAS newsletter of June 2017",
    "SECAS Newsletter",
    edition="29 June 2017",
    url=f"{_NEWSLETTER}a935a5ad-f26d-69b4-bb96-ff0000a6837f",
)
DUIS_PARSER = Document(
    "duis-parser",
    "duis-parser, a tool that reads DUIS messages",
    edition="as stored, undated",
    url="https://github.com/SmartDCCInnovation/duis-parser",
)
SEC_APPENDIX_N = Document(
    "SEC Appendix N", "SEC Appendix N: SMKI Code of Connection", edition="version 4.0, as mirrored"
)
SEC_APPENDIX_P = Document(
    "SEC Appendix P",
    "SEC Appendix P: SMKI Repository Code of Connection",
    edition="version P3.0, as mirrored",
)
CONSULTATION_SUMMARY = Document(
    "trade summary of the August 2017 consultation",
    "Smart meters for small firms (E, S, W)",
    edition="undated",
    url="https://cpa.co.uk/smart-meters-for-small-firms-e-s-w/",
)
POST_2025_CONSULTATION = Document(
    "post-2025 consultation",
    "Non-domestic smart meter rollout post-2025: consultation document",
    edition="23 October 2025",
    url="https://www.gov.uk/government/consultations/non-domestic-smart-meter-rollout-post-2025/"
    "non-domestic-smart-meter-rollout-post-2025-consultation-document-accessible-webpage",
)


CTSD_2015 = Document(
    "CTSD v1.8",
    "Common Test Scenarios Document",
    edition="v1.8, 8 May 2015",
    url="https://vdocument.in/common-test-scenarios-document-version-1-common-test-scenarios-document-page.html",
)
DCC_USERS_PAGE = Document(
    "DCC Users page", "DCC Users", edition="undated", url="https://www.smartdcc.co.uk/dcc-users/"
)
OLD_UEP_PAGE = Document(
    "old SECAS page on becoming a User",
    "Becoming a DCC User",
    edition="old site, undated",
    url=f"{_SECAS}/sec-parties/becoming-a-dcc-user",
)
OLD_PRIVACY_PAGE = Document(
    "old SECAS page on privacy assessments",
    "Privacy Assessments",
    edition="old site, undated",
    url=f"{_SECAS}/sec/privacy-assessments",
)


def guidance(clause: str) -> Citation:
    """Cite a part of the SECAS guidance."""
    return Citation(GUIDANCE, clause)


def assessment_page(clause: str) -> Citation:
    """Cite a part of the SECAS page on the Security Assessment Process."""
    return Citation(ASSESSMENT_PAGE, clause)
