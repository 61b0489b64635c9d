"""Two versions of a rulebook held against each other."""
