"""A question's words -> what is asked."""
