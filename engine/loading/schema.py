"""The JSON Schemas of every kind of file, for editors and other tools; ``python -m engine.loading.schema`` writes them.

Draft 2020-12, in constructs that draft-07 has too but for the name ``$defs``, so that editors which know only the older
draft understand them. What a schema cannot say (names that exist, types that meet) the loading says.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final, cast

from jsonschema import Draft202012Validator

from engine.language.diagnostics import Diagnostic, Diagnostics, InputError
from engine.loading.folders import find_library
from engine.loading.schemas.amendments import amendment_schema
from engine.loading.schemas.decision_log import decision_log_schema
from engine.loading.schemas.decisions import decision_schema
from engine.loading.schemas.facts import enumerations_schema, vocabulary_schema
from engine.loading.schemas.letters import letter_schema
from engine.loading.schemas.mapping import mapping_schema
from engine.loading.schemas.office import office_schema
from engine.loading.schemas.parts import as_json
from engine.loading.schemas.scenarios import harmless_schema, scenario_schema
from engine.loading.schemas.texts import article_schema, decisions_schema, rulebook_schema
from engine.loading.tree import Mapping, plain
from engine.loading.vocabulary import load_vocabularies
from engine.records.schema import record_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from engine.language.diagnostics import Place
    from engine.loading.schemas.parts import Schema
    from engine.loading.tree import Sequence, Tree

_MAKERS: Final[dict[str, Callable[[], Schema]]] = {
    "rulebook": rulebook_schema,
    "article": article_schema,
    "decisions": decisions_schema,
    "amendment": amendment_schema,
    "vocabulary": vocabulary_schema,
    "enumerations": enumerations_schema,
    "scenario": scenario_schema,
    "harmless-edits": harmless_schema,
    "letter": letter_schema,
    "mapping": mapping_schema,
    "office": office_schema,
    "decision": decision_schema,
    "decision-log": decision_log_schema,
}
NAMES: Final = tuple(_MAKERS)
"""The kinds of file that have a schema, besides records."""


def schema_of(name: str) -> Schema:
    """The schema of a kind of file. Raises :class:`KeyError` for a name that is not in :data:`NAMES`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_MAKERS[name]()}


def schema_files(library: Path) -> dict[str, str]:
    """Every schema file by its name: the content that ``schemas/`` must have for the vocabularies of a library.

    Raises :class:`InputError` where a vocabulary has errors.
    """
    diagnostics = Diagnostics()
    vocabularies = load_vocabularies(library / "vocabulary", f"{library.name}/vocabulary", diagnostics)
    if diagnostics.errors:
        raise InputError(diagnostics.in_order())
    schemas = {name: schema_of(name) for name in NAMES}
    schemas |= {f"record-{subject}": record_schema(vocabulary) for subject, vocabulary in vocabularies.items()}
    return {f"{name}.schema.json": _written(schema) for name, schema in schemas.items()}


def write_schemas(library: Path, folder: Path) -> list[Path]:
    """Write every schema of a library into a folder; the files that changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, content in schema_files(library).items():
        file = folder / name
        if not file.is_file() or file.read_text(encoding="utf-8") != content:
            file.write_text(content, encoding="utf-8", newline="\n")
            changed.append(file)
    return changed


def _written(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def findings_by_schema(schema: Schema, tree: Tree) -> list[Diagnostic]:
    """What a schema says against a text, each with its place: what an editor would underline."""
    errors = Draft202012Validator(schema).iter_errors(as_json(plain(tree)))
    return [Diagnostic("schema", error.message, _place(tree, error.absolute_path)) for error in errors]


def _place(tree: Tree, path: Iterable[Any]) -> Place:
    here = tree
    for step in path:
        here = here.entries[step].value if isinstance(here, Mapping) else cast("Sequence", here).items[step]
    return here.place


def main() -> None:
    """Write the schemas of the library at hand into the ``schemas/`` beside it."""
    library = find_library()
    for file in write_schemas(library, library.parent / "schemas"):
        sys.stdout.write(f"{file.name}\n")


if __name__ == "__main__":  # pragma: no cover - the call of the test is of main itself
    main()
