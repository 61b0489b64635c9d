"""Judgment to letter: what an officer signs and an applicant reads."""
