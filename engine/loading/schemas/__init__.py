"""The JSON Schemas of a rulebook's files, made from the tables of words and keys."""
