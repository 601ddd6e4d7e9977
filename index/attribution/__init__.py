"""Articles -> statements: who said what."""
