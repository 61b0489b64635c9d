"""Many records at once: NDJSON, Parquet and Arrow batches to columns of facts. What is irregular is handed over, never judged."""
