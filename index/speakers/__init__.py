"""The statements of the whole index -> its speakers: one entry a person or body, with all of their names.

Nothing of it is stored: it is derived from the stored statements and corrections, once a version of the index.

lookup        what is asked of the articles' texts
casing        how the articles write a word: as a name, or plain
kinds         a stored name -> what it names: a person, a body, a role, a group, or nobody
people        the names of people -> who is the same person
bodies        the names of bodies -> which are the same body
role_holders  a role that an article does not explain -> who holds it
corrections   where what people put right applies now
entries       all stored names -> entries
directory     statements and corrections -> SpeakerDirectory: who the speakers are, and who says each statement
"""
