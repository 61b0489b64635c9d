"""The batch report: one page about all records of a run, counted, drawn, and listed."""
