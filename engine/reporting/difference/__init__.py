"""From two versions to a page that a person reads with the two texts in hand."""
