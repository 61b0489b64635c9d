"""Checked rulebooks kept for the next command, by the content of everything that they were read from."""
