"""The statements of the whole index -> its speakers: one entry a person or body, with all of their names.  Pure.

corrections   where what people put right applies now
directory     statements and corrections -> SpeakerDirectory: who the speakers are, and who says each statement
"""
