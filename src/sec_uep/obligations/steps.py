"""
The table of steps: all that the package knows of each step of the User Entry Process, in one row.

Encodes OB-18, OB-19, ST-01 to ST-07 and ST-10 to ST-14; ST-08 and ST-09 stand with their provisions.
It has no figure of its own: a notice or a time limit is asked of the provision that states it.
Not encoded: the SharePoint, the forms and the handbooks that the steps are taken with.

What waits for what, who acts, which outcome ends a step and what sends it back is read from here and
stands nowhere else. To add a step, add it to `Step` and give it a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sec_uep.answers import check_terms
from sec_uep.citations import SEC, SEC_APPENDIX_N, SEC_APPENDIX_P, Citation, guidance
from sec_uep.events import AssuranceStatus, Outcome, Step
from sec_uep.obligations import (
    credit_cover,
    entry_process_testing as uept,
    privacy_assessment as privacy,
    security_assessment as fusa,
    user_ids,
)
from sec_uep.obligations._step import Again, Dependency, Ending, Limit, Notice, Row
from sec_uep.readings import DEFAULT_READINGS, Readings
from sec_uep.rules import Bearer, Kind, Rule

__all__ = ["LAST_STEP", "TABLE", "UEPT_COMPLETE", "bearer_of", "edges", "rule_of"]

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
    "Complete SREPT, after sending the DCC the Party Notification of Intention to Undertake Testing form, "
    "which is on the DCC SharePoint; it makes the Party an Authorised Subscriber with access to the SMKI "
    "Repository",
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
    "Assessment; how long it takes depends on the system and on how well prepared the Party is",
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

# --- The table ----------------------------------------------------------------------------

_S, _O, _A = Step, Outcome, AssuranceStatus

#: What must be met for UEPT to be complete (TE-08).
UEPT_COMPLETE = (_S.UEPT_RECEIPT_CONFIRMATION, _S.UEPT_REVIEW, _S.TEST_CERTIFICATE)

_TIME: Mapping[str, Any] = {
    "takes_time": True,
    "needs_estimate": True,
    "outcomes": (_O.COMPLETED, _O.BEGUN, _O.RESCHEDULED),
    "done_with": frozenset({None, _O.COMPLETED}),
}
_STATUS: Mapping[str, Any] = {
    "by": Bearer.SSC,
    "needs_estimate": True,
    "then_by": {_A.DEFERRED: Bearer.PARTY, _A.REJECTED: Bearer.PARTY},
    "outcomes": tuple(_A),
    "done_with": frozenset({_A.APPROVED, _A.APPROVED_SUBJECT_TO_STEPS}),
}

_RETEST = (_S.UEPT, _S.UEPT_REPORT, _S.UEPT_RECEIPT_CONFIRMATION)
_FUSA_AGAIN = (_S.FUSA_APPLICATION, _S.FULL_USER_SECURITY_ASSESSMENT)
_PRIVACY_AGAIN = (_S.PRIVACY_APPLICATION, _S.PRIVACY_ASSESSMENT)
_UEPT_DONE = "Once you have completed the UEPT"

#: Every step, in the order of Table 2 and of section 6.3, with all that is known of it.
TABLE: Mapping[Step, Row] = {
    _S.GATEWAY_CONNECTION: Row(rule=ST_02, **_TIME),
    _S.USER_INTERFACE: Row(
        rule=ST_03,
        **_TIME,
        before_accession=("RD-29", "beforehand"),
        dependencies=(
            Dependency(_S.GATEWAY_CONNECTION, ST_03, "step 2 of Table 2", "RD-18", "table-2-order"),
        ),
    ),
    _S.SMKI_RAPPS: Row(
        rule=ST_04,
        **_TIME,
        dependencies=(
            Dependency(_S.USER_INTERFACE, ST_04, "Once you have built / bought a DCC User Interface"),
        ),
    ),
    _S.SREPT: Row(
        rule=ST_05,
        **_TIME,
        dependencies=(
            Dependency(_S.SMKI_RAPPS, ST_05, "step 4 of Table 2, after the SMKI's own step 3", "RD-18"),
        ),
    ),
    _S.DCCKI_RAPPS: Row(
        rule=ST_06, **_TIME, dependencies=(Dependency(_S.SREPT, ST_06, "Once you complete the SREPT"),)
    ),
    _S.UEPT_NOTICE: Row(
        rule=uept.TE_01,
        each_role=True,
        dependencies=(
            Dependency(
                _S.SREPT,
                uept.TE_01,
                "Once you have completed the SREPT, you must provide 60 Working Days (WDs) notice",
                "RD-13",
                "after-srept",
                must_precede=True,
            ),
        ),
        bears_on=("RD-24", "RD-30"),
    ),
    _S.UEPT: Row(
        rule=ST_07,
        each_role=True,
        **_TIME,
        dependencies=(
            Dependency(_S.UEPT_NOTICE, uept.TE_01, "60 Working Days (WDs) notice"),
            Dependency(_S.SREPT, uept.TE_03, "have completed the SREPT"),
            Dependency(_S.USER_INTERFACE, ST_03, "Your User Interface must be in place before you can start"),
            Dependency(_S.DCCKI_RAPPS, ST_07, "step 6 of Table 2", "RD-18", "table-2-order"),
        ),
        notice=Notice(
            _S.UEPT_NOTICE,
            uept.NOTICE,
            uept.earliest_start,
            "notice_given",
            uept.latest_notice,
            uept.last_day_of_notice,
            "start",
            uept.notice,
            "given",
        ),
        anew=(
            _S.UEPT_REPORT,
            _S.UEPT_RECEIPT_CONFIRMATION,
            _S.UEPT_REVIEW,
            _S.QUALITY_GATE,
            _S.TEST_CERTIFICATE,
        ),
        bears_on=("RD-24", "RD-30"),
    ),
    _S.UEPT_REPORT: Row(
        rule=uept.TE_08,
        by=Bearer.PARTY,  # "your UEPT Completion report" (guidance, 6.3)
        each_role=True,
        dependencies=(
            Dependency(_S.UEPT, uept.TE_07, "once the DCC or approved Relevant Party has completed testing"),
        ),
        anew=(_S.UEPT_RECEIPT_CONFIRMATION, _S.UEPT_REVIEW, _S.QUALITY_GATE, _S.TEST_CERTIFICATE),
    ),
    _S.UEPT_RECEIPT_CONFIRMATION: Row(
        rule=uept.TE_04,
        each_role=True,
        dependencies=(Dependency(_S.UEPT_REPORT, uept.TE_04, "of receipt of your UEPT Completion report"),),
        limits=(
            Limit(
                uept.RECEIPT_CONFIRMATION, uept.receipt_confirmation_due, "report_received", _S.UEPT_REPORT
            ),
        ),
    ),
    _S.UEPT_REVIEW: Row(
        rule=uept.TE_05,
        each_role=True,
        outcomes=(_O.CONCLUDED, _O.FURTHER_TESTING),
        done_with=frozenset({_O.CONCLUDED}),
        dependencies=(
            Dependency(_S.UEPT_REPORT, uept.TE_05, "the DCC must review the report"),
            Dependency(
                _S.UEPT_RECEIPT_CONFIRMATION,
                uept.TE_05,
                "of receipt of the above notification",
                "RD-05",
                "confirmation",
            ),
        ),
        limits=(
            Limit(
                uept.REVIEW,
                uept.review_due,
                "confirmation_received",
                _S.UEPT_RECEIPT_CONFIRMATION,
                reading="RD-05",
                choice="confirmation",
            ),
            Limit(
                uept.REVIEW,
                uept.review_due,
                "report_received",
                _S.UEPT_REPORT,
                reading="RD-05",
                choice="report",
            ),
        ),
        again=(
            Again(_O.FURTHER_TESTING, _RETEST, uept.TE_05, "RD-28", "no-notice"),
            Again(_O.FURTHER_TESTING, (_S.UEPT_NOTICE, *_RETEST), uept.TE_05, "RD-28", "notice-anew"),
        ),
    ),
    _S.QUALITY_GATE: Row(
        rule=uept.TE_06,
        by=Bearer.NOBODY,  # who holds it is not said; the certificate after it is the DCC's
        each_role=True,
        outcomes=(_O.PASSED, _O.FAILED),
        done_with=frozenset({_O.PASSED}),
        dependencies=(Dependency(_S.UEPT_REVIEW, uept.TE_08, "third of the three steps of 6.3", "RD-18"),),
    ),
    _S.TEST_CERTIFICATE: Row(
        rule=uept.TE_06,
        each_role=True,
        dependencies=(
            Dependency(_S.QUALITY_GATE, uept.TE_06, "of a successful Quality Gate Review meeting"),
            Dependency(_S.UEPT_RECEIPT_CONFIRMATION, uept.TE_08, "third of the three steps of 6.3", "RD-18"),
        ),
        limits=(
            Limit(uept.CERTIFICATE, uept.certificate_due, "quality_gate_passed", _S.QUALITY_GATE, _O.PASSED),
        ),
    ),
    _S.USER_IDS: Row(
        rule=user_ids.ST_08,
        by=Bearer.PARTY,  # which tells the DCC the IDs that it wishes (RO-07)
        then_by={_O.PROPOSED: Bearer.DCC, None: Bearer.DCC},
        each_role=True,
        outcomes=(_O.PROPOSED, _O.ACCEPTED, _O.NOT_ACCEPTED),
        done_with=frozenset({_O.ACCEPTED}),
        dependencies=tuple(Dependency(step, user_ids.ST_08, _UEPT_DONE) for step in UEPT_COMPLETE),
    ),
    _S.CREDIT_COVER: Row(
        rule=credit_cover.ST_09,
        then_by={_O.REQUIRED: Bearer.PARTY},
        outcomes=(_O.NOT_REQUIRED, _O.REQUIRED, _O.IN_PLACE),
        done_with=frozenset({_O.NOT_REQUIRED, _O.IN_PLACE}),
        dependencies=(
            *(Dependency(step, credit_cover.ST_09, _UEPT_DONE) for step in UEPT_COMPLETE),
            Dependency(_S.USER_IDS, credit_cover.ST_09, "step 8 of Table 2", "RD-18", "table-2-order"),
        ),
        first_role_serves=("RD-27", "first-role"),
        bears_on=("RD-25",),
    ),
    _S.FUSA_APPLICATION: Row(rule=fusa.SA_02),
    _S.FULL_USER_SECURITY_ASSESSMENT: Row(
        rule=ST_10,
        **_TIME,
        dependencies=(
            Dependency(_S.FUSA_APPLICATION, fusa.SA_02, "at least 12 weeks in advance of the date"),
        ),
        notice=Notice(
            _S.FUSA_APPLICATION,
            fusa.NOTICE,
            fusa.earliest_assessment,
            "application",
            fusa.latest_application,
            fusa.last_day_of_notice,
            "assessment",
            fusa.notice,
            "application",
            is_booked_ahead=True,
            free_move=fusa.latest_free_reschedule,
            free=fusa.FREE_RESCHEDULE,
            charged_by=fusa.SA_05,
        ),
    ),
    _S.SECURITY_STATUS: Row(
        rule=fusa.SA_07,
        **_STATUS,
        word=fusa.status_named,
        dependencies=(
            Dependency(_S.FULL_USER_SECURITY_ASSESSMENT, ST_10, "Once you have completed your FUSA"),
        ),
        again=tuple(
            Again(status, steps, fusa.SA_07, "RD-34", choice)
            for status in (_A.DEFERRED, _A.REJECTED)
            for choice, steps in (("booked", _FUSA_AGAIN), ("not-booked", _FUSA_AGAIN[1:]))
        ),
        bears_on=("RD-17", "RD-20"),
    ),
    _S.PRIVACY_APPLICATION: Row(rule=privacy.PA_01, by=Bearer.PARTY, other_users_only=True),
    _S.PRIVACY_ASSESSMENT: Row(
        rule=ST_11,
        by=Bearer.PARTY,
        other_users_only=True,
        **_TIME,
        dependencies=(
            Dependency(_S.PRIVACY_APPLICATION, privacy.PA_01, "You should provide 12 weeks' notice"),
        ),
        notice=Notice(
            _S.PRIVACY_APPLICATION,
            privacy.NOTICE,
            privacy.earliest_assessment,
            "application",
            privacy.latest_application,
            privacy.last_day_of_notice,
            "assessment",
            privacy.notice,
            "application",
            is_booked_ahead=True,
            free_move=privacy.latest_free_change,
            free=privacy.FREE_CHANGE,
            charged_by=privacy.EX_08,
        ),
    ),
    _S.PRIVACY_STATUS: Row(
        rule=privacy.PA_02,
        **_STATUS,
        word=privacy.status_named,
        other_users_only=True,
        dependencies=(
            Dependency(
                _S.PRIVACY_ASSESSMENT, privacy.PA_02, "Once you have completed your Privacy Assessment"
            ),
        ),
        again=(
            Again(_A.DEFERRED, (), privacy.PA_02, "RD-32", "status-again"),
            Again(_A.DEFERRED, _PRIVACY_AGAIN, privacy.PA_02, "RD-32", "new-assessment"),
            Again(_A.REJECTED, _PRIVACY_AGAIN, privacy.PA_02),
        ),
    ),
    _S.EVIDENCE_FORM: Row(
        rule=ST_12,
        each_role=True,
        dependencies=tuple(
            Dependency(
                step, ST_12, "Once you have completed all the required steps with the DCC and SECAS above"
            )
            for step in (
                _S.GATEWAY_CONNECTION,
                _S.USER_INTERFACE,
                _S.SMKI_RAPPS,
                _S.SREPT,
                _S.DCCKI_RAPPS,
                *UEPT_COMPLETE,
                _S.USER_IDS,
                _S.CREDIT_COVER,
                _S.SECURITY_STATUS,
                _S.PRIVACY_STATUS,
            )
        ),
        bears_on=("RD-25",),
    ),
    _S.SECAS_CONFIRMATION: Row(
        rule=ST_13,
        each_role=True,
        needs_estimate=True,
        dependencies=(
            Dependency(_S.EVIDENCE_FORM, ST_13, "Once SECAS has reviewed and verified the evidence"),
        ),
    ),
}

#: The step that ends the User Entry Process for a User Role (ST-13).
LAST_STEP: Step = next(reversed(Step))


# --- What follows from the table ----------------------------------------------------------


def rule_of(step: Step) -> Rule:
    """
    Return the rule that asks for *step*.

    >>> rule_of(Step.SREPT).id
    'ST-05'
    """
    return TABLE[step].rule


def bearer_of(step: Step, outcome: Ending | Literal[False] = False) -> Bearer:  # noqa: FBT002
    """
    Return who is to act on *step* next; *outcome* is that of its last event, False where there is none.

    Where the DCC requires Credit Cover, or does not accept User IDs, it is the Party that acts next;
    User IDs begin with the Party, which tells the DCC those that it wishes (RO-07).

    >>> bearer_of(Step.UEPT_REVIEW), bearer_of(Step.SECURITY_STATUS)
    (<Bearer.DCC: 'DCC'>, <Bearer.SSC: 'Security Sub-Committee'>)
    >>> bearer_of(Step.CREDIT_COVER, Outcome.REQUIRED)
    <Bearer.PARTY: 'Party'>
    """
    row = TABLE[step]
    return row.by if outcome is False else row.then_by.get(outcome, row.by)


def edges(readings: Readings = DEFAULT_READINGS) -> tuple[tuple[Step, Dependency], ...]:
    """
    Return each step that waits with what it waits for, as *readings* have it, in the order of the table.

    >>> [dependency.on.value for step, dependency in edges() if step is Step.SREPT]
    ['smki-rapps']

    Raises:
        InvalidType: If *readings* are not `Readings`.

    """
    check_terms(None, readings)
    return tuple(
        (step, dependency)
        for step, row in TABLE.items()
        for dependency in row.dependencies
        if dependency.holds(readings)
    )
