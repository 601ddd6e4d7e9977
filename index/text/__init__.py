"""The basics of English text: sentences, quotation marks, names.  Pure functions."""
