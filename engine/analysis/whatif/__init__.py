"""What else would have to be so: the fewest changes that turn an outcome, and the first day on which it turns by itself."""
