"""Amending acts: reading them, applying them to a text, and telling which text is in force when."""
