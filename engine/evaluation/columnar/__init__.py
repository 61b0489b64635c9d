"""Decisions of many records at once: the meanings of the words over columns, in the array arithmetic of NumPy."""
