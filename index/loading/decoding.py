"""Decode the bytes of a text file."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from index.errors import NotReadableError
from index.loading.library_logging import quiet_libraries

BOMS = (  # the longer ones first: UTF-16's begins UTF-32's
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)          # HTML
       | <\?xml[^>]+encoding\s*=\s*["']([\w-]+)           # XHTML
    """,
    re.IGNORECASE | re.VERBOSE,
)
DECLARED_WITHIN = 4096  # bytes
WESTERN = frozenset("“”‘’‚„–—…•€£§©®°´·«»¡¿\u00a0™") | {chr(code) for code in range(0xC0, 0x100)}
MISPLACED = re.compile(r"[a-z][À-Þ][a-z]|\b[À-Þ]{2}")
CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\v\f\r\x1a\x1b")
CONTROL_SHARE = 0.02  # of a text's bytes; binary files have more
ODD_SHARE = 0.06  # of a text's characters; English has fewer that are not ASCII


def decode(data: bytes) -> str:
    """Return the text of bytes: by byte order mark, as UTF-8, as declared in HTML, as Western European, or as detected.

    Raises NotReadableError for binary data, and if no encoding fits.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise NotReadableError("is damaged: its content does not fit its byte order mark") from error
    if len(data) - len(data.translate(None, CONTROLS)) > CONTROL_SHARE * len(data):
        raise NotReadableError("is binary data, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(data)


@quiet_libraries()
def _decode_legacy(data: bytes) -> str:
    """Return the text of bytes that are not UTF-8."""
    declared = DECLARED.search(data[:DECLARED_WITHIN])
    if declared:
        try:
            return data.decode((declared[1] or declared[2]).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    western = data.decode("cp1252", "replace")
    odd = [char for char in western if char > "\x7f"]
    # English text has too few such bytes for a detector to tell Western from Central European encodings.
    if len(odd) < ODD_SHARE * len(western) and WESTERN.issuperset(odd) and not MISPLACED.search(western):
        return western
    match = charset_normalizer.from_bytes(data).best()
    if match is None:
        raise NotReadableError("is text in an unknown encoding: save it as UTF-8")
    return str(match)
