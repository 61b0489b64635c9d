"""Time as a calculus of its own: days, calendar periods, intervals, R.O.C. dates."""
