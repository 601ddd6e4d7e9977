"""What is kept: records in Chroma, a full-text index in SQLite, and the lock of who writes."""
