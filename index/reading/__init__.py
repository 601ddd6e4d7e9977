"""Reading: a question and a passage in; the span that answers it, and how likely the passage answers it at all, out."""
