"""What an office keeps its records in: workbooks and files of comma-separated values, read by a mapping or plainly."""
