"""What an amendment does to many records, for those who read it: in words, in a table, as a page with a picture."""
