"""A text with amendments is what it would be if somebody had written it out: in whatever order, and back again."""

from __future__ import annotations

import json
import tempfile
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import hypothesis.strategies as st
from hypothesis import given, settings

from engine.analysis.comparison.changes import changes
from engine.evaluation.interpreter import Interpreter
from engine.language.record import Record
from engine.loading.library import Library
from tests.unit.loading.amended import NEW, add, write
from tests.unit.loading.small_rulebook import BOTH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.language.rulebook import Rulebook

Plain = dict[str, Any]
OTHER: Final = {"zh": "別", "en": "another"}
GROWN: Final = {"label": BOTH, "fact": "age", "at_least": 20}


@dataclass
class Written:
    """A text as a person has it before him: its head, and its articles by number."""

    head: Plain
    articles: dict[str, Plain]

    def part(self, *numbers: int) -> Plain:
        """A part of the fifth article: a paragraph, or a subparagraph."""
        found: Plain = self.articles["5"]["paragraphs"][numbers[0] - 1]
        return found["subparagraphs"][numbers[1] - 1] if numbers[1:] else found


@dataclass(frozen=True)
class Amended:
    """Changes that nothing else touches, what takes them back, and the same done by hand."""

    changes: tuple[Plain, ...]
    back: Callable[[Written], list[Plain]]
    by_hand: Callable[[Written], object]


def _without(key: str) -> Callable[[Written], object]:
    return lambda text: text.articles.pop(key)


POOL: Final = (
    Amended(
        ({"set": "parameters.limit", "to": {"value": 40}},),
        lambda _: [{"set": "parameters.limit", "to": {"value": 30}}],
        lambda text: text.head["parameters"]["limit"].update(value=40),
    ),
    Amended(
        ({"set": "title", "to": OTHER},),
        lambda _: [{"set": "title", "to": BOTH}],
        lambda text: text.head.update(title=OTHER),
    ),
    Amended(
        ({"set": "art5.p1.text", "to": OTHER}, {"set": "art5.p1.requires.at_least", "to": 7}),
        lambda _: [{"set": "art5.p1.text", "to": BOTH}, {"set": "art5.p1.requires.at_least", "to": 6}],
        lambda text: text.part(1).update(text=OTHER, requires={"fact": "age", "at_least": 7}),
    ),
    Amended(
        ({"replace": "art5.p3.s2", "with": {"subparagraph": 2, **NEW}},),
        lambda text: [{"replace": "art5.p3.s2", "with": text.part(3, 2)}],
        lambda text: text.part(3)["subparagraphs"].__setitem__(1, {"subparagraph": 2, **NEW}),
    ),
    Amended(
        ({"insert": "terms.aged", "with": GROWN},),
        lambda _: [{"repeal": "terms.aged"}],
        lambda text: text.head["terms"].update(aged=GROWN),
    ),
    Amended(
        ({"insert_after": "art6", "unit": {"article": 7, **NEW}}, {"insert_after": "art7", "unit": {"article": 8, **NEW}}),
        lambda _: [{"repeal": "art7"}, {"repeal": "art8"}],
        lambda text: text.articles.update({"7": {"article": 7, **NEW}, "8": {"article": 8, **NEW}}),
    ),
    Amended(
        (
            {"insert_into": "art5", "unit": {"paragraph": 4, "text": BOTH}},
            {"insert_into": "art5.p4", "unit": {"subparagraph": 1, **NEW}},
        ),
        lambda _: [{"repeal": "art5.p4"}],
        lambda text: text.articles["5"]["paragraphs"].append(
            {"paragraph": 4, "text": BOTH, "subparagraphs": [{"subparagraph": 1, **NEW}]}
        ),
    ),
    Amended(
        ({"repeal": "art5.p3.but"},),
        lambda text: [{"insert_into": "art5.p3", "unit": text.part(3)["proviso"]}],
        lambda text: text.part(3).pop("proviso"),
    ),
    Amended(
        ({"repeal": "art2", "leaves": OTHER},),
        lambda text: [{"replace": "art2", "with": text.articles["2"]}],
        lambda text: text.articles.update(
            {"2": {"article": 2, "text": OTHER, "kind": "statement", "nature": "repealed", "not_executable": OTHER}}
        ),
    ),
    Amended(
        ({"renumber": "art3", "to": "art4"},),
        lambda _: [{"renumber": "art4", "to": "art3"}],
        lambda text: text.articles.update({"4": {**text.articles.pop("3"), "article": 4}}),
    ),
    Amended(
        ({"repeal": "readings.other"},),
        lambda text: [{"insert": "readings.other", "with": text.head["readings"]["other"]}],
        lambda text: text.head["readings"].pop("other"),
    ),
    Amended(
        ({"set": "decisions.admission.favourable", "to": ["admitted"]},),
        lambda _: [{"repeal": "decisions.admission.favourable"}],
        lambda text: text.head["decisions"]["admission"].update(favourable=["admitted"]),
    ),
)  # fmt: skip
some = st.lists(st.sampled_from(POOL), min_size=1, max_size=6, unique_by=id)
few = settings(max_examples=25, deadline=None)


def original(folder: Path) -> Written:
    """The text of the small rulebook, written there."""
    write(folder)
    enactment = folder / "club" / "enactments" / "1"
    units = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((enactment / "articles").iterdir())]
    head = json.loads((enactment / "rulebook.yaml").read_text(encoding="utf-8"))
    return Written(head, {str(unit["article"]): unit for unit in units})


def bare(rulebook: Rulebook) -> Rulebook:
    """A rulebook without what tells one version from another."""
    return replace(rulebook, version="", digest="", in_force=date.min, until=None, promulgated=None)


def same(one: Rulebook, other: Rulebook) -> bool:
    """Whether two are the same to the letter, the order of their units included."""
    return bare(one) == bare(other) and list(one.provisions) == list(other.provisions)


def amendments(parts: Sequence[Sequence[Amended]], names: Sequence[str]) -> list[Plain]:
    """Amendments of one day, each of some changes."""
    listed = zip(parts, names, strict=True)
    return [{"amendment": name, "changes": [one for made in part for one in made.changes]} for part, name in listed if part]


@few
@given(chosen=some, chance=st.randoms(use_true_random=False))
def test_the_order_says_nothing(chosen: list[Amended], chance: Any) -> None:
    """Neither that of the files, nor that of the changes in each; whatever name each amendment has, the text is the same."""
    parts: list[list[Amended]] = [[], [], []]
    for one in chosen:
        chance.choice(parts).append(one)
    found = []
    for names, turned in ((("a", "b", "c"), False), (("a", "b", "c"), True), (("c", "a", "b"), False)):
        with tempfile.TemporaryDirectory() as name:
            folder, drafts = Path(name) / "rulebooks", Path(name) / "drafts"
            write(folder)
            acts = amendments(parts, names)
            if turned:
                chance.shuffle(acts)
                for act in acts:
                    chance.shuffle(act["changes"])
            library = Library(folder, drafts=[add(drafts, {"in_force": "2030-01-01", **act}) for act in acts])
            found.append((library.load("club"), library.origins("club", "2030-01-01")))
    assert same(found[0][0], found[1][0])
    assert found[0][1] == found[1][1]
    assert same(found[0][0], found[2][0])


@few
@given(chosen=some, chance=st.randoms(use_true_random=False))
def test_it_is_what_somebody_writes_by_hand(chosen: list[Amended], chance: Any) -> None:
    with tempfile.TemporaryDirectory() as name:
        text = original(Path(name))
        add(Path(name), amendments([chosen], ["2030-01-01"])[0])
        consolidated = Library(Path(name)).load("club")
    chance.shuffle(chosen)
    text = deepcopy(text)
    for one in chosen:
        one.by_hand(text)
    with tempfile.TemporaryDirectory() as name:
        write(Path(name))
        enactment = Path(name) / "club" / "enactments" / "1"
        (enactment / "rulebook.yaml").write_text(json.dumps(text.head), encoding="utf-8")
        for path in (enactment / "articles").iterdir():
            path.unlink()
        for number, unit in text.articles.items():
            (enactment / "articles" / f"{number}.yaml").write_text(json.dumps(unit), encoding="utf-8")
        by_hand = Library(Path(name)).load("club")
    assert same(consolidated, by_hand)


@few
@given(chosen=some)
def test_an_amendment_and_its_inverse_leave_everything_as_it_was(chosen: list[Amended]) -> None:
    with tempfile.TemporaryDirectory() as name:
        text = original(Path(name))
        add(Path(name), amendments([chosen], ["2030-01-01"])[0])
        add(Path(name), {"in_force": "2031-01-01", "changes": [one for made in chosen for one in made.back(text)]})
        library = Library(Path(name))
        before, amended, after = (library.load(f"club@{version}") for version in library.versions("club"))
    assert changes(before, after) == ()
    assert changes(before, amended)
    assert list(before.provisions) == list(after.provisions)


# -- renumbering ---------------------------------------------------------------------------------------------------------

HEAD: Final = {
    "decisions": {
        "admission": {
            "title": BOTH,
            "outcomes": {"admitted": BOTH, "waits": BOTH, "refused": BOTH},
            "rows": [
                {"when": {"all": ["art1", "art5.p3", "art6"]}, "then": "admitted"},
                {"when": {"any": ["art5.p3.s2", {"term": "grown"}]}, "then": "waits"},
                {"otherwise": "refused"},
            ],
        }
    }
}
facts = st.fixed_dictionaries(
    {}, optional={"active": st.booleans(), "age": st.integers(4, 70), "kind": st.sampled_from(["adult", "junior"])}
)
numbers = st.permutations(range(1, 8))


@few
@given(articles=numbers, paragraphs=numbers, parts=numbers, records=st.lists(facts, min_size=4, max_size=8))
def test_a_renumbering_keeps_every_decision(
    articles: list[int], paragraphs: list[int], parts: list[int], records: list[Plain]
) -> None:
    """However articles, paragraphs and what is below them change their numbers all at once."""
    new = {f"art{old}": f"art{articles[old]}" for old in (1, 2, 3, 5, 6)}
    new |= {f"art5.p{old}": f"{new['art5']}.p{paragraphs[old]}" for old in (1, 2, 3)}
    new |= {f"art5.p3.s{old}": f"{new['art5.p3']}.s{parts[old]}" for old in (1, 2)}
    moves = [{"renumber": old, "to": now} for old, now in new.items() if old.rpartition(".")[2] != now.rpartition(".")[2]]
    if not moves:
        return
    with tempfile.TemporaryDirectory() as name:
        library = write(Path(name), {"changes": moves}, head=HEAD)
        before, after = library.load("club@1"), library.load("club")
    texts = {unit.path: unit for unit in after.provisions.values()}
    for unit in before.provisions.values():
        now = new.get(unit.path, f"{new['art5.p3']}.but")
        assert (texts[now].kind, texts[now].label) == (unit.kind, unit.label)
    for plain in records:
        told = []
        for book in (before, after):
            found = Interpreter(book).evaluate(Record("x", "member", plain)).decisions["admission"]
            told.append((found.outcome, found.possible, found.missing))
        assert told[0] == told[1]
