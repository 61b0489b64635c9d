"""A checked rulebook as formulas of a solver: what it says of all complete records at once, and not of one."""
