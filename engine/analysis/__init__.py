"""Rulebooks looked at from outside: their scenarios run, and what the scenarios leave untried."""
