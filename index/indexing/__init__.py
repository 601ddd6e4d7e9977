"""Articles in; records out, written to the store.

passages.py  an article's text -> passages
pipeline.py  articles -> passages, statements and their vectors, as records
writer.py    IndexWriter: what is new or changed is written, what is gone is removed
editing.py   an article's outlet and date, set by a person
prune.py     which files lie under a path
"""
