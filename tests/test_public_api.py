"""What is public is listed, documented, and called as it is promised."""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from collections.abc import Iterator
from functools import reduce
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

import attrs
import pytest

import sec_uep as uep
from sec_uep import wire

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src"


#: Rooms that are for this package alone, though their names are plain.
OURS = {"sec_uep.checks"}


def modules_by_name() -> Iterator[str]:
    """Yield every module whose name is not private."""
    for path in sorted(SRC.rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        if not any(part.startswith("_") for part in parts) and ".".join(parts) not in OURS:
            yield ".".join(parts)


NAMED = tuple(modules_by_name())

#: The modules that a caller imports from: they say what they offer.
MODULES = tuple(name for name in NAMED if hasattr(import_module(name), "__all__"))

#: The parts of a package whose names the package itself offers.
PARTS = tuple(name for name in NAMED if name not in MODULES)

#: Functions that one module has for others of this package, and no caller needs.
INTERNAL = {
    "sec_uep.answers": set(),
    "sec_uep.deadlines": set(),
    "sec_uep.calendar.gov_uk": {"titled"},
    "sec_uep.calendar.watched": {"WatchedCalendar"},
    "sec_uep.citations": {"assessment_page", "guidance"},
    "sec_uep.entry.entry": {"contradictions"},
    "sec_uep.entry.standing": {"evidence_of", "notices_too_short", "obligations"},
    "sec_uep.planning.otherwise": {"otherwise"},
    "sec_uep.planning.plan": {"as_given"},
    "sec_uep.planning.schedule": {"Schedule", "first_finish"},
    "sec_uep.wire": {"encodable", "new_writer"},
}


def as_ruff_sorts(name: str) -> tuple[int, list[str | int]]:
    """Order constants, then classes, then the rest, numbers in a name by their value."""
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return kind, [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def tree(module: str) -> ast.Module:
    """Return the syntax tree of a module."""
    path = Path(str(import_module(module).__file__))
    return ast.parse(path.read_text(encoding="utf-8"))


def defined_in(module: str) -> set[str]:
    """Return the functions and classes that a module defines without an underscore."""
    return {
        node.name
        for node in tree(module).body
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_")
    }


def public_parts() -> Iterator[tuple[str, object]]:
    """Yield every public function and class, and the methods and properties that a class has itself."""
    for module in MODULES:
        found = import_module(module)
        for name in found.__all__:
            part = getattr(found, name)
            if inspect.isclass(part):
                yield f"{module}.{name}", part
                for member, value in vars(part).items():
                    if not member.startswith("_") and isinstance(
                        value, (property, classmethod, staticmethod, FunctionType)
                    ):
                        yield f"{module}.{name}.{member}", value
            elif inspect.isfunction(part):
                yield f"{module}.{name}", part


class TestEveryPublicModule:
    """`__all__` is the list of what is public."""

    @pytest.mark.parametrize("module", MODULES)
    def test_all_is_sorted_and_every_name_exists(self, module: str) -> None:
        """It is sorted as ruff sorts it, and names nothing twice."""
        found = import_module(module)
        assert found.__all__ == sorted(set(found.__all__), key=as_ruff_sorts)
        assert [name for name in found.__all__ if not hasattr(found, name)] == []

    @pytest.mark.parametrize("module", MODULES)
    def test_all_is_complete(self, module: str) -> None:
        """A function or a class without an underscore is listed, or is internal by name."""
        assert defined_in(module) - set(import_module(module).__all__) == INTERNAL.get(module, set())

    @pytest.mark.parametrize("module", PARTS)
    def test_a_package_offers_what_its_parts_define(self, module: str) -> None:
        """A part without a list of its own is read through its package."""
        package = import_module(module.rpartition(".")[0])
        assert defined_in(module) - set(package.__all__) == INTERNAL.get(module, set())

    @pytest.mark.parametrize("module", ["sec_uep", "sec_uep.obligations"])
    def test_a_package_that_loads_on_demand_shows_what_it_offers(self, module: str) -> None:
        """Completion in a notebook sees every name; a name that is not there is still an error."""
        found = import_module(module)
        assert dir(found) == sorted(found.__all__)
        with pytest.raises(AttributeError, match=f"module '{module}' has no attribute 'nothing'"):
            found.nothing  # noqa: B018 - the question is whether it can be asked

    def test_an_old_place_still_leads_there(self) -> None:
        """An entry was found among the obligations, and receipts in `trust`."""
        assert uep.obligations.entry_process is import_module("sec_uep.entry")
        assert import_module("sec_uep.trust").receipt is uep.receipt

    @pytest.mark.parametrize("module", MODULES)
    def test_the_module_says_what_it_is(self, module: str) -> None:
        """A reader decides by its docstring whether this is the file."""
        assert import_module(module).__doc__

    def test_every_part_is_documented(self) -> None:
        """Functions, classes, methods and properties each have a docstring of their own."""
        bare = [
            name
            for name, part in public_parts()
            if not (part.__doc__ or "").strip()
            or (part.__doc__ or "").startswith("Method generated by attrs")
        ]
        assert bare == []

    def test_the_reference_has_every_module(self) -> None:
        """Each module is on the page, or its names are those of the package around it."""
        page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
        shown = set(re.findall(r"automodule:: (\S+)", page))
        offered = {
            id(getattr(import_module(name), part)) for name in shown for part in import_module(name).__all__
        }
        for module in set(MODULES) - shown - {"sec_uep"}:
            found = import_module(module)
            missing = [
                name
                for name in found.__all__
                if not name.isupper() and id(getattr(found, name)) not in offered
            ]
            assert missing == [], f"{module} is not in docs/reference.md"


#: The public names as they are promised, each with its parameters in order; None: not called.
PROMISED: dict[str, str | None] = {
    # The calendar.
    "calendar.england_and_wales": "",
    "calendar.scotland": "",
    "calendar.northern_ireland": "",
    "calendar.any_of": "*calendars",
    "calendar.from_gov_uk": "data division",
    "calendar.WorkingDayCalendar.digest": None,
    "calendar.WorkingDayCalendar.is_working_day": "self day",
    "calendar.WorkingDayCalendar.why_not_working": "self day",
    "calendar.WorkingDayCalendar.nth_working_day_after": "self day n",
    "calendar.WorkingDayCalendar.nth_working_day_before": "self day n",
    "calendar.WorkingDayCalendar.on_or_after": "self day",
    "calendar.WorkingDayCalendar.on_or_before": "self day",
    "calendar.WorkingDayCalendar.working_days_between": "self *, after up_to",
    "calendar.WorkingDayCalendar.ledger": "self *, after up_to",
    "calendar.WorkingDayCalendar.with_bank_holiday": "self day title",
    "calendar.WorkingDayCalendar.without_bank_holiday": "self day",
    "WorkingDays": "n",
    "Weeks": "n",
    # Parties and Table 1.
    "UNKNOWN": None,
    "DEFAULT_READINGS": None,
    "GasTransport": "*, name",
    "ElectricityDistribution": "distribution_service_provider *, name",
    "obligations.determine": "licence party readings",
    "obligations.determine_all": "party readings",
    "Finding.why": "self",
    "Finding.why_not": "self verdict",
    "Finding.next_questions": "self",
    "Finding.smallest_changes": "self verdict",
    "obligations.audit": "",
    "obligations.MANDATE_DATES": None,
    # Trust.
    "sensitivity": "answer",
    "receipt": "answer",
    "verify": "written *, calendar",
    "recompute": "written *, calendar",
    "Deadline.safe_for": "self bearer",
    # Provisions.
    "obligations.entry_process_testing.earliest_start": "*, notice_given calendar readings",
    "obligations.entry_process_testing.latest_notice": "*, start calendar readings",
    "obligations.entry_process_testing.notice": "*, given start calendar readings",
    "obligations.entry_process_testing.is_notice_sufficient": "*, notice_given start calendar readings",
    "obligations.entry_process_testing.receipt_confirmation_due": "*, report_received calendar readings",
    "obligations.entry_process_testing.certificate_due": "*, quality_gate_passed calendar readings",
    "obligations.entry_process_testing.review_due": (
        "*, confirmation_received report_received calendar readings"
    ),
    "obligations.security_assessment.earliest_assessment": "*, application calendar readings",
    "obligations.security_assessment.latest_application": "*, assessment calendar readings",
    "obligations.security_assessment.notice": "*, application assessment calendar readings",
    "obligations.security_assessment.latest_free_reschedule": "*, assessment calendar readings",
    "obligations.security_assessment.reschedule_charge": (
        "*, requested assessment total_cost redeployed calendar readings"
    ),
    "obligations.security_assessment.AssuranceStatus": None,
    "obligations.security_assessment.permits_entry": "status",
    "obligations.security_assessment.size_category": (
        "*, domestic_premises non_domestic_premises role has_been_large readings"
    ),
    "obligations.security_assessment.SizeCategory": None,
    "obligations.privacy_assessment.earliest_assessment": "*, application calendar readings",
    "obligations.privacy_assessment.latest_application": "*, assessment calendar readings",
    "obligations.user_ids.UserId": "text",
    "obligations.user_ids.UserIdRange": "first last",
    "obligations.user_ids.sharing_groups": "roles *, readings",
    "obligations.user_ids.assignment": "ids *, own_range readings",
    "obligations.credit_cover.cover_required": "*, requirement threshold readings",
    "obligations.credit_cover.evidence_with": "*, required in_place readings",
    "obligations.credit_cover.permits_evidence": "*, required in_place readings",
    "obligations.credit_cover.credit_support_due": "*, notice_received notice_given calendar readings",
    "obligations.credit_cover.event_of_default": (
        "*, notice_received notice_given as_of provided calendar readings"
    ),
    "obligations.electricity_supply.is_designated_premises": "*, domestic profile_class",
    "obligations.gas_supply.is_designated_premises": "*, domestic annual_kwh readings",
    # Entry.
    "Entry": "*, party roles estimates events readings target",
    "Entry.with_event": "self event",
    "Entry.open_steps": "self *, today calendar readings",
    "Event": "step day *, role outcome known_on booked_for",
    # Planning.
    "planning.forwards": "entry *, today at_best calendar readings",
    "planning.backwards": "entry *, today at_best target calendar readings",
    "planning.standing": "entry *, as_of calendar readings",
    "planning.evidence": "entry *, as_of calendar readings",
    **dict.fromkeys(f"planning.Plan.{name}" for name in ("finish", "critical_path", "infeasible", "to_do")),
    **dict.fromkeys(f"planning.PlannedStep.{name}" for name in ("step", "role", "because")),
    "obligations.assessment_cycle.assessment_cycle": (
        "*, first_assessment role size years user_since readings"
    ),
    "obligations.assessment_cycle.kind_of_assessment": "*, year role size readings",
    "obligations.security_assessment.FIELDWORK": None,
    "obligations.security_assessment.APPLICATION_TO_STATUS": None,
    "obligations.security_assessment.last_day_of_notice": "*, assessment calendar readings",
    "obligations.privacy_assessment.last_day_of_notice": "*, assessment calendar readings",
    "obligations.entry_process_testing.last_day_of_notice": "*, start calendar readings",
}

#: The fields that are promised, in any order.
FIELDS: dict[str, set[str]] = {
    "ElectricitySupply": {"name", "domestic", "paragraphs", "meters", "exempt_48_9", "meters_elsewhere"},
    "GasSupply": {"name", "domestic", "paragraphs", "meters", "exempt_42_9", "meters_elsewhere"},
    "Party": {"name", "sec_party_since", "in_controlled_market_entry", "licences"},
    "calendar.WorkingDayCalendar": {"first", "last", "published_through"},
    "planning.PlannedStep": {
        "earliest_start",
        "earliest_finish",
        "latest_start",
        "latest_finish",
        "slack",
        "critical",
    },
}

#: What the members of an enumeration are called on the wire.
WORDS: dict[str, str] = {
    "Verdict": "must exempt not-required not-yet optional not-settled undetermined",
    "Certainty": "published projected amended",
    "UserRole": (
        "import-supplier export-supplier gas-supplier electricity-distributor gas-transporter "
        "registered-supplier-agent other-user"
    ),
    "Step": (
        "gateway-connection user-interface smki-rapps srept dccki-rapps uept-notice uept uept-report "
        "uept-receipt-confirmation uept-review quality-gate test-certificate user-ids credit-cover "
        "fusa-application full-user-security-assessment security-status privacy-application "
        "privacy-assessment privacy-status evidence-form secas-confirmation"
    ),
    "AssuranceStatus": "approved approved-subject-to-steps deferred rejected",
    "obligations.security_assessment.SizeCategory": "small large not-settled",
    "obligations.user_ids.IdVerdict": "allowed not-allowed undetermined",
    "obligations.credit_cover.CoverForm": "bank-guarantee letter-of-credit cash-deposit",
    "obligations.credit_cover.CoverVerdict": "required not-required undetermined",
    "obligations.credit_cover.EvidenceVerdict": "permitted not-yet undetermined",
    "obligations.credit_cover.DefaultVerdict": "occurred not-occurred undetermined",
}


def promised(path: str) -> Any:  # noqa: ANN401 - whatever the name leads to
    """Return what a public name leads to, from `sec_uep` on."""
    return reduce(getattr, path.split("."), uep)


def parameters(callable_: Any) -> str:  # noqa: ANN401 - as above
    """Return the names of parameters, with a star where those by name alone begin."""
    words = []
    for parameter in inspect.signature(callable_).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and "*," not in words:
            words.append("*,")
        words.append(f"*{parameter.name}" if parameter.kind is parameter.VAR_POSITIONAL else parameter.name)
    return " ".join(words)


class TestThePromisedNames:
    """The names that other programs call are there, and are called as they are written."""

    @pytest.mark.parametrize("path", PROMISED)
    def test_a_name_has_its_parameters(self, path: str) -> None:
        """In their order, and by name alone where that is so."""
        found, expected = promised(path), PROMISED[path]
        assert expected is None or parameters(found) == expected

    @pytest.mark.parametrize("path", FIELDS)
    def test_a_class_has_its_fields(self, path: str) -> None:
        """It may have more."""
        assert {field.name for field in attrs.fields(promised(path))} >= FIELDS[path]

    @pytest.mark.parametrize("path", WORDS)
    def test_an_enumeration_has_its_words(self, path: str) -> None:
        """No more and no fewer, in their order."""
        assert " ".join(member.value for member in promised(path)) == WORDS[path]

    @pytest.mark.parametrize(
        "name",
        [
            "day",
            "rule",
            "bearer",
            "modality",
            "certainty",
            "ledger",
            "citation",
            "readings",
            "calendar",
            "range",
            "sureness",
        ],
    )
    def test_a_deadline_has_its_parts(self, name: str) -> None:
        """Each of them can be asked."""
        fields = {field.name for field in attrs.fields(uep.Deadline)}  # type: ignore[arg-type]
        assert name in fields or hasattr(uep.Deadline, name)

    def test_the_top_level_has_the_nouns(self) -> None:
        """A notebook needs one import."""
        assert set(uep.__all__) >= {*FIELDS, *PROMISED, *WORDS} - {
            path for path in {*FIELDS, *PROMISED, *WORDS} if "." in path
        }


class TestExamples:
    """Examples run, wherever they stand."""

    def test_docstrings_and_pages_are_collected(self) -> None:
        """By the settings that every run of pytest has."""
        settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]
        options = settings["ini_options"]
        assert {"--doctest-modules", "--doctest-glob=*.md"} <= set(options["addopts"])
        assert {"src", "docs", "README.md"} <= set(options["testpaths"])

    @pytest.mark.parametrize(
        "page", sorted((ROOT / "docs" / "guide").glob("*.md")), ids=lambda page: page.name
    )
    def test_every_page_of_the_guide_has_examples(self, page: Path) -> None:
        """A page that only asserts is not a guide."""
        assert ">>> " in page.read_text(encoding="utf-8")

    def test_the_entry_file_of_the_guide_can_be_read(self) -> None:
        """What a reader copies from the page works."""
        page = (ROOT / "docs" / "guide" / "entries.md").read_text(encoding="utf-8")
        (text,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
        assert wire.loads(text, uep.Entry, "toml").party.name == "Example Energy Ltd"


MAP = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CODE = {path: path.read_text(encoding="utf-8") for path in SRC.rglob("*.py")}


class TestTheMap:
    """`docs/architecture.md` names only what is there, and leaves no module out."""

    @pytest.mark.parametrize("name", sorted(set(re.findall(r"`([\w./]+)`", MAP))))
    def test_what_it_names_exists(self, name: str) -> None:
        """A file by the end of its path, anything else as a word of the code."""
        if re.search(r"/|\.(py|md|json|toml)$", name):
            assert any(ROOT.glob(f"src/**/{name}")) or (ROOT / name).exists()
        else:
            last = re.escape(name.rpartition(".")[2].rstrip("."))
            found = any(re.search(rf"\b{last}", code) for code in CODE.values())
            assert found or any(ROOT.glob(f"src/sec_uep/**/{last}*"))

    @pytest.mark.parametrize("path", sorted(CODE), ids=lambda path: path.stem)
    def test_every_module_is_on_it(self, path: Path) -> None:
        """By its name, in the table of rooms or beside the rooms it belongs to."""
        assert path.stem == "__init__" or re.search(rf"\b{path.stem}\b", MAP)
