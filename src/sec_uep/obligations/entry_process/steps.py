"""
The steps of the User Entry Process, and which of them wait for which.

Encodes OB-18, OB-19, ST-01 to ST-07 and ST-10 to ST-14; ST-08 and ST-09 stand with their provisions.
It has no figure of its own.
Not encoded: the SharePoint, the forms and the handbooks that the steps are taken with.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from sec_uep.answers import check_terms
from sec_uep.citations import SEC, SEC_APPENDIX_N, SEC_APPENDIX_P, Citation, guidance
from sec_uep.events import OTHER_USER_ONLY, PER_ROLE, AssuranceStatus, Outcome, Step
from sec_uep.obligations import (
    credit_cover,
    entry_process_testing,
    privacy_assessment,
    security_assessment,
    user_ids,
)
from sec_uep.parties import UserRole
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = [
    "EDGES",
    "NOTICE_OF",
    "READINGS_OF",
    "UEPT_COMPLETE",
    "Edge",
    "Task",
    "bearer_of",
    "edges",
    "needed_by",
    "rule_of",
    "tasks_of",
]

OB_18 = Rule(
    "OB-18",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "The User Entry Process can begin once the organisation is a SEC Party",
    guidance("When can you begin the UEP?"),
)
OB_19 = Rule(
    "OB-19",
    Kind.INFORMATION,
    Bearer.PARTY,
    "DCC Services come as Service Request Variants (SEC Appendices E and AD); all Users are required to use "
    "the DCC User Interface",
    guidance("Who can complete the User Entry Process?; 2"),
)
ST_01 = Rule(
    "ST-01",
    Kind.INFORMATION,
    Bearer.PARTY,
    "The steps with the DCC and with SECAS can be completed at the same time",
    guidance("How to complete the UEP"),
)
ST_02 = Rule(
    "ST-02",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Obtain a DCC Gateway Connection: first access to the DCC SharePoint, then the order form",
    Citation(SEC, "Section H15.4", via=guidance("1")),
)
ST_03 = Rule(
    "ST-03",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Build a DCC User Interface, aligned with SEC Appendix AD for the User Roles applied for, or buy one; it "
    "must be in place before UEPT starts",
    guidance("2"),
)
ST_04 = Rule(
    "ST-04",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Go through the SMKI RAPPs: once the User Interface is built or bought the DCC provides the forms, which "
    "are filled in, signed and sent back",
    guidance("3"),
)
ST_05 = Rule(
    "ST-05",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Complete SREPT, after sending the DCC the Party Notification of Intention to Undertake Testing form; it "
    "makes the Party an Authorised Subscriber with access to the SMKI Repository",
    guidance("4"),
)
EX_19 = Rule(
    "EX-19",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Before it uses any SMKI interface, whoever represents a Party becomes an Authorised Responsible Officer "
    "under the SMKI RAPP; a Party without a DCC Gateway Connection may connect over the Internet",
    Citation(SEC_APPENDIX_N, "1"),
)
EX_19_REPOSITORY = Rule(
    "EX-19",
    Kind.INFORMATION,
    Bearer.DCC,
    "Credentials for the SMKI Repository interfaces follow the registration as an Authorised Responsible "
    "Officer under the SMKI RAPP",
    Citation(SEC_APPENDIX_P, "3"),
)
ST_06 = Rule(
    "ST-06",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Go through the DCCKI RAPPs, once SREPT is complete",
    guidance("5"),
)
ST_07 = Rule(
    "ST-07",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Complete UEPT for each User Role: Install and Commission, DUIS Service Requests, Self-Service Interface",
    Citation(SEC, "Appendix R, CTSD 5", via=guidance("6")),
)
ST_10 = Rule(
    "ST-10",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Complete a Full User Security Assessment, which all Parties entering need and can book once they are a "
    "SEC Party; how long it takes depends on the system and on how well prepared the Party is",
    Citation(SEC, "Section G", via=guidance("Complete the Full User Security Assessment")),
)
ST_11 = Rule(
    "ST-11",
    Kind.PRECONDITION,
    Bearer.OTHER_USER,
    "An Other User completes a Privacy Assessment too, which may run in parallel with the Full User Security "
    "Assessment",
    guidance("How do Other Users complete the Privacy Assessment?"),
)
ST_12 = Rule(
    "ST-12",
    Kind.PRECONDITION,
    Bearer.PARTY,
    "Once all the other steps are complete, send the UEP Evidence Form with the evidence that it asks for to "
    "the SECAS Helpdesk",
    guidance("How do you inform SECAS of your UEP Completion?"),
)
ST_13 = Rule(
    "ST-13",
    Kind.INFORMATION,
    Bearer.SECAS,
    "Once it has verified the evidence, SECAS will notify the Party, the DCC, Ofgem and the SEC Panel that "
    "the Party has completed the User Entry Process for the User Role(s)",
    guidance("How do you inform SECAS of your UEP Completion?"),
)
ST_14 = Rule(
    "ST-14",
    Kind.MAY,
    Bearer.PARTY,
    "An Optional Pre-Assessment may be had before the Full User Security Assessment; a Privacy Impact "
    "Assessment is optional and recommended",
    guidance("Steps to take with SECAS"),
)

_RULE_OF: Mapping[Step, Rule] = {
    Step.GATEWAY_CONNECTION: ST_02,
    Step.USER_INTERFACE: ST_03,
    Step.SMKI_RAPPS: ST_04,
    Step.SREPT: ST_05,
    Step.DCCKI_RAPPS: ST_06,
    Step.UEPT_NOTICE: entry_process_testing.TE_01,
    Step.UEPT: ST_07,
    Step.UEPT_REPORT: entry_process_testing.TE_08,
    Step.UEPT_RECEIPT_CONFIRMATION: entry_process_testing.TE_04,
    Step.UEPT_REVIEW: entry_process_testing.TE_05,
    Step.QUALITY_GATE: entry_process_testing.TE_06,
    Step.TEST_CERTIFICATE: entry_process_testing.TE_06,
    Step.USER_IDS: user_ids.ST_08,
    Step.CREDIT_COVER: credit_cover.ST_09,
    Step.FUSA_APPLICATION: security_assessment.SA_02,
    Step.FULL_USER_SECURITY_ASSESSMENT: ST_10,
    Step.SECURITY_STATUS: security_assessment.SA_07,
    Step.PRIVACY_APPLICATION: privacy_assessment.PA_01,
    Step.PRIVACY_ASSESSMENT: ST_11,
    Step.PRIVACY_STATUS: privacy_assessment.PA_02,
    Step.EVIDENCE_FORM: ST_12,
    Step.SECAS_CONFIRMATION: ST_13,
}


def rule_of(step: Step) -> Rule:
    """
    Return the rule that asks for *step*.

    >>> rule_of(Step.SREPT).id
    'ST-05'
    """
    return _RULE_OF[step]


#: Who takes a step, where the rule that asks for it is not about that.
_TAKEN_BY: Mapping[Step, Bearer] = {
    Step.UEPT_REPORT: Bearer.PARTY,  # "your UEPT Completion report" (guidance, 6.3)
    Step.QUALITY_GATE: Bearer.NOBODY,  # who holds it is not said; the certificate after it is the DCC's
    Step.SECURITY_STATUS: Bearer.SSC,
    Step.PRIVACY_STATUS: Bearer.SSC,
}


#: Who is to act once the DCC has spoken, and not said yes.
_THEN_BY: Mapping[tuple[Step, Outcome | AssuranceStatus | None], Bearer] = {
    (Step.USER_IDS, Outcome.NOT_ACCEPTED): Bearer.PARTY,
    (Step.CREDIT_COVER, Outcome.REQUIRED): Bearer.PARTY,
}


def bearer_of(step: Step, outcome: Outcome | AssuranceStatus | None = None) -> Bearer:
    """
    Return who is to take *step*; *outcome* is the last that was told of it.

    Where the DCC requires Credit Cover, or does not accept User IDs, it is the Party that acts next.

    >>> bearer_of(Step.UEPT_REVIEW), bearer_of(Step.SECURITY_STATUS)
    (<Bearer.DCC: 'DCC'>, <Bearer.SSC: 'Security Sub-Committee'>)
    >>> bearer_of(Step.CREDIT_COVER, Outcome.REQUIRED)
    <Bearer.PARTY: 'Party'>
    """
    return _THEN_BY.get((step, outcome)) or _TAKEN_BY.get(step) or _RULE_OF[step].bearer


@frozen
class Edge:
    """
    One step that waits for another.

    Attributes:
        step: The step that waits.
        waits_for: The step it waits for.
        rule: The rule that says so.
        reading: The reading it rests on, where the sources do not state it outright.

    """

    step: Step
    waits_for: Step
    rule: Rule
    reading: str | None = None


_TE = entry_process_testing

#: What must be met for UEPT to be complete (TE-08).
UEPT_COMPLETE = (Step.UEPT_RECEIPT_CONFIRMATION, Step.UEPT_REVIEW, Step.TEST_CERTIFICATE)

#: What the sources state, in the order of the steps; the edges of readings are added by `edges`.
EDGES = (
    Edge(Step.SMKI_RAPPS, Step.USER_INTERFACE, ST_04),
    Edge(Step.DCCKI_RAPPS, Step.SREPT, ST_06),
    Edge(Step.UEPT, Step.UEPT_NOTICE, _TE.TE_01),
    Edge(Step.UEPT, Step.SREPT, _TE.TE_03),
    Edge(Step.UEPT, Step.USER_INTERFACE, ST_03),
    Edge(Step.UEPT_REPORT, Step.UEPT, _TE.TE_07),
    Edge(Step.UEPT_RECEIPT_CONFIRMATION, Step.UEPT_REPORT, _TE.TE_04),
    Edge(Step.UEPT_REVIEW, Step.UEPT_REPORT, _TE.TE_05),
    Edge(Step.TEST_CERTIFICATE, Step.QUALITY_GATE, _TE.TE_06),
    *(
        Edge(step, needed, rule)
        for step, rule in ((Step.USER_IDS, user_ids.ST_08), (Step.CREDIT_COVER, credit_cover.ST_09))
        for needed in UEPT_COMPLETE
    ),
    Edge(Step.FULL_USER_SECURITY_ASSESSMENT, Step.FUSA_APPLICATION, security_assessment.SA_02),
    Edge(Step.SECURITY_STATUS, Step.FULL_USER_SECURITY_ASSESSMENT, ST_10),
    Edge(Step.PRIVACY_ASSESSMENT, Step.PRIVACY_APPLICATION, privacy_assessment.PA_01),
    Edge(Step.PRIVACY_STATUS, Step.PRIVACY_ASSESSMENT, privacy_assessment.PA_02),
    *(
        Edge(Step.EVIDENCE_FORM, needed, ST_12)
        for needed in (
            Step.GATEWAY_CONNECTION,
            Step.USER_INTERFACE,
            Step.SMKI_RAPPS,
            Step.SREPT,
            Step.DCCKI_RAPPS,
            *UEPT_COMPLETE,
            Step.USER_IDS,
            Step.CREDIT_COVER,
            Step.SECURITY_STATUS,
            Step.PRIVACY_STATUS,
        )
    ),
    Edge(Step.SECAS_CONFIRMATION, Step.EVIDENCE_FORM, ST_13),
)

#: The end of UEPT in the order in which section 6.3 lists it; nothing says that it cannot come otherwise.
_IN_ORDER_OF_6_3 = (
    Edge(Step.QUALITY_GATE, Step.UEPT_REVIEW, _TE.TE_08, "RD-18"),
    Edge(Step.TEST_CERTIFICATE, Step.UEPT_RECEIPT_CONFIRMATION, _TE.TE_08, "RD-18"),
)
_SMKI_BEFORE_SREPT = Edge(Step.SREPT, Step.SMKI_RAPPS, ST_05, "RD-18")
_NOTICE_AFTER_SREPT = Edge(Step.UEPT_NOTICE, Step.SREPT, _TE.TE_01, "RD-13")
_REVIEW_AFTER_CONFIRMATION = Edge(Step.UEPT_REVIEW, Step.UEPT_RECEIPT_CONFIRMATION, _TE.TE_05, "RD-05")
_TABLE_2_ORDER = (
    Edge(Step.USER_INTERFACE, Step.GATEWAY_CONNECTION, ST_03, "RD-18"),
    Edge(Step.UEPT, Step.DCCKI_RAPPS, ST_07, "RD-18"),
    Edge(Step.CREDIT_COVER, Step.USER_IDS, credit_cover.ST_09, "RD-18"),
)


#: The notice that comes before the start of a step.
NOTICE_OF: Mapping[Step, Step] = {
    Step.UEPT: Step.UEPT_NOTICE,
    Step.FULL_USER_SECURITY_ASSESSMENT: Step.FUSA_APPLICATION,
    Step.PRIVACY_ASSESSMENT: Step.PRIVACY_APPLICATION,
}

#: The readings that bear on a step: on what it waits for, or on when it is done.
READINGS_OF: Mapping[Step, tuple[str, ...]] = {
    Step.USER_INTERFACE: ("RD-18",),
    Step.SREPT: ("RD-18",),
    Step.UEPT_NOTICE: ("RD-13", "RD-24"),
    Step.UEPT: ("RD-13", "RD-18", "RD-24"),
    Step.UEPT_REVIEW: ("RD-05",),
    Step.CREDIT_COVER: ("RD-18", "RD-25"),
    Step.FULL_USER_SECURITY_ASSESSMENT: ("RD-17",),
    Step.SECURITY_STATUS: ("RD-17", "RD-20"),
    Step.EVIDENCE_FORM: ("RD-25",),
}


def edges(readings: Readings = DEFAULT_READINGS) -> tuple[Edge, ...]:
    """
    Return which steps wait for which: the stated edges, then those of the readings.

    >>> [edge.waits_for.value for edge in edges() if edge.step is Step.SREPT]
    ['smki-rapps']

    Raises:
        InvalidType: If *readings* are not `Readings`.

    """
    check_terms(None, readings)
    by_reading = [*_IN_ORDER_OF_6_3, _SMKI_BEFORE_SREPT]
    if readings.rd_13 == "after-srept":
        by_reading.append(_NOTICE_AFTER_SREPT)
    if readings.rd_05 == "confirmation":
        by_reading.append(_REVIEW_AFTER_CONFIRMATION)
    if readings.rd_18 == "table-2-order":
        by_reading.extend(_TABLE_2_ORDER)
    return (*EDGES, *by_reading)


@frozen(cache_hash=True)
class Task:
    """A step of an entry, for a User Role where it is taken for each."""

    step: Step
    role: UserRole | None = None

    def __str__(self) -> str:
        return f"{self.step.value} ({self.role.value})" if self.role else self.step.value


def tasks_of(step: Step, roles: tuple[UserRole, ...]) -> tuple[Task, ...]:
    """
    Return what *step* comes to for the User Roles of an entry: a task for each, one for the Party, or none.

    >>> [str(task) for task in tasks_of(Step.UEPT, (UserRole.GAS_SUPPLIER,))]
    ['uept (gas-supplier)']
    """
    if step in PER_ROLE:
        return tuple(Task(step, role) for role in roles)
    if step in OTHER_USER_ONLY and UserRole.OTHER_USER not in roles:
        return ()
    if step is Step.CREDIT_COVER and not roles:  # it follows the UEPT of a User Role
        return ()
    return (Task(step),)


def needed_by(task: Task, step: Step, roles: tuple[UserRole, ...]) -> tuple[Task, ...]:
    """Return the tasks of *step* that *task* waits for: those of its own User Role, or all."""
    if step in OTHER_USER_ONLY and task.role not in (None, UserRole.OTHER_USER):
        return ()
    return tuple(
        needed for needed in tasks_of(step, roles) if task.role is None or needed.role in (None, task.role)
    )
