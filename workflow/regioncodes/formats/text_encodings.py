"""The encoding of a text, found from its bytes."""

import codecs
import itertools
from typing import NamedTuple

from regioncodes.formats.documents import FileError

MARKS = (
    (codecs.BOM_UTF8, "UTF-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16"),
)
EIGHT_BIT = (("windows-1251", "cp1251"), ("KOI8-R", "koi8-r"), ("CP866", "cp866"))
# Share of each letter in Russian text, in thousandths (National Corpus of the Russian Language).
FREQUENCIES = {
    "о": 110,
    "е": 85,
    "а": 80,
    "и": 74,
    "н": 67,
    "т": 63,
    "с": 55,
    "р": 47,
    "в": 45,
    "л": 44,
    "к": 35,
    "м": 32,
    "д": 30,
    "п": 28,
    "у": 26,
    "я": 20,
    "ы": 19,
    "ь": 17,
    "г": 17,
    "з": 16,
    "б": 16,
    "ч": 14,
    "й": 12,
    "х": 10,
    "ж": 9,
    "ш": 7,
    "ю": 6,
    "ц": 5,
    "щ": 4,
    "э": 3,
    "ф": 3,
    "ъ": 1,
}
SAMPLE_BYTES = 200_000
WRONG_CASE = 100


class Text(NamedTuple):
    """A text, the name of its encoding, and whether that had to be guessed from the letters."""

    content: str
    encoding: str
    guessed: bool


def decoded(content: bytes) -> Text:
    """The text of a file: by its byte order mark, else as UTF-8, else as the likeliest of EIGHT_BIT.

    Raises FileError for bytes that are no text.
    """
    for mark, name, codec in MARKS:
        if content.startswith(mark):
            return Text(_strict(content, name, codec), name, False)
    if b"\0" in content:
        raise FileError("is neither text nor an office file that is known here; save it as .xlsx or as CSV UTF-8")
    try:
        return Text(content.decode("utf-8"), "UTF-8", False)
    except UnicodeDecodeError:
        name, codec = max(EIGHT_BIT, key=lambda encoding: likelihood(content[:SAMPLE_BYTES], encoding[1]))
        return Text(_strict(content, name, codec), name, True)


def likelihood(content: bytes, codec: str) -> int:
    """How much the bytes look like Russian in one encoding: the shares of the letters, added up.

    In a wrong encoding capitals and small letters change places and common letters become rare or signs,
    so a capital after a small letter counts against it. -1 where the bytes are no text in that encoding at all.
    """
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        return -1
    wrong = sum(before.islower() and after.isupper() for before, after in itertools.pairwise(text))
    return max(0, sum(FREQUENCIES.get(letter, 0) for letter in text.lower()) - WRONG_CASE * wrong)


def _strict(content: bytes, name: str, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise FileError(f"is text that begins as {name} and is not (byte {error.start}); save it as UTF-8") from None
