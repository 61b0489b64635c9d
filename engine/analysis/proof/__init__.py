"""What is so of all records within stated bounds: asked of a solver, and shown by records that the interpreter has decided."""
