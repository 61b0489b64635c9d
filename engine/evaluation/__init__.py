"""Rulebook and record to judgment."""
