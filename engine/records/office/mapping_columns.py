"""The columns of a mapping: what each is bound to, and how its cells are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.language import keys, mapping_keys
from engine.language.diagnostics import did_you_mean
from engine.language.facts import Empty, FactType
from engine.loading.build.reading import BrokenError, Reader
from engine.loading.spelling import code_help
from engine.loading.tree import Mapping, Scalar, Sequence
from engine.records.office.dates import EXCEL_NUMBER, ROC, FormError, form_of
from engine.records.office.mapping import MEANINGS, ColumnMapping, Reads, Target, Words
from engine.records.office.sheets import folded

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostics, Place
    from engine.language.facts import Fact, Vocabulary
    from engine.loading.tree import Entry, Tree

_NUMBERS: Final = frozenset({FactType.INTEGER, FactType.DECIMAL})
_DAYS: Final = frozenset({FactType.DATE, FactType.DATETIME})


class BlockReader(Reader):
    """Reads the keys of a block by their names."""

    def texts_at(self, tree: Mapping, key: str) -> tuple[str, ...]:
        """One text or several; none where the key is not there."""
        found = tree.get(key)
        return () if found is None else self.texts(found, key, tree.place)

    def word_at(self, tree: Mapping, key: str) -> str:
        """A text; empty where the key is not there."""
        found = tree.get(key)
        return "" if found is None else self.text(found, key, tree.place)

    def flag_at(self, tree: Mapping, key: str) -> bool:
        """A truth value; false where the key is not there."""
        found = tree.get(key)
        return False if found is None else self.boolean(found, key, tree.place)

    def refuse_todo(self, tree: Mapping, way_out: str) -> None:
        """Report everything that is still to be decided."""
        todo = tree.get("todo")
        for text, place in self.placed_texts(todo, "todo") if todo is not None else ():
            self.diagnostics.error("undecided", f'it is not decided what "{text}" is', place, way_out)

    def number_at(self, tree: Mapping, key: str) -> int:
        """A number from 1 on; 0 where the key is not there."""
        found = tree.get(key)
        if found is None:
            return 0
        number = self.whole_number(found, key, tree.place)
        if number < 1:
            self.fail("wrong-row", f"{key} is a number from 1 on", found.place)
        return number


def without_list(list_fact: Fact | None, name: str) -> str:
    """The name of a field, where it is written with its list."""
    if list_fact is None:
        return name
    return name.removeprefix(f"{list_fact.path}[].").removeprefix(f"{list_fact.path}.")


class ReadsReader(Reader):
    """Reads how cells are read: words, codes, forms of dates."""

    def __init__(self, diagnostics: Diagnostics, vocabulary: Vocabulary) -> None:
        super().__init__(diagnostics)
        self._vocabulary = vocabulary
        self.codes_of_lists: dict[str, dict[str, str]] = {}

    def general(self, top: Mapping) -> Reads:
        """What holds for all columns; the codes are kept by their list."""
        codes = top.get("codes")
        for entry in self.mapping(codes, "codes", top.place) if codes is not None else ():
            if entry.key not in self._vocabulary.enumerations:
                message = f'there is no code list "{entry.key}"'
                way_out = did_you_mean(entry.key, self._vocabulary.enumerations)
                self.diagnostics.error("unknown-type", message, entry.key_place, way_out)
                continue
            self.codes_of_lists[entry.key] = self.codes(entry.value, entry.key)
        return Reads(general_words=self.words(top), dates=self.dates(top))

    def words(self, tree: Mapping) -> Words:
        """The meanings of words."""
        found = tree.get("words")
        meanings: dict[str, frozenset[str]] = {}
        if found is None:
            return Words()
        listed = self.check_keys(self.mapping(found, "words", tree.place), MEANINGS, "words")
        for entry in listed:
            if entry.key not in MEANINGS:
                continue
            items = entry.value.items if isinstance(entry.value, Sequence) else (entry.value,)
            for item in items:
                if not isinstance(item, Scalar) or not item.text:
                    self.wrong(item, f"a word for {entry.key}", "a text", item.place)
                word = folded(item.text)
                meant = meanings.get(word, frozenset()) | {entry.key}
                if {"true", "false"} <= meant:
                    message = f'"{item.text}" cannot be true and false'
                    self.diagnostics.error("conflicting-words", message, item.place)
                meanings[word] = meant
        return Words(meanings)

    def dates(self, tree: Mapping) -> tuple[str, ...]:
        """The forms of dates, each of which says enough."""
        found = tree.get("dates")
        if found is None:
            return ()
        forms = self.placed_texts(found, "dates")
        for form, place in forms:
            if form in {EXCEL_NUMBER, ROC}:
                continue
            try:
                form_of(form)
            except FormError as error:
                self.diagnostics.error(
                    "date-form", f"{form}: {error}", place, "such as D/M/YYYY, RRR.M.D, YYYYMMDD, YYYY/M/D hh:mm"
                )
        return tuple(form for form, _ in forms)

    def codes(self, tree: Tree, enumeration: str) -> dict[str, str]:
        """Codes by folded word."""
        known = self._vocabulary.enumerations[enumeration]
        codes: dict[str, str] = {}
        for entry in self.mapping(tree, "codes", tree.place):
            code = entry.value.text if isinstance(entry.value, Scalar) else ""
            if code not in known.values:
                message = f'{enumeration} has no code "{code}"'
                self.diagnostics.error("unknown-code", message, entry.value.place, code_help(code, known))
                continue
            if codes.setdefault(folded(entry.key), code) != code:
                self.diagnostics.error("conflicting-words", f'"{entry.key}" stands for two codes', entry.key_place)
        return codes


class ColumnsReader(BlockReader):
    """Reads the columns of one sheet; ``list_fact`` is that of the list whose entries its rows are."""

    def __init__(
        self, diagnostics: Diagnostics, vocabulary: Vocabulary, reads: ReadsReader, general: Reads, list_fact: Fact | None
    ) -> None:
        super().__init__(diagnostics)
        self._vocabulary, self._reads, self._general, self._list = vocabulary, reads, general, list_fact

    def read(self, sheet: Mapping) -> list[ColumnMapping]:
        """The columns that can be read; what is wrong with the others is recorded."""
        tree = self.mapping(sheet.get("columns"), "columns", sheet.place)
        columns: list[ColumnMapping] = []
        seen: dict[str, Place] = {}
        for entry in tree:
            try:
                column = self._column(entry)
            except BrokenError:
                continue
            for target in column.targets:
                if str(target) in seen:
                    message = f"{target} has a column already, at line {seen[str(target)].line}"
                    way_out = "of several columns for one list, each has its `item:`; of one, other spellings stand under `also:`"
                    self.diagnostics.error("duplicate-target", message, entry.key_place, way_out)
                seen[str(target)] = entry.key_place
            columns.append(column)
        self._check_items(columns, seen)
        return columns

    def _check_items(self, columns: list[ColumnMapping], seen: dict[str, Place]) -> None:
        """A list has either one column that is split, or columns by item."""
        for column in columns:
            for target in column.targets:
                split = target.fact.element_type is not None and not target.item
                if split and any(name.startswith(f"{target.path} (item") for name in seen) and column.place:
                    message = f"{target.path} has a column for all its items, and others for one each"
                    self.diagnostics.error("duplicate-target", message, column.place)

    def _column(self, entry: Entry) -> ColumnMapping:
        what = f'the column "{entry.key}"'
        if isinstance(entry.value, Scalar):
            target = self._target(entry.value, 0, what)
            self._check_split(target, Reads(), entry)
            return ColumnMapping(
                (entry.key,), (target,), self._reads_of(Mapping({}, entry.value.place), (target,)), place=entry.key_place
            )
        tree = self.check_keys(self.mapping(entry.value, what, entry.key_place), keys.names(mapping_keys.MAPPED_COLUMN), what)
        item = self.number_at(tree, "item")
        fact, facts = tree.get("fact"), tree.get("facts")
        if (fact is None) == (facts is None):
            self.fail("missing-key", f"{what} says either its fact or the facts of its parts", entry.key_place, "add fact: …")
        trees = [fact] if fact is not None else list(self.sequence(facts, "facts", tree.place))
        targets = tuple(self._target(one, item, what) for one in trees)
        reads = self._reads_of(tree, targets)
        if facts is not None and not reads.split:
            self.fail(
                "missing-key",
                f"{what} has several facts and does not say what separates them",
                entry.key_place,
                'add split: ["…"]',
            )
        if facts is None:
            self._check_split(targets[0], reads, entry)
        headers = (entry.key, *self.texts_at(tree, "also"))
        letter = tree.get("letter")
        letters = self.text(letter, "letter", tree.place).upper() if letter is not None else ""
        if letter is not None and not (letters.isascii() and letters.isalpha() and len(letters) <= 3):  # noqa: PLR2004 - XFD is the last
            self.fail("wrong-letter", f'"{letters}" is no letter of a column', letter.place, "such as F or AB")
        return ColumnMapping(headers, targets, reads, letters, self.flag_at(tree, "optional"), entry.key_place)

    def _target(self, tree: Tree, item: int, what: str) -> Target:
        name = self.text(tree, f"the fact of {what}", tree.place).replace("[]", "")
        facts = self._vocabulary.facts
        if self._list is not None:
            return self._field(self._list, without_list(self._list, name), item, tree)
        if name in facts:
            fact = facts[name]
            if fact.identifier:
                self.fail("duplicate-target", f'"{name}" is the record\'s id', tree.place, "its column stands under `id:`")
            if item and (fact.type is not FactType.LIST or fact.elements is not None):
                self.fail("wrong-key", f"{name} has no items that are plain values", tree.place,
                          did_you_mean("", [f"{name}.{field}" for field in fact.elements or {}]))  # fmt: skip
            return Target(name, fact, item=item)
        path, _, field = name.rpartition(".")
        fact_of_list = facts.get(path)
        if fact_of_list is not None and fact_of_list.type is FactType.LIST:
            if not item:
                way_out = "say `item: 1` for the first, or `list:` of the sheet where each row is one entry"
                self.fail("missing-key", f"{name}: it is not said of which entry of {path}", tree.place, way_out)
            return self._field(fact_of_list, field, item, tree)
        known = [*facts, *(f"{path}.{field}" for path, fact in facts.items() for field in fact.elements or {})]
        self.fail("unknown-fact", f'unknown fact "{name}"', tree.place, did_you_mean(name, known))

    def _field(self, fact: Fact, field: str, item: int, tree: Tree) -> Target:
        if fact.elements is None:
            if field == fact.path:
                return Target(fact.path, fact, item=item)
            self.fail("unknown-field", f'{fact.path} has no fields; its values are "{fact.path}"', tree.place)
        if field not in fact.elements:
            self.fail("unknown-field", f'{fact.path}: unknown field "{field}"', tree.place, did_you_mean(field, fact.elements))
        return Target(fact.path, fact, field, item)

    def _check_split(self, target: Target, reads: Reads, entry: Entry) -> None:
        is_items = target.fact.element_type is not None and not target.item and self._list is None
        if is_items and not reads.split:
            message = f"{target.path} is a list, and it is not said how a cell holds several items"
            self.fail("missing-key", message, entry.key_place, 'add split: ["、", ";"], or item: 1 if the column has one item')
        if reads.split and not is_items:
            self.fail(
                "wrong-key", f"{target} is one value: there is nothing to split", entry.key_place, "name the parts under `facts:`"
            )

    def _reads_of(self, tree: Mapping, targets: tuple[Target, ...]) -> Reads:
        facts = [target.value_fact for target in targets]
        codes = self._codes(tree, facts)
        self._check_uses(tree, facts)
        empty = tree.get("empty")
        if empty is not None and (not isinstance(empty, Scalar) or not empty.text):
            self.wrong(empty, "empty", "what an empty cell says, in a word", empty.place)
        if empty is not None and any(
            target.fact.type is FactType.LIST and not target.item and not target.field for target in targets
        ):
            self.fail("wrong-key", "of a list say `without_items` of the sheet", empty.place)
        if empty is not None and empty.text == "unknown" and any(fact.has_presumption for fact in facts):
            self.fail("wrong-key", "the vocabulary presumes a value of this fact where it is not known", empty.place)
        numbers = tree.get("numbers")
        if numbers is not None:
            self.option(numbers, "numbers", ["text"])
        thousands = tree.get("thousands")
        return Reads(
            self._reads.words(tree),
            self._general.general_words,
            codes,
            self._reads.dates(tree) or self._general.dates,
            numbers is not None,
            self.text(thousands, "thousands", tree.place) if thousands is not None else "",
            self.texts_at(tree, "leave_out"),
            self._separators(tree),
            empty.text if isinstance(empty, Scalar) else None,
        )

    def _separators(self, tree: Mapping) -> tuple[str, ...]:
        split = tree.get("split")
        if split is None:
            return ()
        items = split.items if isinstance(split, Sequence) else (split,)
        found = [item.text for item in items if isinstance(item, Scalar) and item.text]
        if len(found) < len(items) or not items:
            self.fail("wrong-shape", "split is a separator, or several", split.place, 'such as ["、", ";"]')
        return tuple(found)

    def _codes(self, tree: Mapping, facts: list[Fact]) -> dict[str, str]:
        own = tree.get("codes")
        enumerations = list(dict.fromkeys(fact.enumeration for fact in facts if fact.enumeration))
        if own is not None and len(enumerations) != 1:
            self.fail("wrong-key", "these cells hold no codes" if not enumerations else "which code list?", own.place)
        general = self._reads.codes_of_lists.get(enumerations[0], {}) if len(enumerations) == 1 else {}
        return {**general, **(self._reads.codes(own, enumerations[0]) if own is not None else {})}

    def _check_uses(self, tree: Mapping, facts: list[Fact]) -> None:
        """Keys that say nothing of such a fact are a mistake."""
        types = {fact.type for fact in facts}
        wrong = [
            key
            for key, fitting in (("dates", _DAYS), ("thousands", _NUMBERS), ("leave_out", _NUMBERS), ("numbers", {FactType.TEXT}))
            if key in tree and not types & fitting
        ]
        for key in wrong:
            self.diagnostics.error("wrong-key", f"`{key}` says nothing of such a fact", tree.entries[key].key_place)
        if any(fact.empty is not Empty.UNKNOWN and fact.type is FactType.TEXT for fact in facts) and "empty" in tree:
            self.diagnostics.error("wrong-key", "a text cannot say that it is unknown", tree.entries["empty"].key_place)
