"""What each word means: one function a word, from values as far as they are known to a value as far as it is known."""
