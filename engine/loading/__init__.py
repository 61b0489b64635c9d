"""Text to rulebook: reading, building, checking, finding."""
