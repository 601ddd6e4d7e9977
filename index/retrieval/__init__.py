"""A query and one snapshot of the index -> ranked evidence; who said what as a list.

speaker_linking    a name in a question -> speakers of the index
synonyms           a word -> words of like meaning in the index
query_expansion    the words of a question -> terms with their spellings, inflections and synonyms
corpus             the parts of the index at one time, and look-ups without ranking
candidates         statements and passages near a topic by vectors or words; reciprocal rank fusion
reranker           candidates -> evidence by relevance
search             a query -> evidence
statement_query    filters -> a list of statements
speaker_corrections  what a person says of a speaker -> a correction
analysis           what is derived from the whole index, once a version
snapshot           all of these as methods of one value
version_cache      a value derived from one version of the index
langchain          the index as a LangChain retriever
"""
