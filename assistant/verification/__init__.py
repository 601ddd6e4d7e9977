"""A model's draft -> what of it the articles bear out."""
