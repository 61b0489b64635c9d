"""The promises of the house that no linter knows: no law in the engine, short modules, files that say what they are."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.unit.readme import commands_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "engine").rglob("*.py"))
RULEBOOK_FILES = sorted((ROOT / "rulebooks").rglob("*.yaml"))
LONGEST_MODULE = 400  # lines; architecture: "rarely over 400", and when one grows its room is divided

# --- No law in the engine --------------------------------------------------------------------------------------------

ALWAYS_LAW = """
    taiwan emba nthu ntucm uta passport household mainland macao macau semester toefl gmat applicant nationality
    overseas residence brochure tuition diploma university 120 外國學生 簡章 國籍 申請人 戶籍 僑生
"""
"""Words that no exemption below can free, whatever the rulebooks are called tomorrow."""

ORDINARY = {
    "words of the language, as its reference spells them": """
        application count deadline division field findings from kind language none open other type
    """,
    "what every record and every text has, whatever the law": "amount name",
    "what the engine says of every provision and decision": "due ground standing status",
    "words that programs and file formats are described with": "documents general level owner pages required role",
    "what stands in a letterhead, as the file of an office says it": "email telephone website",
    "what Jinja calls a filter, and the walk over a template": "reject visit",
    "what Spark calls the scheduler of a cluster, in its addresses and in its interface": "master",
}
"""Names of the rulebooks that the engine needs for itself: why, and which. ``other`` does not free ``other_stay``."""

PLAIN = {
    "a precision and, in an example, the size of a sample": "200",
    "plain English, in comments, messages and names": """
        agreement allowed cause closed complete declaration ended entry events foreign held included incomplete kept made ordinary
        position provisional purpose qualified tests work
    """,
    "the two languages of every document, by their names": "english",
}
"""Words of the rulebooks that are everybody's: the engine may say them, and may not ask for them as for a code."""

CALENDAR = "民國前中華西元年月日零〇一二三四五六七八九十百廿卅"
"""The characters of a date by the R.O.C. calendar: how days are written is no law."""

CHINESE_OF_THE_LANGUAGE = {
    "comparisons, whose bounds the Chinese words fix": "以上 以下 滿 未滿 逾 超過 未逾",
    "great numbers in a numeral, which changes as a whole": "千萬億兆",
    "how a unit of a text is cited": "第 條 項 款 目 小目 句 節 點 之 但書 注意事項",
    "the column that an office gets its rejected rows back with": "退回原因",
    "words of cells that a proposed mapping asks about": "有 未知 不詳 待查 待補 未定 從未 未曾 未考 無此情形 迄今 至今 現在",
    "how spreadsheets write the halves of a day, and call rows that count others": "上午 下午 合計 總計 小計 總和",
    "units of a text and kinds of provision, where a docstring gives the field's own word": """
        條 項 款 目 前段 後段 但書 準用 應 不得 得 不受 之限制 不在此限 但 公布 施行 廢止
    """,
    "what a cell of a workbook may say, and its sheets that hold no records": "是 否 無 不明 仍持續 說明 代碼",
}
"""Other Chinese that may stand in the engine; all the rest belongs into rulebooks or into the phrases of reports."""


@functools.cache
def tree_of(file: Path) -> object:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - yields text only


def mappings_in(node: object) -> Iterator[dict[str, object]]:
    """Every mapping of a tree, the outer before the inner."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from mappings_in(value)
    elif isinstance(node, list):
        for item in node:
            yield from mappings_in(item)


def texts_in(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from texts_in(value)
    elif isinstance(node, list):
        for item in node:
            yield from texts_in(item)


def names_of_facts(facts: dict[str, object]) -> Iterator[str]:
    for path, fact in facts.items():
        yield from path.split(".")
        if isinstance(fact, dict) and isinstance(fact.get("of"), dict):
            yield from names_of_facts(fact["of"])


def values_of_parameter(parameter: dict[str, object]) -> Iterator[str]:
    """Its numbers of three digits and more and its dates: what would be law if Python said it."""
    for text in texts_in([parameter.get("value"), parameter.get("values")]):
        if re.fullmatch(r"\d{3,}|\d{4}-\d{2}-\d{2}.*", text):
            yield text[:10]


def words_of(file: Path) -> Iterator[str]:
    """The names that one file of ``rulebooks/`` declares, and the numbers and dates of its parameters."""
    for mapping in mappings_in(tree_of(file)):
        for key in ("rulebook", "vocabulary"):
            if isinstance(identifier := mapping.get(key), str):
                yield identifier
                yield from identifier.split("-")
        for key in ("parameters", "readings", "terms", "decisions", "outcomes", "enumerations"):
            if isinstance(declared := mapping.get(key), dict):
                yield from declared
        if isinstance(parameters := mapping.get("parameters"), dict):
            for parameter in mappings_in(list(parameters.values())):
                yield from values_of_parameter(parameter)
        if isinstance(facts := mapping.get("facts"), dict):
            yield from names_of_facts(facts)
        if isinstance(enumerations := mapping.get("enumerations"), dict):
            for enumeration in enumerations.values():
                yield from (code for code in enumeration["values"] if len(code) > 3)


@functools.cache
def words_of_the_rulebooks() -> frozenset[str]:
    """All of them; a name of two letters (``on``, ``to``) is no word of a law."""
    return frozenset(word for file in RULEBOOK_FILES for word in words_of(file) if len(word) > 2)


def code_lists() -> frozenset[str]:
    """The codes of two and three capitals (territories, currencies)."""
    found: set[str] = set()
    for file in RULEBOOK_FILES:
        for mapping in mappings_in(tree_of(file)):
            if isinstance(enumerations := mapping.get("enumerations"), dict):
                for enumeration in enumerations.values():
                    found.update(code for code in enumeration["values"] if re.fullmatch(r"[A-Z]{2,3}", code))
    return frozenset(found)


def exempt(groups: dict[str, str]) -> frozenset[str]:
    return frozenset(word for group in groups.values() for word in group.split())


def one_of(words: frozenset[str]) -> str:
    """A pattern for any of the words, the longest first, that looks at each character once and not once for each word."""
    by_first: dict[str, set[str]] = {}
    for word in words - {""}:
        by_first.setdefault(word[0], set()).add(word[1:])
    ways = [re.escape(first) + one_of(frozenset(rest)) for first, rest in sorted(by_first.items())]
    return "" if not ways else f"(?:{'|'.join(ways)}){'?' if '' in words else ''}"


def pattern_for(words: frozenset[str]) -> re.Pattern[str]:
    """Any of the words, in the singular or plural, as a word or as a part of a name in snake case."""
    lower = frozenset(word.lower() for word in words)
    return re.compile(rf"(?<![A-Za-z\d]){one_of(lower)}s?(?![A-Za-z\d])", re.IGNORECASE)


def lines_with(pattern: re.Pattern[str], file: Path) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{number}: {match.group()}"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        for match in pattern.finditer(line)
    ]


@functools.cache
def strings_in(file: Path) -> tuple[tuple[int, str], ...]:
    """The string constants of a module with their lines, docstrings left out."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    prose = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    return tuple(
        (node.lineno, node.value)
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    )


def test_the_engine_has_no_word_of_the_law() -> None:
    words = (words_of_the_rulebooks() - exempt(ORDINARY) - exempt(PLAIN)) | frozenset(ALWAYS_LAW.split())
    pattern = pattern_for(words)
    assert [found for module in MODULES for found in lines_with(pattern, module)] == []


def test_the_engine_asks_for_no_code_of_the_rulebooks() -> None:
    """A plain English word may stand in a comment or in a name, but nothing may be compared with it as with a code."""
    assert [
        f"{module.relative_to(ROOT)}:{line}: {text!r}"
        for module in MODULES
        for line, text in strings_in(module)
        if text in exempt(PLAIN)
    ] == []


def test_the_search_finds_what_it_must() -> None:
    words = words_of_the_rulebooks()
    assert {"submitted_at", "stays_in_taiwan", "territory", "bachelor", "stay_purpose"} <= words, "names of the vocabulary"
    assert {"moe-international-students", "nthu-dual-emba", "annual_stay_limit", "120"} <= words, (
        "names and numbers of the rulebooks"
    )
    pattern = pattern_for(frozenset({"stay", "120"}))
    assert [match.group() for match in pattern.finditer("Stays = stay_limit, 120, 1200, mainstay")] == [
        "Stays",
        "stay",
        "120",
    ]


def test_each_exemption_is_a_name_that_the_rulebooks_use() -> None:
    exempted = exempt(ORDINARY) | exempt(PLAIN)
    assert exempted - words_of_the_rulebooks() == frozenset()
    assert exempted & set(ALWAYS_LAW.split()) == frozenset()
    assert exempt(ORDINARY) & exempt(PLAIN) == frozenset()


def test_the_engine_has_no_chinese_but_the_calendar_and_the_language() -> None:
    allowed = exempt(CHINESE_OF_THE_LANGUAGE)
    chinese = re.compile(rf"(?![{CALENDAR}]+(?![\u3400-\u9fff]))(?<![\u3400-\u9fff])[\u3400-\u9fff]+")
    assert chinese.findall("民國一百一十一年, 每年") == ["每年"]
    found = [line for module in MODULES for line in lines_with(chinese, module)]
    assert [line for line in found if line.rpartition(" ")[2] not in allowed] == []


def test_the_engine_has_no_code_of_a_country_or_currency_and_no_number_of_a_provision() -> None:
    codes = code_lists() - {"AL", "ID", "MM"}  # what Unicode calls Arabic letters, an identifier in examples of commands, a month
    assert {"TW", "HK", "TWD"} <= codes
    provision = re.compile(r"(?:[a-z-]+:)?(?:art|sec)\d[\w.-]*")
    assert [
        f"{module.relative_to(ROOT)}:{line}: {text!r}"
        for module in MODULES
        for line, text in strings_in(module)
        if text in codes or provision.fullmatch(text)
    ] == []


# --- Files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_no_module_is_long(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - the developer's git, wherever it is
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    return [file for name in listed.stdout.decode().split("\0") if name and (file := ROOT / name).is_file()]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout: which files are tracked is not known")
def test_no_tracked_file_has_a_path_of_somebodys_machine() -> None:
    homes = "home|root|Users|mnt|media|srv|opt|work"
    here = "|".join(re.escape(f"{place}/") for place in (ROOT, Path.home()) if place != Path("/"))
    pattern = re.compile(rf"(?<![\w.~/:*-])(?:/(?:{homes})/\w|{here})|\b[A-Z]:\\\\?Users")
    files = tracked_files()
    assert files
    assert [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in files
        for match in pattern.finditer(file.read_text(encoding="utf-8", errors="replace"))
    ] == []


# The base of scenarios is a record: its schema is made from the vocabulary when somebody asks for it.
WITH_SCHEMA = [file for file in RULEBOOK_FILES if not file.name.startswith("base")]


@pytest.mark.parametrize("file", WITH_SCHEMA, ids=lambda file: str(file.relative_to(ROOT)))
def test_each_file_of_the_rulebooks_names_its_schema(file: Path) -> None:
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named, "an editor completes and checks only when the first line says by which schema"
    schema = (file.parent / named[1]).resolve()
    assert schema.is_file(), f"{named[1]} is not there"
    assert schema.is_relative_to(ROOT / "schemas")


# --- The two READMEs -------------------------------------------------------------------------------------------------


def test_both_readmes_give_the_same_commands() -> None:
    assert commands_of("README.md") == commands_of("README.zh-TW.md")


def test_the_targets_of_the_readme_are_in_the_makefile() -> None:
    named = set(re.findall(r"\bmake ([a-z]+)\b", "\n".join((*commands_of("README.md"), *commands_of("CONTRIBUTING.md")))))
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert named
    assert named <= targets


@pytest.mark.parametrize("readme", ["README.md", "README.zh-TW.md", "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md"])
def test_each_link_leads_somewhere(readme: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / readme).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-TW.md"])
def test_each_folder_that_a_readme_names_is_there(readme: str) -> None:
    paths = re.findall(r"`((?:rulebooks|examples|docs)/[^`\s]*)`", (ROOT / readme).read_text(encoding="utf-8"))
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
