"""Articles -> records, written to the store."""
