"""The register of readings, held against a copy made by hand from the list of open questions."""

from __future__ import annotations

import copy
import pickle
import re
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given, strategies as st

from sec_uep import DEFAULT_READINGS, Readings
from sec_uep.errors import InvalidType, UnknownName
from sec_uep.readings import REGISTER

#: By id: a word of the question, then the choices, each with a word of its meaning, the default first.
BY_HAND = {
    "RD-01": (
        "bank holidays",
        {
            "england-and-wales": "those of England and Wales",
            "england-and-wales-or-scotland": "or of Scotland",
            "any-uk-nation": "any nation of the United Kingdom",
        },
    ),
    "RD-02": (
        "clear days",
        {
            "nth-working-day": "the Nth Working Day after the day of notice is early enough",
            "clear-days": "one more",
        },
    ),
    "RD-04": (
        "received on a non-working day",
        {"that-day": "on the day it comes", "next-working-day": "on the next Working Day"},
    ),
    "RD-05": (
        "5 Working Days",
        {"confirmation": "receipt of the DCC's confirmation", "report": "UEPT completion report"},
    ),
    "RD-06": (
        "84 days",
        {"rolls": "moves on to the next Working Day", "no-roll": "stands as counted"},
    ),
    "RD-07": (
        "no ground of exemption",
        {"must": "must become a DCC User", "not-settled": "does not settle it"},
    ),
    "RD-08": (
        "both columns",
        {"duty-prevails": "the duty", "exemption-prevails": "the exemption"},
    ),
    "RD-09": (
        "open to a Domestic Supplier",
        {"non-domestic-only": "Non-Domestic Suppliers only", "domestic-too": "yes"},
    ),
    "RD-10": (
        "installs nothing at Designated Premises",
        {"not-met": "an exemption is never presumed", "met": "yes"},
    ),
    "RD-12": (
        "exactly 732,000 kWh",
        {"inside": "or less", "outside": "below 732 MWh"},
    ),
    "RD-13": (
        "before SREPT is complete",
        {"after-srept": "no", "before-srept-too": "yes"},
    ),
    "RD-14": (
        "Other User or Registered Supplier Agent",
        {"permitted": "against the words of the guidance", "not-permitted": "may not"},
    ),
    "RD-15": (
        "User IDs of their own",
        {"own-id": "of its own", "any-id": "may serve several"},
    ),
    "RD-17": (
        "Rejected",
        {"follow-up": "Follow-up", "new-fusa": "may require a new Full User Security Assessment"},
    ),
    "RD-18": (
        "Which steps wait for which",
        {"stated-only": "SREPT for the SMKI RAPPs", "table-2-order": "order strictly"},
    ),
    "RD-20": (
        "Who gives the assurance status",
        {"ssc": "Security Sub-Committee", "ssc-and-panel": "SEC Panel"},
    ),
    "RD-21": (
        "48.9 or 42.9",
        {"citation-only": "never met by itself", "own-ground": "only the Party can know"},
    ),
    "RD-22": (
        "join by 'or'",
        {"any": "any one suffices", "all": "all are needed"},
    ),
    "RD-23": (
        "'only installs'",
        {"designated-premises": "at Designated Premises", "all-installations": "anywhere"},
    ),
    "RD-24": (
        "several User Roles",
        {"one-per-role": "which may be given together", "one-for-all": "yes"},
    ),
    "RD-25": (
        "Credit Cover",
        {"in-place": "where it is required", "confirmed": "confirmed"},
    ),
    "RD-26": (
        "250,000",
        {"count-on-the-day": "the count on the day decides", "once-large-always-large": "always Large"},
    ),
    "RD-27": ("UEPT of one User Role, or of all", {"first-role": "the first", "all-roles": "of all"}),
    "RD-28": ("taken again need notice anew", {"no-notice": "is for the retest", "notice-anew": "again"}),
    "RD-29": ("before the organisation is a SEC Party", {"beforehand": "yes", "after-accession": "no"}),
    "RD-30": ("later notice of UEPT", {"replaces": "before UEPT", "earlier-serves": "still serves"}),
    "RD-31": ("year 1", {"year-one": "is that of year 1", "from-entry": "begins with entry"}),
    "RD-32": ("privacy status of Deferred", {"status-again": "no new", "new-assessment": "a new Privacy"}),
    "RD-33": ("3 Working Days", {"receipt": "from receipt", "giving": "from its giving"}),
    "RD-34": ("Follow-up Security Assessment", {"booked": "yes", "not-booked": "no"}),
}

each_reading = pytest.mark.parametrize("id_", BY_HAND)

choices_of_all = st.fixed_dictionaries(
    {id_: st.sampled_from(list(choices)) for id_, (_, choices) in BY_HAND.items()}
)


class TestRegister:
    """Every open question is registered, with its choices, a reason and a source."""

    def test_ids(self) -> None:
        """All ids of the list, in order, and no others."""
        assert list(REGISTER) == list(BY_HAND)

    @each_reading
    def test_reading(self, id_: str) -> None:
        """Each has its question, its choices with the default first, a reason and a citation."""
        question, choices = BY_HAND[id_]
        reading = REGISTER[id_]
        assert reading.id == id_
        assert question in reading.question
        assert reading.question.endswith("?")
        assert list(reading.choices) == list(choices)
        for choice, meaning in choices.items():
            assert meaning in reading.choices[choice]
        assert reading.default == next(iter(choices))
        assert reading.alternatives == tuple(choices)[1:]
        assert reading.reason
        assert re.fullmatch(r".+, .+", str(reading.citation))

    @each_reading
    def test_default(self, id_: str) -> None:
        """The readings that nobody chose are the defaults."""
        assert DEFAULT_READINGS[id_] == REGISTER[id_].default
        assert Readings() == DEFAULT_READINGS

    def test_hash(self) -> None:
        """Two readings of the register can be told apart in a set."""
        assert len(set(REGISTER.values())) == len(REGISTER)


class TestChoosing:
    """One choice at a time, or all at once; never a wrong one."""

    @each_reading
    def test_each_alternative(self, id_: str) -> None:
        """Every choice can be made by keyword and by id, and leaves the others alone."""
        attribute = id_.lower().replace("-", "_")
        for choice in BY_HAND[id_][1]:
            chosen = DEFAULT_READINGS.choosing({id_: choice})
            keywords: dict[str, Any] = {attribute: choice}
            assert chosen == Readings(**keywords)
            assert chosen[id_] == getattr(chosen, attribute) == choice
            assert chosen.chosen() == {**DEFAULT_READINGS.chosen(), id_: choice}
            assert (chosen == DEFAULT_READINGS) is (choice == REGISTER[id_].default)

    @each_reading
    def test_wrong_choice(self, id_: str) -> None:
        """A choice that is not registered is refused, with the question and the choices."""
        with pytest.raises(UnknownName) as caught:
            DEFAULT_READINGS.choosing({id_: "whatever-suits"})
        error = caught.value
        assert (error.field, error.name, error.known) == (id_, "whatever-suits", tuple(BY_HAND[id_][1]))
        assert REGISTER[id_].question in str(error)

    @each_reading
    @pytest.mark.parametrize("choice", [None, 1, True, ["must"]])
    def test_not_a_choice(self, id_: str, choice: Any) -> None:  # noqa: ANN401 - anything may be passed
        """A choice is text."""
        with pytest.raises(InvalidType, match=rf"^{id_}: .* is not a name; choose from "):
            DEFAULT_READINGS.choosing({id_: choice})

    @pytest.mark.parametrize("id_", ["RD-03", "RD-11", "RD-99", "rd_02", "RD02", "", 2, None, ()])
    def test_unknown_id(self, id_: Any) -> None:  # noqa: ANN401 - anything may be passed
        """An id that is not registered is refused wherever it is used."""
        for use in (lambda: DEFAULT_READINGS[id_], lambda: DEFAULT_READINGS.choosing({id_: "x"})):
            with pytest.raises(UnknownName if isinstance(id_, str) else InvalidType) as caught:
                use()
            assert str(caught.value).startswith(f"readings: {id_!r} is not ")
            assert re.search(r"the nearest is 'RD-\d\d'$|'RD-01', 'RD-02', 'RD-04'", str(caught.value))

    @pytest.mark.parametrize("choices", [None, 5, [("RD-02", "clear-days")]])
    def test_not_choices(self, choices: Any) -> None:  # noqa: ANN401 - anything may be passed
        """Choices are a mapping."""
        with pytest.raises(InvalidType, match=r"^choices: .* are not choices by id; pass \{"):
            DEFAULT_READINGS.choosing(choices)

    def test_nearest_id(self) -> None:
        """A slip of the pen is answered with the nearest id."""
        with pytest.raises(
            UnknownName, match=r"^readings: 'RD-2' is not known here; the nearest is 'RD-\d\d'"
        ):
            DEFAULT_READINGS.choosing({"RD-2": "clear-days"})

    def test_by_keyword_only(self) -> None:
        """A choice is named."""
        with pytest.raises(TypeError):
            Readings("england-and-wales")  # type: ignore[call-arg]

    def test_unknown_keyword(self) -> None:
        """There is no rd_03."""
        with pytest.raises(TypeError, match="rd_03"):
            Readings(rd_03="yes")  # type: ignore[call-arg]


class TestValues:
    """Readings are a value: equal by their choices, and they never change."""

    @given(choices=choices_of_all)
    def test_copies(self, choices: dict[str, str]) -> None:
        """All choices survive a copy and a pickle, in equality and hash."""
        readings = DEFAULT_READINGS.choosing(choices)
        assert readings.chosen() == choices
        for other in (
            copy.copy(readings),
            copy.deepcopy(readings),
            pickle.loads(pickle.dumps(readings)),  # noqa: S301 - our own bytes
            DEFAULT_READINGS.choosing(choices),
        ):
            assert other == readings
            assert hash(other) == hash(readings)
            assert {other: "found"}[readings] == "found"

    @given(choices=choices_of_all)
    def test_repr_shows_only_others(self, choices: dict[str, str]) -> None:
        """What is shown is what differs from the default, and it makes the same readings again."""
        readings = DEFAULT_READINGS.choosing(choices)
        shown = dict(re.findall(r"(rd_\d\d)='([a-z0-9-]+)'", repr(readings)))
        others = {
            id_.lower().replace("-", "_"): choice
            for id_, choice in choices.items()
            if choice != REGISTER[id_].default
        }
        assert shown == others
        assert Readings(**shown) == readings

    def test_repr_of_the_defaults(self) -> None:
        """The defaults show nothing."""
        assert repr(DEFAULT_READINGS) == "Readings()"

    @each_reading
    def test_do_not_change(self, id_: str) -> None:
        """No choice can be made afterwards."""
        with pytest.raises(FrozenInstanceError):
            setattr(DEFAULT_READINGS, id_.lower().replace("-", "_"), REGISTER[id_].alternatives[0])

    def test_the_register_does_not_change(self) -> None:
        """No reading can be put into the register, and no choice into a reading."""
        register: Any = REGISTER
        with pytest.raises(TypeError):
            register["RD-99"] = REGISTER["RD-01"]
        choices: Any = REGISTER["RD-02"].choices
        with pytest.raises(TypeError):
            choices["whatever-suits"] = "anything goes"
        with pytest.raises(FrozenInstanceError):
            REGISTER["RD-02"].question = "Any?"  # type: ignore[misc]
