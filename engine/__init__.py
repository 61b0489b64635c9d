"""Rulebook: policy as data. Load a rulebook, evaluate records, and ask why."""
