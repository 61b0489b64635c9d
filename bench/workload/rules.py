"""The workload in numbers and names, for what is written by hand; the rulebook beside says the same in its own language.

Twenty-one rules over one record, with three values. It is made up.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engine.language.rulebook import Rulebook

RULEBOOKS: Final = Path(__file__).parent / "rulebooks"

RULES: Final = (
    "foreign", "never_held_roc", "dual", "no_household_reg", "residence", "formerly_held", "lost_8y",
    "path_a", "path_b", "path_c", "path_d", "path_e", "status",
    "not_overseas_chinese", "not_placed", "degree_ok", "work_ok", "documents_ok", "deadline_ok", "english_ok", "admissible",
)  # fmt: skip
"""The rules, in the order in which their answers stand everywhere. Each is a unit of the rulebook with this name."""

OUTCOMES: Final = ("ineligible", "eligible", "interview", "undetermined")
"""The outcomes by their numbers."""

STATUS_CODES: Final = {"not_satisfied": 0, "undetermined": 1, "satisfied": 2}
"""A status as a truth: 0 false, 1 unknown, 2 true."""

NOT_FOREIGN: Final = ("TW", "HK", "MO", "CN")
NOT_COUNTED: Final = ("exchange_programme", "language_study", "short_course", "internship", "medical_treatment")
LONG_PROGRAMMES: Final = ("medicine", "dentistry", "chinese_medicine")
DEGREES: Final = ("bachelor", "master", "doctor")
REQUIRED: Final = (
    "application_form", "passport_copy", "diploma", "transcript", "financial_statement", "recommendation_letter", "study_plan",
    "declaration",
)  # fmt: skip
CLOSES_AT: Final = {
    date(2021, 8, 1): datetime.fromisoformat("2021-04-30T17:00:00+08:00"),
    date(2022, 2, 1): datetime.fromisoformat("2021-10-31T17:00:00+08:00"),
    date(2022, 8, 1): datetime.fromisoformat("2022-04-30T17:00:00+08:00"),
    date(2023, 2, 1): datetime.fromisoformat("2022-10-31T17:00:00+08:00"),
}
YEARLY_LIMIT: Final = 120
PERIOD: Final = 6
LONG_PERIOD: Final = 8
YEARS_SINCE_LOSS: Final = 8
MONTHS_OF_WORK: Final = 60
TOEFL: Final = 80
GMAT: Final = 600


def keys_of_rules(rulebook: Rulebook) -> list[str]:
    """The key of the provision of each rule, in the order of :data:`RULES`."""
    by_name = {provision.key.rsplit(".", 1)[-1]: provision.key for provision in rulebook.provisions.values() if provision.rule}
    return [by_name[rule] for rule in RULES]
