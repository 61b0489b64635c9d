"""From the tree of a text to a checked rulebook: names resolved, types known, every problem collected."""
