"""A model's draft -> what of it the articles bear out.

draft_parser   a draft -> lines, sentences, and what each part of a sentence cites
claims         a sentence -> whom it gives words to, its names, numbers, days, directions, words and their negation
verbatim       a quotation and a source -> where it stands in it
likeness       two words -> whether they are alike in meaning
evidence       a citation -> its place, its sentences, and the statements beside it
support        a claim and its places -> why they do not bear it out
verifier       a draft and its evidence -> what leaves, and what does not and why
"""
