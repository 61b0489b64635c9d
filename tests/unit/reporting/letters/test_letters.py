"""Letters as plain values: what a reason says, what would have been needed, what is wanting, and which letters there are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engine.evaluation.editions import EditionsInterpreter
from engine.language.diagnostics import InputError
from engine.language.facts import Bilingual
from engine.reporting.letters.build import Letters
from engine.reporting.letters.declaration import DECISION, Deadline
from engine.reporting.letters.model import Sender
from engine.reporting.letters.telling import ends
from engine.reporting.phrases import shipped_phrases
from engine.reporting.sentences import Line
from tests.unit.evaluation.small_editions import two_of, write_two
from tests.unit.evaluation.test_editions import reader
from tests.unit.reporting.letters.small_office import GENERAL, IN_FULL, SENDER, Office, letter, part

if TYPE_CHECKING:
    from engine.evaluation.editions import Considered
    from engine.reporting.letters.declaration import Declaration
    from engine.reporting.letters.model import GroundsOf, Letter, LetterPart, Wanted
    from engine.reporting.sentences import Standing

BOOK = "reading-room"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


def told(office: Office, decision: str, **facts: Any) -> Letter:
    """The general letter on a decision."""
    [found] = office.letters(**facts).due(decision)
    return found


def kind(found: Letter, name: str) -> LetterPart:
    return next(one for one in found.parts if one.kind == name)


def grounds(found: Letter) -> GroundsOf:
    [one] = kind(found, "grounds").grounds
    return one


def wanted(office: Office, decision: str, **facts: Any) -> tuple[Wanted, ...]:
    return kind(told(office, decision, **facts), "wanted").wanted


# -- grounds -----------------------------------------------------------------------------------------------------------


def test_a_ground_has_its_provision_the_fact_and_what_would_have_been_needed(office: Office) -> None:
    found = told(office, "entry", age=15)
    [ground] = grounds(found).grounds
    assert (ground.cite, ground.label) == (
        Bilingual("第1條第1項", "Article 1, Paragraph 1"),
        Bilingual("年滿十六歲", "Sixteen years of age"),
    )
    assert ground.says == Bilingual("年齡：15年，未達16年（最低年齡）。", "Age: 15 years, less than 16 years (“Least age”).")
    assert ground.needed == (Bilingual("年齡應達16年（最低年齡）。", "Age must be at least 16 years (“Least age”)."),)
    assert ground.facts == (), "the sentence has said it already"
    assert (found.tone, found.name, found.outcome.en) == ("unfavourable", "unfavourable", "Refused")


def test_the_provision_is_quoted_to_the_letter_with_the_difference_between_the_languages(office: Office) -> None:
    found = told(office, "entry", age=15)
    [quotation] = found.quotations
    assert quotation.number == grounds(found).grounds[0].quoted == 1
    assert quotation.wording == Bilingual("未滿十六歲者不得入室。", "Nobody below sixteen may enter.")
    assert quotation.difference is not None
    assert quotation.difference.zh == "二者有異。以中文為準。滿者得入。"


def test_of_several_ways_each_would_have_done(office: Office) -> None:
    [ground] = grounds(told(office, "entry", works_here=False, trusted=False)).grounds
    assert ground.cite == Bilingual("第1條第2項、第3項", "Article 1, Paragraphs 2 and 3")
    assert "only one of them" in ground.says.en
    assert (ground.facts, ground.needed, ground.besides) == ((), (), None)
    staff, trusted = ground.ways
    assert (staff.cite.zh, staff.label) == ("第1條第2項", Bilingual("館員", "Staff"))
    assert staff.says == Bilingual("於本館任職：否。", "Works at the library: no.")
    assert staff.needed == Bilingual("應符合「於本館任職」。", "“Works at the library” must be the case.")
    assert (trusted.cite.zh, trusted.says.zh) == ("第1條第3項", "館員認定可信：否。")


def test_each_of_several_grounds_stands_by_itself(office: Office) -> None:
    found = grounds(told(office, "entry", age=15, works_here=False, trusted=False))
    assert len(found.grounds) == 2
    assert found.lead is not None
    assert "enough by itself" in found.lead.en


def test_a_provision_quoted_twice_is_one_quotation(office: Office) -> None:
    twice = letter("twice", part("grounds"), part("wanted"), when={"entry": ("refused",)}, about="entry")
    [found] = office.letters(twice, age=15).named("twice")
    assert [one.number for one in found.quotations] == [1]
    assert kind(found, "wanted").wanted[0].quoted == 1


def test_an_outcome_in_favour_names_what_is_met_with_the_fact(office: Office) -> None:
    found = grounds(told(office, "entry", trusted=False))
    assert [one.cite.en for one in found.grounds] == ["Article 1, Paragraph 2", "Article 1, Paragraph 1"], "the open way first"
    assert found.grounds[0].says == Bilingual("符合規定。於本館任職：是。", "Met. Works at the library: yes.")
    assert all(one.needed == () for one in found.grounds)


def test_of_what_is_open_the_facts_are_named(office: Office) -> None:
    found = told(office, "entry", age=None)
    assert "It depends on: Age." in grounds(found).grounds[0].says.en
    assert found.draft
    assert "“Admitted” or “Refused”" in kind(found, "outcome").remarks[0].en


def test_a_value_is_told_with_what_it_is_made_of(office: Office) -> None:
    found = told(office, "fee")
    assert (found.name, found.outcome.en, found.tone) == ("value", "NT$160", "neutral")
    lines = [line.text.en for line in grounds(found).grounds[0].facts]
    assert "Hours: 3." in lines
    assert "Fee for an hour: NT$20 (Article 3, Paragraph 1)." in lines


# -- what is wanting ---------------------------------------------------------------------------------------------------


def test_what_is_wanting_says_what_is_on_file_and_what_to_supply(office: Office) -> None:
    [one] = wanted(office, "papers", papers=[{"kind": "form", "signed": False}, {"kind": "proof"}])
    assert one.what.en == "Form"
    assert one.why == (
        Bilingual(
            "目前情形：文件之「申請表」：第1筆（經簽名：否）。", "As it stands: “form” among “Papers”: entry 1 (Signed: no)."
        ),
    )
    assert one.ask is not None
    assert one.ask.zh == "文件第1筆（種類：申請表）：應符合「經簽名」。"


def test_nothing_that_is_there_is_asked_for_again(office: Office) -> None:
    assert [one.what.en for one in wanted(office, "papers", papers=[{"kind": "form", "signed": True}])] == ["Proof of identity"]


def test_a_paper_that_two_provisions_want_is_one_item_with_the_reason_of_this_person(office: Office) -> None:
    found = wanted(office, "papers", abroad=True, papers=[{"kind": "form", "signed": True}])
    [one] = found
    assert [cite.en for cite in one.cite] == ["Article 2, Paragraphs 2 and 3"]
    assert one.why[0].en == "This concerns you because of the following: Lives abroad."
    assert one.why[0].zh == "因有「居住國外」之情形。"


def test_whom_a_provision_does_not_bind_is_asked_for_nothing_under_it(office: Office) -> None:
    papers = [{"kind": "form", "signed": False}, {"kind": "proof"}]
    assert [one.what.en for one in wanted(office, "papers", abroad=False, papers=papers)] == ["Form"]


def test_a_finding_of_the_authority_is_not_asked_of_the_person(office: Office) -> None:
    [one] = wanted(office, "papers", trusted=False)
    assert one.officer
    [missing] = wanted(office, "papers", trusted=None)
    assert (missing.officer, missing.ask) == (True, Bilingual("請館員認定。", "A librarian must decide."))


def test_beside_what_is_wanting_stands_what_nobody_knows_yet(office: Office) -> None:
    found = wanted(office, "papers", papers=[{"kind": "proof"}], trusted=None)
    assert [one.what.en for one in found] == ["Form", "Librarian's finding of trust"]


def test_a_missing_fact_says_what_turns_on_it(office: Office) -> None:
    [age] = wanted(office, "entry", age=None)
    assert age.ask == Bilingual("請附證件。", "Show a document.")
    assert age.why[0] == Bilingual("須據以認定：「年滿十六歲」。", "It is needed to decide on “Sixteen years of age”.")
    [hours] = wanted(office, "fee", hours=None)
    assert hours.why[0].en == "It is needed to decide on “Fee”."
    assert [cite.en for cite in hours.cite] == ["Article 3, Paragraph 1"]


# -- tables ------------------------------------------------------------------------------------------------------------


def test_what_was_received_is_what_the_record_says_and_not_what_is_presumed(office: Office) -> None:
    receipt = letter("receipt", part("received", facts=("papers", "age", "abroad")))
    [found] = office.letters(receipt, abroad=None, papers=[{"kind": "form", "signed": True}, {"kind": "proof"}]).named("receipt")
    received = kind(found, "received")
    assert [(row.label.en, row.value and row.value.en) for row in received.rows] == [("Age", "30 years")]
    [papers] = received.entries
    assert [head.en for head in papers.head] == ["Kind", "Signed"]
    assert [[cell and cell.en for cell in row] for row in papers.entries] == [["form", "yes"], ["proof of identity", None]]


def test_a_letter_that_tells_no_outcome_is_neither_for_nor_against(office: Office) -> None:
    receipt = letter("receipt", part("received", facts=("age",)), about="entry")
    [found] = office.letters(receipt, sender=IN_FULL, dated=date(2024, 5, 1), age=None).named("receipt")
    assert (found.tone, found.draft, found.readings, found.presumptions) == ("neutral", False, (), ())


def test_a_column_can_be_asked_for_by_itself(office: Office) -> None:
    [found] = office.letters(letter("receipt", part("received", facts=("papers.kind",)))).named("receipt")
    assert [head.en for head in kind(found, "received").entries[0].head] == ["Kind"]


def test_amounts_that_ask_for_others_sum_them_up(office: Office) -> None:
    schedule = letter("fees", part("amounts", decisions=("fee_for_hours", "fee")), form="schedule")
    [found] = office.letters(schedule).named("fees")
    rows = kind(found, "amounts").rows
    assert [(row.label.en, row.value and row.value.en, row.total) for row in rows] == [
        ("Fee for the hours", "NT$60", False),
        ("Fee", "NT$160", True),
    ]
    [open_one] = office.letters(schedule, hours=None).named("fees")
    first = kind(open_one, "amounts").rows[0]
    assert first.value is None
    assert first.note is not None
    assert first.note.en == "Not known yet. It depends on: Hours."


def test_a_checklist_is_ticked_as_the_judgment_finds_it(office: Office) -> None:
    checklist = letter("list", part("checklist", provisions=(f"{BOOK}:art2", f"{BOOK}:art3")), form="checklist")
    facts: dict[str, Any] = {"papers": [{"kind": "proof"}], "trusted": None, "losses": [{"title": "A"}]}
    [found] = office.letters(checklist, **facts).named("list")
    checks = kind(found, "checklist").checks
    assert [(one.what.en, one.state) for one in checks] == [
        ("Form", "off"),
        ("Proof of identity", "on"),
        ("Trust", "open"),
        ("The library must report the losses.", "open"),
    ]
    assert checks[-1].due is not None


# -- duties ------------------------------------------------------------------------------------------------------------

LOSSES = [{"title": "Emma", "lost_on": "2024-04-01"}, {"title": "Persuasion", "reported": True}]
NOTICE = letter(
    "notice",
    part("fields", facts=("name.en", "abroad", "losses")),
    part("grounds"),
    form="notice",
    of="reader",
    duties=(f"{BOOK}:art3.p2",),
)


def test_a_notice_shows_the_entries_by_which_its_duty_is_due(office: Office) -> None:
    [found] = [one for one in office.letters(NOTICE, *GENERAL, losses=LOSSES, abroad=None).due() if one.form == "notice"]
    assert found.name == "notice", "the rulebook's own, and no general one beside it"
    assert found.recipient == (Bilingual("主管機關", "the authority"),)
    assert found.deadline == date(2024, 5, 31)
    fields = kind(found, "fields")
    assert [str(row[0] and row[0].en).strip("\u2068\u2069") for row in fields.entries[0].entries] == ["Emma"]
    assert fields.rows[1].value is None, "a blank to fill in"
    assert grounds(found).grounds[0].says.en == "The library must report the losses."


def test_there_is_no_notice_where_the_duty_is_not_due(office: Office) -> None:
    assert [one for one in office.letters(NOTICE).due() if one.form == "notice"] == []
    assert office.letters(NOTICE).named("notice") == ()


def test_several_addressees_have_a_letter_each(office: Office) -> None:
    to = (Bilingual("甲機關", "Office A"), Bilingual("乙機關", "Office B"))
    notice = letter("both", part("duties"), duties=(f"{BOOK}:art3.p2",), of="reader", to=to)
    found = office.letters(notice, losses=LOSSES).named("both")
    assert [one.recipient for one in found] == [(to[0],), (to[1],)]


# -- which letters there are -------------------------------------------------------------------------------------------


def test_every_decision_has_a_letter_from_the_general_declarations(office: Office) -> None:
    letters = office.letters()
    for decision in letters.builder.results:
        assert len(letters.due(decision)) == 1


def test_a_rulebooks_own_letter_stands_in_the_place_of_the_general_one(office: Office) -> None:
    own = letter("refusal", part("outcome"), of="reader", about="entry", when={"entry": ("refused",)})
    assert [one.name for one in office.letters(own, *GENERAL, age=15).due("entry")] == ["refusal"]
    assert [one.name for one in office.letters(own, *GENERAL).due("entry")] == ["favourable"]


def test_no_letter_says_what_did_not_come_out(office: Office) -> None:
    own = letter("refusal", part("outcome"), of="reader", about="entry", when={"entry": ("refused",)})
    assert office.letters(own).named("refusal") == ()


def test_a_letter_or_decision_that_there_is_not_is_named(office: Office) -> None:
    with pytest.raises(KeyError, match="nothing"):
        office.letters().named("nothing")
    with pytest.raises(KeyError, match="no-such"):
        office.letters().due("no-such")


# -- wordings ----------------------------------------------------------------------------------------------------------


def test_places_are_filled_and_what_is_filled_in_is_not_read_again(office: Office) -> None:
    subject = Bilingual("{person}：{decision}為{outcome}", "{person}: {decision} is {outcome}")
    own = letter("own", part("said", text=Bilingual("{record}", "{record}")), subject=subject, about="entry")
    [found] = office.letters(own, name={"en": "{record.__class__} {7*7}"}).named("own")
    assert found.subject.en == "\u2068{record.__class__} {7*7}\u2069: Entry is Admitted"
    assert found.parts[0].text == Bilingual("\u2068R-1\u2069", "\u2068R-1\u2069")


@pytest.mark.parametrize("wrong", ["{persons}", "{person.__class__}", "{person!r}", "{0}", "{", "{{person}}"])
def test_an_unknown_place_is_an_error_with_its_line(office: Office, wrong: str) -> None:
    own = letter("own", part("said", text=Bilingual("無", wrong)))
    with pytest.raises(InputError, match=r"letter\.yaml:3:1"):
        office.letters(own).named("own")


def test_what_nobody_knows_yet_is_a_blank_that_has_to_be_filled_in(office: Office) -> None:
    own = letter("own", part("said", text=Bilingual("{dated}", "By {deadline}")), deadline=Deadline(fact="came_on"))
    [known] = office.letters(own).named("own")
    assert known.parts[0].text is not None
    assert known.parts[0].text.en == "By 1 May 2024"
    assert known.draft, "the day of the letter is a blank"
    [blank] = office.letters(own, came_on=None).named("own")
    assert blank.parts[0].text is not None
    assert "＿＿＿＿" in blank.parts[0].text.en


def test_chinese_names_stand_first_in_chinese(office: Office) -> None:
    [found] = office.letters(letter("own", part("said", text=Bilingual("無", "x"))), name={"en": "Li Hua", "zh": "李華"}).named(
        "own"
    )
    assert found.recipient[0].zh.startswith("\u2068李華\u2069")
    assert found.recipient[0].en.startswith("\u2068Li Hua\u2069")


def test_remedies_are_the_offices_words_or_a_blank(office: Office) -> None:
    own = letter("own", part("outcome"), part("remedy"), about="entry")
    [bare] = office.letters(own, age=15).named("own")
    assert kind(bare, "remedy").text is None
    assert bare.draft
    words = Bilingual("得於三十日內提出異議。", "You may object within thirty days.")
    says = Sender(name=SENDER.name, remedies=(("unfavourable", words),))
    [found] = office.letters(own, sender=says, age=15).named("own")
    assert kind(found, "remedy").text == words


# -- several versions --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def considered(tmp_path_factory: pytest.TempPathFactory) -> Any:
    two = two_of(write_two(tmp_path_factory.mktemp("two")))
    interpreter = EditionsInterpreter(two)

    def of(**facts: Any) -> Considered:
        return interpreter.under_each(reader(two, **facts))

    return of


def of_versions(considered: Considered, *declared: Declaration) -> Letter:
    [found] = Letters(considered, shipped_phrases(), declared or GENERAL[:5], sender=SENDER).due("entry")
    return found


def test_under_several_versions_what_each_says_is_told_where_they_differ(considered: Any) -> None:
    found = of_versions(considered(age=17))
    assert (found.name, found.draft) == ("undetermined", True)
    assert [one.says.en.rpartition(": ")[2] for one in grounds(found).grounds] == ["Admitted.", "Refused."]
    assert [one.what.en for one in kind(found, "wanted").wanted] == ["Day of issue"]
    assert len(found.rulebooks) >= 2


def test_under_several_versions_that_agree_the_outcome_is_told_and_marked(considered: Any) -> None:
    found = of_versions(considered(age=15))
    assert (found.name, found.draft) == ("unfavourable", True)
    lead = grounds(found).lead
    assert lead is not None
    assert "the same under each" in lead.en
    assert any("version" in remark.en for part_ in found.parts for remark in part_.remarks)


def test_general_letters_speak_of_kinds_of_outcomes(office: Office) -> None:
    assert {one.when and one.when[DECISION][0] for one in GENERAL[:5]} == {
        "favourable", "unfavourable", "neutral", "value", "undetermined",
    }  # fmt: skip
    assert set(office.letters().names()) == {one.name for one in GENERAL}


# -- facts, flat -------------------------------------------------------------------------------------------------------


def line(text: str, *below: Line, stands: Standing = "not_met", provision: str = "", entry: bool = False) -> Line:
    return Line(Bilingual(f"{text}。", f"{text}."), stands, below, provision, entry=entry)


def ends_of(*lines: Line, cited: bool = False) -> list[str]:
    cite = (lambda key: Bilingual(f"第{key}條", f"Article {key}")) if cited else None
    return [one.en for one in ends(shipped_phrases(), lines, {"not_met"}, cite)]


def test_what_lines_come_to_are_the_innermost_that_fail() -> None:
    tree = line("A", line("B", line("C"), line("D", stands="met")), line("E"))
    assert ends_of(tree, line("F", stands="plain")) == ["C", "E"]


def test_a_fact_of_an_entry_is_told_with_its_entry_and_list() -> None:
    tree = line("Papers: none", line("entry 2", line("Signed: no"), entry=True))
    assert ends_of(tree) == ["Papers: none (entry 2: Signed: no)"]


def test_what_takes_many_facts_is_told_by_what_it_comes_to() -> None:
    assert ends_of(line("A", line("B"), line("C"), line("D"))) == ["B", "C", "D"]
    assert ends_of(line("A", line("B"), line("C"), line("D"), line("E"))) == ["A"]


def test_a_provision_further_below_is_cited_with_its_facts() -> None:
    tree = line("Article 9: not met", line("A"), line("B"), provision="9")
    assert ends_of(tree) == ["A", "B"]
    assert ends_of(tree, cited=True) == ["A; B [Article 9]"]
