"""A rulebook as straight-line Python, for one record after the other.

The checked tree is written out as one Python function: facts are its local variables, truths small whole numbers, lists are
read by loops that stop early. It gives what the interpreter gives before it tries cases and looks for reasons: the possible
outcomes of every decision and the status of every provision. It is compiled from the tree itself and shares with the
interpreter only the meaning of the single words (:mod:`engine.evaluation.meaning`), which it calls wherever a value is not
plainly known; so the two can be held against each other.
"""
