"""Files, folders and standard input to articles."""
