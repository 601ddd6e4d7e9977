"""What was indexed, kept: Chroma holds all of it, SQLite the words.

filters.py        what narrows a search, for Chroma and for SQL
manifest.py       what is kept of an article, and the catalogue of all articles
chroma_client.py  Chroma itself: the only importer of chromadb
locks.py          one writer at a time in a folder
lease.py          one writer at a time on a server
build.py          one build of the index: its three collections
corrections.py    what people put right about speakers
reader.py         StoreReader: the index as it was last seen
store.py          IndexStore: commits, removals, recovery, compaction, builds
fulltext.py       FullTextIndex: the words, fed by the writer, rebuilt from the store
"""
