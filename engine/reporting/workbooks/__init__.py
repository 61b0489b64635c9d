"""Workbooks for the staff: to fill in, to read decisions in, and to send back what was refused."""
