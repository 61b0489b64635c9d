"""The short code of an entry, which a letter can carry: twelve letters and digits of its hash, none mistaken for another."""

from __future__ import annotations

from typing import Final

from engine.audit.canonical import DIGEST

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without I, L, O and U."""
_MISREAD: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})
_LENGTH: Final = 12
_BITS: Final = 5
_GROUP: Final = 4


def short_code(entry_hash: str) -> str:
    """The code of the entry with a hash: ``7Q4M-0ZKX-91PD``, the first 60 bits.

    Among a million entries two have one code with a probability below one in a million.
    """
    digits = int(entry_hash.removeprefix(DIGEST)[: _LENGTH * _BITS // 4], 16)
    letters = "".join(_ALPHABET[digits >> _BITS * place & 31] for place in reversed(range(_LENGTH)))
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def as_code(written: str) -> str | None:
    """A code as it was meant: in small letters, without hyphens, with O for 0; ``None`` for what is none."""
    letters = written.upper().translate(_MISREAD)
    if len(letters) != _LENGTH or not set(letters) <= set(_ALPHABET):
        return None
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))
