"""Letters as data: what is read of them, what is found wrong, and that every outcome has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from engine.language import letter_keys
from engine.language.diagnostics import Diagnostics, InputError
from engine.language.facts import Bilingual
from engine.language.rulebook import Duty
from engine.loading.library import Library
from engine.reporting.letters.build import Letters
from engine.reporting.letters.checks import check_letters
from engine.reporting.letters.declaration import DECISION, Deadline, Form, PartKind
from engine.reporting.letters.declared import declared_letters, findings_of_letters
from engine.reporting.letters.drafts import read_drafts
from engine.reporting.letters.model import Sender
from engine.reporting.phrases import shipped_phrases
from tests.unit.analysis.small_library import ARTICLE_1, RULEBOOK, write_library
from tests.unit.reporting.evaluations import ROOT, RULEBOOKS, evaluation_of, example, library

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.rulebook import Decision
    from engine.reporting.letters.declaration import Declaration

PUPIL = (RULEBOOKS / "moe-international-students" / "scenarios" / "base-student.yaml").read_text(encoding="utf-8")
REFUSAL = """\
letter: refusal
form: letter
title: {zh: 通知書, en: Notice}
subject: {zh: 有關臺端入室一案，請查照。, en: Your entry}
about: entry
when: {entry: refused}
deadline: {fact: card.issued_on}
parts:
  - outcome
  - part: grounds
    decisions: [entry]
    cite: [art1]
  - part: fields
    facts: [name.en, loans.from]
  - part: duties
    provisions: [art2]
"""


def written(folder: Path, *letters: str, **files: str) -> Path:
    """The small library with letters beside its scenarios."""
    root = write_library(folder, **files)
    (root / "reading-room" / "letters").mkdir(exist_ok=True)
    for text in letters:
        name = text.partition("letter: ")[2].partition("\n")[0]
        (root / "reading-room" / "letters" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def found(root: Path) -> list[tuple[str, int, int, str]]:
    return [(one.code, one.place.line, one.place.column, one.help) for one in findings_of_letters(Library(root))]


def own(letters: tuple[Declaration, ...]) -> list[str]:
    return [one.name for one in letters if one.of]


# -- what is read ------------------------------------------------------------------------------------------------------


def test_a_letter_is_read_with_whole_keys_for_what_the_text_declares(tmp_path: Path) -> None:
    root = written(tmp_path, REFUSAL)
    assert found(root) == []
    letter = declared_letters(root, Library(root).load("reading-room"))[0]
    assert (letter.name, letter.form, letter.of, letter.about) == ("refusal", "letter", "reader", "entry")
    assert letter.when == {"entry": ("refused",)}
    assert letter.deadline == Deadline(fact="card.issued_on")
    assert [part.kind for part in letter.parts] == ["outcome", "grounds", "fields", "duties"]
    assert letter.parts[1].cite == ("reading-room:art1",)
    assert letter.parts[3].provisions == ("reading-room:art2",)
    assert letter.parts[2].facts == ("name.en", "loans.from")


def test_letters_are_no_part_of_the_law(tmp_path: Path) -> None:
    before = Library(write_library(tmp_path)).load("reading-room").digest
    assert Library(written(tmp_path, REFUSAL)).load("reading-room").digest == before


def test_the_only_decision_of_when_is_what_a_letter_is_about(tmp_path: Path) -> None:
    root = written(tmp_path, REFUSAL.replace("about: entry\n", ""))
    assert declared_letters(root, Library(root).load("reading-room"))[0].about == "entry"


def test_the_general_letters_come_after_those_of_the_rulebook_and_give_way_to_their_names(tmp_path: Path) -> None:
    mine = REFUSAL.replace("letter: refusal", "letter: decision-value").replace("Your entry", "Mine")
    root = written(tmp_path, REFUSAL, mine)
    letters = declared_letters(root, Library(root).load("reading-room"))
    assert own(letters) == ["decision-value", "refusal"]
    assert [one.name for one in letters].count("decision-value") == 1
    assert letters[0].subject.en == "Mine"
    assert {one.name for one in letters if not one.of} == {
        file.stem for file in (ROOT / "reports" / "letters").glob("*.yaml")
    } - {"decision-value"}


def test_an_office_puts_its_letters_in_the_place_of_those_of_the_same_name(tmp_path: Path) -> None:
    root = written(tmp_path, REFUSAL)
    office = tmp_path / "office" / "letters"
    (office / "reading-room").mkdir(parents=True)
    (office / "reading-room" / "refusal.yaml").write_text(REFUSAL.replace("Your entry", "Ours"), encoding="utf-8")
    general = (ROOT / "reports" / "letters" / "decision-neutral.yaml").read_text(encoding="utf-8")
    (office / "decision-neutral.yaml").write_text(general.replace("Notice of finding", "Ours too"), encoding="utf-8")
    letters = {one.name: one for one in declared_letters(root, Library(root).load("reading-room"), office=tmp_path / "office")}
    assert (letters["refusal"].subject.en, letters["decision-neutral"].title.en) == ("Ours", "Ours too")
    (office / "reading-room" / "refusal.yaml").write_text(REFUSAL.replace("refused", "refuse"), encoding="utf-8")
    assert [one.code for one in findings_of_letters(Library(root), office=tmp_path / "office")] == ["unknown-outcome"]


def test_a_version_leaves_out_of_its_letters_what_it_does_not_have(tmp_path: Path) -> None:
    root = written(tmp_path, REFUSAL.replace("[art1]", "[art1, art9]") + "  - part: checklist\n    provisions: [art9]\n")
    later = RULEBOOK.replace('version: "1"', 'version: "2"').replace("2020-01-01", "2030-01-01")
    second = root / "reading-room" / "enactments" / "2"
    (second / "articles").mkdir(parents=True)
    (second / "rulebook.yaml").write_text(later, encoding="utf-8")
    for number in ("1", "2", "9"):
        text = ARTICLE_1.replace("least_age", f"least_age_{number}").replace('article: "1"', f'article: "{number}"')
        (second / "articles" / f"0{number}.yaml").write_text(text, encoding="utf-8")
    both = Library(root)
    assert [one.code for one in findings_of_letters(both) if one.place.file.endswith("refusal.yaml")] == []
    old, new = (declared_letters(root, both.load(f"reading-room@{version}"))[0] for version in ("1", "2"))
    assert [part.kind for part in old.parts] == ["outcome", "grounds", "fields", "duties"]
    assert old.parts[1].cite == ("reading-room:art1",)
    assert new.parts[1].cite == ("reading-room:art1", "reading-room:art9")
    assert new.parts[4].provisions == ("reading-room:art9",)


def test_a_letter_that_cannot_be_read_stops_all(tmp_path: Path) -> None:
    root = written(tmp_path, REFUSAL.replace("form: letter", "form: memo"))
    with pytest.raises(InputError, match="memo"):
        declared_letters(root, Library(root).load("reading-room"))


def test_a_letter_says_who_writes_where_no_office_does() -> None:
    evaluation = evaluation_of(PUPIL, "moe-international-students", subject="student")
    book = evaluation.program.rulebook
    letters = declared_letters(RULEBOOKS, book)
    assumed, named = (
        Letters(evaluation, shipped_phrases(), letters, sender=sender).named("nothing-to-do")[0].sender.name.en
        for sender in (Sender(name=book.authority, assumed=True), Sender(name=Bilingual("某大學", "Some University")))
    )
    assert (assumed, named) == ("(name of the institution)", "Some University")


# -- what is found -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "way_out"),
    [
        ("about: entry", "about: entri", "unknown-decision", 5, 'did you mean "entry"?'),
        ("{entry: refused}", "{entry: refuse}", "unknown-outcome", 6, 'did you mean "refused"?'),
        ("{entry: refused}", "{entry: value}", "unknown-outcome", 6, "known here: admitted, refused, undetermined"),
        ("[art1]", "[art11]", "unknown-provision", 12, 'did you mean "art1"?'),
        ("[name.en, loans.from]", "[name.en, loans.form]", "unknown-fact", 14, 'did you mean "loans.from"?'),
        ("{fact: card.issued_on}", "{fact: age}", "wrong-type", 7, "a deadline comes from one that is"),
        ("{fact: card.issued_on}", "{parameter: least_age}", "wrong-type", 7, "a deadline comes from one that is"),
        ("{fact: card.issued_on}", "{parameter: last_age}", "unknown-parameter", 7, 'did you mean "least_age"?'),
        ("{fact: card.issued_on}", "{decision: loans_held}", "wrong-type", 7, "a deadline comes from one that is"),
        ("Your entry", '"{persn}, your entry"', "unknown-placeholder", 4, 'did you mean "person"?'),
        ("Your entry", '"{person.name}"', "unknown-placeholder", 4, 'did you mean "person"?'),
        ("Your entry", '"{person, your entry"', "unbalanced-braces", 4, ""),
        ("Your entry", '"Your entry of {dated}"', "unbalanced-translation", 4, "say it in zh too"),
        (", en: Your entry", "", "missing-translation", 4, ""),
        ("form: letter", "form: memo", "unknown-option", 2, ""),
        ("letter: refusal", "letter: denial", "wrong-identity", 1, 'write "refusal"'),
        ("when: {entry: refused}\n", "", "never-called-for", 1, "say by which outcomes"),
        ("when: {entry: refused}", "when: {entry: []}", "empty", 6, "{DECISION: OUTCOME}"),
        ("when: {entry: refused}", "duties: [art1.p1]", "no-duty", 6, 'did you mean "art2.p1"?'),
        ("when: {entry: refused}", "duties: [art3.p1]", "unknown-provision", 6, 'did you mean "art2.p1"?'),
        ("  - outcome\n", "  - part: outcome\n    when: {entry: admitted}\n", "never-shown", 9, "mend the `when`"),
        ("  - outcome\n", "  - checklist\n", "missing-key", 9, "add `provisions: [NAME]`"),
        ("  - outcome\n", "  - {part: said, title: {zh: 一, en: A}}\n", "missing-key", 9, "{zh: …, en: …}"),
        ("  - outcome\n", "  - {part: outcome, facts: [age]}\n", "unknown-key", 9, ""),
        ("parts:", "of: author\nparts:", "unknown-subject", 8, "known here: reader"),
    ],
)  # fmt: skip
def test_a_mistake_is_found_where_it_stands(tmp_path: Path, old: str, new: str, code: str, line: int, way_out: str) -> None:
    assert old in REFUSAL
    root = write_library(tmp_path)
    (root / "reading-room" / "letters").mkdir()
    (root / "reading-room" / "letters" / "refusal.yaml").write_text(REFUSAL.replace(old, new), encoding="utf-8")
    told = [one for one in found(root) if one[:2] == (code, line)]
    assert told, found(root)
    assert way_out in told[0][3]


def test_a_deadline_is_said_only_where_there_is_one(tmp_path: Path) -> None:
    said = REFUSAL.replace(
        "有關臺端入室一案，請查照。, en: Your entry", '"請於{deadline}以前提出。", en: "Your entry, by {deadline}"'
    )
    assert found(written(tmp_path, said)) == []
    assert [one[0] for one in found(written(tmp_path, said.replace("deadline: {fact: card.issued_on}\n", "")))] == [
        "unknown-placeholder"
    ]


def test_two_letters_of_one_form_may_not_be_called_for_by_one_outcome(tmp_path: Path) -> None:
    second = REFUSAL.replace("letter: refusal", "letter: rejection")
    (told,) = findings_of_letters(Library(written(tmp_path, REFUSAL, second)))
    assert (told.code, told.place.file.rpartition("/")[2]) == ("called-for-twice", "rejection.yaml")
    assert "refusal.yaml:1:1" in told.help
    assert found(written(tmp_path, REFUSAL, second.replace("form: letter", "form: request"))) == []
    assert found(written(tmp_path, REFUSAL, second.replace("{entry: refused}", "{entry: [admitted, undetermined]}"))) == []
    notice = second.replace("when: {entry: refused}", "duties: [art2.p1]")
    assert found(written(tmp_path, notice, notice.replace("letter: rejection", "letter: refusal"))) != []


def test_what_would_not_be_read_is_told(tmp_path: Path) -> None:
    root = written(tmp_path, REFUSAL)
    (root / "reading-room" / "letters" / "refusal.yaml").rename(root / "reading-room" / "letters" / "refusal.yml")
    (tmp_path / "office" / "letters" / "reading-rom").mkdir(parents=True)
    told = findings_of_letters(Library(root), office=tmp_path / "office")
    assert [(one.code, one.help) for one in told if one.code == "unread-file"] == [("unread-file", "call it refusal.yaml")]
    assert [one.help for one in told if one.code == "unknown-rulebook"] == ['did you mean "reading-room"?']


def test_letters_wait_until_the_rulebook_is_mended(tmp_path: Path) -> None:
    root = written(tmp_path, REFUSAL, article_1=ARTICLE_1.replace("paragraph: 1", "paragraph: 3"))
    broken = Library(root)
    broken.built("reading-room")
    assert broken.diagnostics.errors
    assert findings_of_letters(broken) == []


# -- what is shipped ---------------------------------------------------------------------------------------------------


def test_the_keys_know_the_forms_and_parts_that_letters_have() -> None:
    assert set(letter_keys.FORMS) == set(get_args(Form))
    assert set(letter_keys.PARTS) == set(get_args(PartKind))


def test_nothing_is_wrong_with_the_letters_that_are_shipped() -> None:
    assert [str(one) for one in findings_of_letters(library())] == []


def kinds_of(decision: Decision) -> dict[str, str]:
    """What a decision can come to, and of which kind that is."""
    kinds = {name: "favourable" if name in decision.favourable else "unfavourable" for name in decision.outcomes}
    if not decision.favourable:
        kinds = dict.fromkeys(decision.outcomes, "neutral")
    return {**(kinds or {"value": "value"}), "undetermined": "undetermined"}


def called_for_by(letters: tuple[Declaration, ...], decision: str, outcome: str, kind: str) -> list[Declaration]:
    """The letters that an outcome can call for: the rulebook's, else the general one."""
    specific = [
        one
        for one in letters
        if one.about == decision and outcome in (one.when or {}).get(decision, ()) and one.form in {"letter", "request"}
    ]
    return specific or [one for one in letters if not one.of and kind in (one.when or {}).get(DECISION, ())]


@pytest.mark.parametrize("id_", library().ids())
def test_every_outcome_of_every_decision_has_a_letter(id_: str) -> None:
    book = library().load(id_)
    letters = declared_letters(RULEBOOKS, book)
    without = [
        f"{decision.name}: {outcome}"
        for decision in book.decisions.values()
        for outcome, kind in kinds_of(decision).items()
        if not called_for_by(letters, decision.name, outcome, kind)
    ]
    assert without == []


def test_the_notices_of_the_regulation_are_for_every_duty_to_tell_somebody() -> None:
    book = library().load("moe-international-students")
    named = {key for letter in declared_letters(RULEBOOKS, book) for key in letter.duties}
    told = {
        key
        for key, provision in book.provisions.items()
        if isinstance(provision.rule, Duty) and provision.rule.to is not None and provision.subject != "applicant"
    }
    assert told - named == set()


def test_the_consular_bureau_and_the_immigration_agency_have_a_letter_each_with_a_copy_to_the_ministry() -> None:
    book = library().load("moe-international-students")
    of_24 = [one for one in declared_letters(RULEBOOKS, book) if "moe-international-students:art24.p1" in one.duties]
    (notice,) = of_24
    assert [one.zh for one in notice.to] == ["外交部領事事務局", "內政部移民署（學校所在地之服務站）"]
    assert [one.zh for one in notice.copies] == ["教育部"]


def test_the_letter_of_the_documentation_is_one_of_the_brochure(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "letter-declarations.md").read_text(encoding="utf-8")
    example = text.partition("## One letter")[2].partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "documents-requested.yaml").write_text(example, encoding="utf-8")
    diagnostics = Diagnostics()
    drafts = read_drafts(tmp_path, "docs", diagnostics)
    check_letters(drafts, [library().load("nthu-dual-emba")], diagnostics)
    assert (len(drafts), diagnostics.found) == (1, [])


def test_what_is_asked_for_is_supplied_in_the_words_of_the_office_for_what_is_open() -> None:
    unpaid = example("fee-unpaid")
    words = {tone: Bilingual(f"（{tone}）", f"({tone})") for tone in ("unfavourable", "undetermined")}
    sender = Sender(name=Bilingual("某大學", "Some University"), remedies=tuple(words.items()))  # type: ignore[arg-type]
    letters = Letters(unpaid, shipped_phrases(), declared_letters(RULEBOOKS, unpaid.program.rulebook), sender=sender)
    (request,) = letters.named("documents-requested")
    assert request.tone == "unfavourable"
    assert [part.text for part in request.parts if part.kind == "remedy"] == [words["undetermined"]]
