"""Mutation testing of rulebooks: edits that a careless officer might make, and whether a scenario notices each."""
