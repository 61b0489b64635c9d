"""Judgment to document."""
