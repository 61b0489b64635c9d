"""The decision log: what was decided, by which text and engine, in a file in which nothing can be changed unseen.

A log is a file of lines. Each is an entry in canonical JSON, numbered, and linked to the one before by its hash. What is about a
person stands in parts of an entry that can be erased: the hash covers salted digests of them, so that the chain holds without.
"""

from __future__ import annotations

from engine.audit.codes import short_code

__all__ = ["short_code"]
