"""Everything that can go wrong in the index.

IndexingError                an error of this package; its message says what is wrong, where, and what to do
├── BadArticleError          an article is not in the index, or its text or an offset in it is invalid
├── CorrectionError          what is to be corrected of the speakers, or taken back, is not there
├── NotReadableError         a file cannot be read
├── IndexMismatchError       the index was built with another text encoder or version: rebuild it
├── IndexLockedError         another program is writing to the index
├── IndexStorageError        the index's folder or server cannot be used, or what is there is damaged
├── InvalidSettingError      a setting has a value that it cannot have
└── EncoderError             the text encoder is missing, or its weights are not the expected ones
"""


class IndexingError(Exception):
    """An error of the index.  Its message is for the person in front of the screen."""


class BadArticleError(IndexingError):
    """An article is not in the index, or its text or an offset in it is invalid."""


class CorrectionError(IndexingError):
    """What is to be corrected of the speakers, or taken back, is not there."""


class NotReadableError(IndexingError):
    """A file cannot be read; the message is the reason alone, to stand behind the file's name."""


class IndexMismatchError(IndexingError):
    """The index was built with another text encoder or version than the one in use, and has to be rebuilt."""


class IndexLockedError(IndexingError):
    """Another program is writing to the index."""


class IndexStorageError(IndexingError):
    """The index's folder or server cannot be used, or what is there is damaged."""


class InvalidSettingError(IndexingError):
    """A setting has a value that it cannot have."""


class EncoderError(IndexingError):
    """The text encoder is missing, or its weights are not the expected ones."""
