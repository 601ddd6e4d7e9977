"""A query -> ranked evidence."""
