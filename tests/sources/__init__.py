"""The printed texts, and the comparison of the rulebooks with them."""
