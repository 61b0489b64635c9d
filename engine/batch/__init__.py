"""Many records, from files to a folder of decisions: in chunks, on all cores, and resumable at any moment."""
