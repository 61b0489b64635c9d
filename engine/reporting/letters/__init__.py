"""Judgment to letter: what an officer signs and the person reads."""
