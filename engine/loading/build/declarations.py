"""What a rulebook declares by name: parameters, readings, terms and decisions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from engine.language import keys
from engine.language.diagnostics import did_you_mean
from engine.language.rulebook import DatedValue, Decision, Option, Parameter, Reading, Term
from engine.language.types import (
    BOOLEAN,
    DATE,
    DATETIME,
    TEXT,
    EnumerationType,
    ListType,
    NumberType,
    OptionType,
    StructureType,
)
from engine.language.words import ARGUMENTS, COMPARISONS, WORDS
from engine.loading.build.comparisons import common
from engine.loading.build.literals import literal
from engine.loading.build.registers import register_fields, register_rows
from engine.loading.build.scope import Loop
from engine.loading.spelling import meant_key
from engine.loading.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from engine.language.expressions import Constant, Expression
    from engine.language.facts import Bilingual, Vocabulary
    from engine.language.types import (
        Type,
    )
    from engine.loading.build.expressions import ExpressionBuilder
    from engine.loading.build.names import Resolver
    from engine.loading.build.scope import Declared, Draft, Scope
    from engine.loading.tree import Tree

TERM_KEYS = keys.names(keys.TERM)

_TYPES: dict[str, Type] = {
    "integer": NumberType(),
    "decimal": NumberType(whole=False),
    "boolean": BOOLEAN,
    "date": DATE,
    "datetime": DATETIME,
    "text": TEXT,
}


def cited(builder: ExpressionBuilder, declared: Declared, owner: Draft) -> tuple[str, ...]:
    """The provisions that a declaration rests on: as it says, else the node near which it stands."""
    written = declared.tree.get("cite")
    if written is None:
        return (f"{owner.id}:{declared.here}",) if declared.here else ()
    found = []
    for path, place in builder.placed_texts(written, "cite"):
        id_, colon, bare = path.partition(":")
        draft = owner.uses.get(id_) if colon else owner
        here = (bare if colon else path) if draft is None else draft.today(bare if colon else path, owner, place)
        if draft is None or here not in draft.nodes:
            way_out = draft.no_longer(here) or did_you_mean(here, draft.nodes) if draft else did_you_mean(id_, owner.uses)
            builder.diagnostics.error("unknown-citation", f'"{path}" is cited, but is nowhere', place, way_out)
            continue
        found.append(f"{draft.id}:{here}")
    return tuple(found)


def parameter(builder: ExpressionBuilder, declared: Declared, owner: Draft) -> Parameter:
    """A parameter: one value, or values by date with the day that chooses among them."""
    place = declared.name_place
    tree = builder.check_keys(declared.tree, keys.names(keys.PARAMETER), "a parameter")
    vocabulary = owner.vocabularies[declared.subject]
    label = builder.bilingual(tree.get("label"), "the parameter's label", place)
    unit = tree.get("unit")
    unit_name = builder.text(unit, "unit", unit.place) if unit is not None else ""
    wanted = _parameter_type(builder, tree, vocabulary)
    value, by, values = tree.get("value"), tree.get("by"), tree.get("values")
    if (value is None) == (values is None):
        builder.fail("missing-key", "a parameter has a `value`, or `values` and `by`", place)
    key, cite = f"{owner.id}:{declared.name}", cited(builder, declared, owner)
    of = tree.get("of")
    if of is not None:
        if value is None or wanted is not None or unit is not None:
            message = "a register has fields and one `value`, its rows"
            builder.fail("contradiction", message, of.place, "leave out type, unit and values")
        rows = register_fields(builder, key, label, of, vocabulary)
        return Parameter(key=key, label=label, type=ListType(StructureType(key, rows)),
                         value=register_rows(builder, rows, value, vocabulary), cite=cite, place=place)  # fmt: skip

    def read(written: Tree) -> tuple[Any, Type]:
        constant = cast("Constant", builder.value(written, owner.scope(declared.here, declared.subject), wanted))
        if isinstance(constant.type, NumberType):
            return constant.value, NumberType(unit_name, isinstance(constant.value, int))
        if unit_name:
            builder.fail("type-mismatch", f"only a number has a unit, not {constant.type}", written.place)
        return constant.value, constant.type

    if value is not None:
        constant_value, type_ = read(value)
        return Parameter(key=key, label=label, type=type_, value=constant_value, cite=cite, place=place)
    if by is None:
        builder.fail("missing-key", "dated values name the day that chooses: by: …", place)
    dated: list[DatedValue] = []
    types: list[Type] = []
    for item in builder.sequence(values, "values", place):
        row = builder.check_keys(builder.mapping(item, "a dated value", place), keys.names(keys.DATED_VALUE), "a dated value")
        written = row.get("value")
        if written is None:
            builder.fail("missing-key", "a dated value has `from` and `value`", row.place)
        constant_value, type_ = read(written)
        types.append(type_)
        dated.append(DatedValue(first_day=builder.day(row.get("from"), "from", row.place), value=constant_value))
    if sorted({item.first_day for item in dated}) != [item.first_day for item in dated]:
        builder.fail("wrong-order", "dated values stand in the order of their days, each day once", place)
    chosen_by = builder.date(by, owner.scope(declared.here, declared.subject), "by")
    type_ = common(types) if types else wanted or NumberType(unit_name)
    return Parameter(key=key, label=label, type=type_, value=None, by=chosen_by, values=tuple(dated), cite=cite, place=place)


def _parameter_type(builder: ExpressionBuilder, tree: Mapping, vocabulary: Vocabulary) -> Type | None:
    """The declared type; none for a plain number or truth value, which say theirs."""
    written = tree.get("type")
    if written is None:
        return None
    name = builder.text(written, "type", written.place)
    base: Type | None = _TYPES.get(name)
    if base is None:
        if name not in vocabulary.enumerations:
            known = [*_TYPES, *vocabulary.enumerations]
            builder.fail("unknown-type", f'there is no type "{name}"', written.place, did_you_mean(name, known))
        base = EnumerationType(name, vocabulary.enumerations[name].ordered)
    return ListType(base) if isinstance(tree.get("value"), Sequence) else base


def reading(builder: ExpressionBuilder, declared: Declared, owner: Draft) -> Reading:
    """A reading, with the chosen option first."""
    place = declared.name_place
    tree = builder.check_keys(declared.tree, keys.names(keys.READING), "a reading")
    chosen = builder.text(tree.get("chosen"), "chosen", place)
    options: dict[str, Option] = {
        chosen: Option(
            means=builder.bilingual(tree.get("means"), "what the chosen reading means", place),
            source=builder.bilingual(tree.get("because"), "why this reading is chosen", place),
        )
    }
    for entry in builder.mapping(tree.get("alternatives"), "alternatives", place):
        if entry.key == chosen:
            builder.fail("duplicate-option", f'"{chosen}" is the chosen reading already', entry.key_place)
        option = builder.mapping(entry.value, "an alternative", entry.key_place)
        option = builder.check_keys(option, keys.names(keys.ALTERNATIVE), "an alternative")
        options[entry.key] = Option(
            means=builder.bilingual(option.get("means"), "what the alternative means", option.place),
            source=builder.bilingual(option.get("source"), "the alternative's source", option.place),
        )
    if len(options) == 1:
        builder.fail("empty", "a reading has alternatives", place)
    question = builder.bilingual(tree.get("question"), "the reading's question", place)
    return Reading(key=f"{owner.id}:{declared.name}", question=question, chosen=chosen, options=options,
                   cite=cited(builder, declared, owner), place=place)  # fmt: skip


def given_names(builder: ExpressionBuilder, declared: Declared) -> tuple[str, ...]:
    """The arguments that a term declares; ``given: name`` as a head word is a single text."""
    written = declared.tree.get("given")
    return builder.texts(written, "given", declared.name_place) if isinstance(written, Sequence) else ()


def term(builder: ExpressionBuilder, declared: Declared, scope: Scope, key: str) -> Term:
    """A term with its arguments filled in (they are in ``scope``)."""
    place = declared.name_place
    tree = _with_known_keys(builder, declared.tree)
    own = [entry for entry in tree if not _declares(entry.key, entry.value)]
    label = builder.bilingual(tree.get("label"), f'the label of the term "{declared.name}"', place)
    over = tree.get("over")
    path = ""
    if over is not None:
        path = scope.fact_path(builder.text(over, "over", over.place))
        fact = scope.vocabulary.facts.get(path)
        if fact is None or fact.elements is None:
            lists = [name for name, found in scope.vocabulary.facts.items() if found.elements is not None]
            message = f'{scope.subject} has no list "{path}" whose elements have fields'
            builder.fail("unknown-fact", message, over.place, did_you_mean(path, lists))
        scope = replace(scope, loops=(Loop(fact),))
    if not own:
        builder.fail("empty", f'the term "{declared.name}" says nothing', place, "give it a condition or a value")
    body = builder.value(Mapping({entry.key: entry for entry in own}, own[0].key_place), scope)
    return Term(key=key, name=declared.name, label=label, subject=scope.subject, over=path, body=body,
                cite=cited(builder, declared, scope.owner), place=place)  # fmt: skip


def _with_known_keys(builder: ExpressionBuilder, tree: Mapping) -> Mapping:
    """A term whose misspelt keys are recorded; those that are words of a condition are looked at where it is read."""
    known = (*TERM_KEYS, *WORDS, *COMPARISONS, *ARGUMENTS)
    misspelt = [entry.key for entry in tree if entry.key not in known and meant_key(entry.key, TERM_KEYS)]
    return builder.check_keys(tree, (*TERM_KEYS, *(entry.key for entry in tree if entry.key not in misspelt)), "a term")


def _declares(key: str, value: Tree) -> bool:
    """Whether a key of a term declares something about it, or belongs to its condition."""
    return key in TERM_KEYS and not (key == "given" and isinstance(value, Scalar))


def outcomes(builder: ExpressionBuilder, declared: Declared) -> tuple[str, ...]:
    """The names of a decision's outcomes; none for a decision with a value."""
    written = declared.tree.get("outcomes")
    if written is None:
        return ()
    return tuple(entry.key for entry in builder.mapping(written, "outcomes", declared.name_place))


def decision(resolver: Resolver, declared: Declared, owner: Draft) -> Decision:
    """A decision: outcomes with rows, or a value."""
    builder, place = resolver.expressions, declared.name_place
    declared.tree = tree = builder.check_keys(declared.tree, keys.names(keys.DECISION), "a decision")
    scope = owner.scope(declared.here, declared.subject)
    names = outcomes(builder, declared)
    value, rows, listed = tree.get("value"), tree.get("rows"), tree.get("outcomes")
    if bool(names) == (value is not None) or bool(names) != (rows is not None):
        builder.fail("missing-key", "a decision has `outcomes` and `rows`, or a `value`", place)
    labels: dict[str, Bilingual] = {}
    if isinstance(listed, Mapping):
        for entry in listed:
            labels[entry.key] = builder.bilingual(entry.value, f'the outcome "{entry.key}"', entry.key_place)
    if {"undetermined", "unknown"} & set(names):
        builder.fail("reserved-word", "`undetermined` is what the engine says when facts are missing", place)
    type_ = OptionType(f"the decision {declared.name}", names)
    favourable = _favourable(builder, tree, names)
    title = builder.bilingual(tree.get("title"), "the decision's title", place)
    remark = builder.optional_bilingual(tree.get("remark"), "the decision's remark")

    def outcome(written: Tree) -> Expression:
        return literal(builder, written, type_, scope.vocabulary)

    built = builder.rows(rows, f'the decision "{declared.name}"', scope, outcome) if rows is not None else ()
    unreached = set(names) - {cast("Constant", row.then).value for row in built}
    if built and unreached:
        message = f"no row gives {', '.join(sorted(unreached))}"
        builder.diagnostics.error("dead-outcome", message, place, "add a row, or take the outcome out")
    computed = None if value is None else builder.value(value, scope)
    if computed is not None and isinstance(computed.type, (StructureType, ListType)):
        builder.fail("type-mismatch", f"a decision gives one value, not {computed.type}", place)
    return Decision(key=f"{owner.id}:{declared.name}", subject=declared.subject, title=title, outcomes=labels,
                    cite=cited(builder, declared, owner), favourable=favourable, rows=built, value=computed,
                    remark=remark, place=place)  # fmt: skip


def _favourable(builder: ExpressionBuilder, tree: Mapping, names: tuple[str, ...]) -> tuple[str, ...]:
    written = tree.get("favourable")
    if written is None:
        return ()
    found = builder.texts(written, "favourable", written.place)
    for name in found:
        if name not in names:
            builder.fail("unknown-option", f'there is no outcome "{name}"', written.place, did_you_mean(name, names))
    return found
