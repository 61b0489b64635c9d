"""What a rulebook is: its nodes, its logic of three values, its time, its facts, and findings about it."""
