"""Everything that can go wrong in the index.

IndexingError                an error of this package; the message says what, where and what to do
├── BadArticleError          an article, or a place in one, that cannot be
├── NotReadableError         a file or address that cannot be read
├── IndexMismatchError       the index was made with other parts (encoder, splitter, version): rebuild it
├── IndexLockedError         somebody else is writing
├── IndexStorageError        the folder or server cannot be written or reached, or is damaged
└── EncoderError             the encoder cannot be found, or is not the one expected
"""


class IndexingError(Exception):
    """Something about the index that a person can act on."""


class BadArticleError(IndexingError):
    """An article, or a place in one, that cannot be."""


class NotReadableError(IndexingError):
    """A file or address that cannot be read."""


class IndexMismatchError(IndexingError):
    """The index was made with other parts than those in use."""


class IndexLockedError(IndexingError):
    """Another process is writing to the index."""


class IndexStorageError(IndexingError):
    """The index's place cannot be written or reached, or what is there is damaged."""


class EncoderError(IndexingError):
    """The encoder cannot be found, or is not the one expected."""
