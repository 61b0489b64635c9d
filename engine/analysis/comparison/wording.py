"""Two wordings of one text: what stayed, what went, what came. Chinese by letters, other scripts by words, numerals whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal

from engine.language.temporal.numerals import CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

Fate = Literal["same", "removed", "added"]

_TOKEN: Final = re.compile(
    rf"(?P<space>\s+)|[{CHARACTERS}千萬億兆]+|\d+(?:[.,:/-]\d+)*|[^\W\d_\u2e80-\u9fff\uf900-\ufaff]+(?:['’-][^\W\d_\u2e80-\u9fff]+)*|.",
    re.DOTALL,
)
"""What is changed as a whole: a stretch of space, a numeral, a number or date in figures, a word; else a letter by itself."""
_WIDE: Final = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
_LONGEST_COINCIDENCE: Final = 4
"""Letters or words that two changes may have between them by chance; what is longer was left as it was."""
_TOO_LITTLE_KEPT: Final = 0.25
"""Where less than this share stayed, the text was written anew, and is easier to read as a whole."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a text with one fate. What was kept has the later text's spacing."""

    fate: Fate
    text: str


@dataclass(slots=True)
class _Stretch:
    """Tokens between two places at which the texts agree: ``before`` and ``after`` are the same where they were kept."""

    before: list[str]
    after: list[str]
    kept: bool


def same_wording(before: str, after: str) -> bool:
    """Whether two texts differ in nothing but their line breaks and spacing."""
    return before == after or before.split() == after.split()


def compared_wording(before: str, after: str, whole: Collection[str] = ()) -> tuple[Segment, ...]:
    """The later text with what it lost and won. The removed comes before what stands in its place.

    What is not ``added`` is the text before (but for its spacing); what is not ``removed`` is the text after.
    ``whole``: names and values that change as a whole, where the texts are made of such.
    """
    if same_wording(before, after):
        return (Segment("same", after),) if after else ()
    tokens = _tokenizer(whole)
    stretches = _anchored(tokens(before.strip()), tokens(after.strip()), whole)
    stretches = _at_boundaries(_without_coincidences(stretches, whole))
    if _share_kept(stretches) < _TOO_LITTLE_KEPT:
        stretches = [_Stretch(tokens(before.strip()), tokens(after.strip()), kept=False)]
    return tuple(_segments(stretches))


def _tokenizer(whole: Collection[str]) -> Callable[[str], list[str]]:
    """What cuts a text into tokens; the longest of those that stay whole go first."""
    atoms = "|".join(re.escape(one) for one in sorted(whole, key=len, reverse=True) if one.strip())
    token = re.compile(f"{atoms}|{_TOKEN.pattern}", re.DOTALL) if atoms else _TOKEN
    return lambda text: [found.group() for found in token.finditer(text)]


def _alike(tokens: Sequence[str]) -> list[str]:
    """The tokens as they are compared: a line break is a space."""
    return [" " if token.isspace() else token for token in tokens]


def _aligned(before: list[str], after: list[str]) -> list[_Stretch]:
    found = SequenceMatcher(None, _alike(before), _alike(after), autojunk=False).get_opcodes()
    return [_Stretch(before[i1:i2], after[j1:j2], kept=word == "equal") for word, i1, i2, j1, j2 in found]


def _anchored(before: list[str], after: list[str], whole: Collection[str]) -> list[_Stretch]:
    """The texts aligned at the names and values that both have, and what is between two of these by itself."""
    here = [number for number, token in enumerate(before) if token in whole]
    there = [number for number, token in enumerate(after) if token in whole]
    blocks = SequenceMatcher(None, [before[i] for i in here], [after[j] for j in there], autojunk=False).get_matching_blocks()
    found: list[_Stretch] = []
    i, j = 0, 0
    for place, other, size in blocks:
        for step in range(size):
            old, new = here[place + step], there[other + step]
            found += [*_aligned(before[i:old], after[j:new]), _Stretch([before[old]], [after[new]], kept=True)]
            i, j = old + 1, new + 1
    return _joined([*found, *_aligned(before[i:], after[j:])])


def _joined(stretches: list[_Stretch]) -> list[_Stretch]:
    """Neighbours of one fate as one."""
    found: list[_Stretch] = []
    for one in stretches:
        if found and found[-1].kept == one.kept:
            found[-1] = _Stretch(found[-1].before + one.before, found[-1].after + one.after, one.kept)
        else:
            found.append(one)
    return found


def _weight(tokens: Sequence[str]) -> int:
    """How much there is to read: spaces and punctuation are not counted."""
    return sum(token[0].isalnum() for token in tokens)


def _share_kept(stretches: Sequence[_Stretch]) -> float:
    kept = sum(_weight(one.after) for one in stretches if one.kept)
    most = max(sum(_weight(one.before) for one in stretches), sum(_weight(one.after) for one in stretches))
    return kept / most if most else 0.0


def _without_coincidences(stretches: list[_Stretch], whole: Collection[str]) -> list[_Stretch]:
    """Two changes are one where no more stayed between them than was changed on either side, and that by chance.

    A name or value that stayed did not stay by chance.
    """
    found = list(stretches)
    number = 1
    while number < len(found) - 1:
        left, middle, right = found[number - 1 : number + 2]
        if middle.kept and not left.kept and not right.kept and _is_coincidence(left, middle, right, whole):
            joined = _Stretch(left.before + middle.before + right.before, left.after + middle.after + right.after, kept=False)
            found[number - 1 : number + 2] = [joined]
            number = max(1, number - 2)
        else:
            number += 1
    return found


def _is_coincidence(left: _Stretch, middle: _Stretch, right: _Stretch, whole: Collection[str]) -> bool:
    def changed(one: _Stretch) -> int:
        return max(_weight(one.before), _weight(one.after))

    if any(token in whole for token in middle.after):
        return False
    kept = _weight(middle.after)
    wide = any(_WIDE.match(token) for token in middle.after)
    most = _LONGEST_COINCIDENCE if wide else _LONGEST_COINCIDENCE // 2
    return kept <= min(most, changed(left), changed(right))


def _at_boundaries(stretches: list[_Stretch]) -> list[_Stretch]:
    """What was only put in or only taken out, moved along equal tokens to where it begins or ends with a mark or space."""
    found = [_Stretch(list(one.before), list(one.after), one.kept) for one in stretches]
    for number, one in enumerate(found):
        only = one.after if not one.before else one.before if not one.after else None
        if one.kept or not only:
            continue
        left = found[number - 1] if number > 0 else None
        right = found[number + 1] if number + 1 < len(found) else None
        if left is None or right is None or not left.kept or not right.kept:
            continue
        _slide(left, only, right)
    return [one for one in found if one.before or one.after]


def _slide(left: _Stretch, only: list[str], right: _Stretch) -> None:
    """Move a change between two kept stretches to its best place, in place."""
    ahead = 0
    while left.after and ahead < len(left.after) and _turned(only, -ahead)[-1] == left.after[-1 - ahead]:
        ahead += 1
    behind = 0
    while behind < len(right.after) and _turned(only, behind)[0] == right.after[behind]:
        behind += 1

    def score(shift: int) -> tuple[int, int]:
        around = [*left.after, *right.after]
        place = len(left.after) + shift
        changed = _turned(only, shift)
        before, after = (around[place - 1] if place else ""), (around[place] if place < len(around) else "")
        return _boundary(before, changed[0]) + _boundary(changed[-1], after), shift

    best = max(range(-ahead, behind + 1), key=score)
    if best == 0:
        return
    only[:] = _turned(only, best)
    if best < 0:
        for side, other in ((left.before, right.before), (left.after, right.after)):
            other[:0] = side[best:]
            del side[best:]
    else:
        for side, other in ((left.before, right.before), (left.after, right.after)):
            side.extend(other[:best])
            del other[:best]


def _turned(tokens: list[str], shift: int) -> list[str]:
    """The tokens of a change after it was moved by so many: those that it passes come back at its other end."""
    shift %= len(tokens)
    return tokens[shift:] + tokens[:shift]


def _boundary(before: str, after: str) -> int:
    """How natural a break between two tokens is."""
    if not before or not after:
        return 4
    if before in {"。", ".", "；", ";", "：", ":"}:
        return 4
    if before.isspace() or after.isspace():
        return 3 if after.isspace() else 2
    if not after[0].isalnum():
        return 3
    return 2 if not before[-1].isalnum() else 0


def _segments(stretches: Sequence[_Stretch]) -> Iterator[Segment]:
    for one in stretches:
        if one.kept:
            yield Segment("same", "".join(one.after))
        else:
            if one.before:
                yield Segment("removed", "".join(one.before))
            if one.after:
                yield Segment("added", "".join(one.after))
