"""The encoding of a text, found from its bytes."""

import codecs
import itertools
from collections import Counter
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
# Mean share of the letters of a text: some 55 in Russian, below 20 where it is read in a wrong encoding.
POOR, RUSSIAN = 20, 40
LIKELIER = 1.5
LEAST_LETTERS = 8
# How a text may have been read before it was stored.
WRONGLY = (*EIGHT_BIT, ("windows-1252", "cp1252"))
TRULY = (("UTF-8", "utf-8"), *EIGHT_BIT)


class Text(NamedTuple):
    """A text, the name of its encoding, and whether that had to be guessed from the letters."""

    content: str
    encoding: str
    guessed: bool


def decoded(content: bytes) -> Text:
    """The text of a file: by its byte order mark, else as UTF-8, else as the likeliest of EIGHT_BIT.

    Raises FileError for bytes that are no text, or whose letters make none of these likely.
    """
    for mark, name, codec in MARKS:
        if content.startswith(mark):
            return Text(_strict(content, name, codec), name, False)
    if b"\0" in content:
        raise FileError("is neither text nor an office file that is known here; save it as .xlsx or as CSV UTF-8")
    if (text := as_utf_8(content)) is not None:
        return Text(text, "UTF-8", False)
    name, codec = max(EIGHT_BIT, key=lambda encoding: likelihood(content[:SAMPLE_BYTES], encoding[1]))
    text = _strict(content, name, codec)
    if (likeness := _likeness(text[:SAMPLE_BYTES])) is not None and likeness < POOR:
        raise FileError(
            f"is not in an encoding that is known here: {_east_asian(content)}neither UTF-8, windows-1251, KOI8-R nor "
            "CP866 makes words of its letters; save it as UTF-8"
        )
    return Text(text, name, True)


def as_utf_8(content: bytes) -> str | None:
    """The text, or None where the bytes are no UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def misreading(text: str) -> str:
    """What is wrong with the letters of a text that was read in another encoding than its own, or "".

    Words such as РљСѓСЂРіР°РЅ or Êóðãàí are Russian ones once the bytes that they came from are read anew.
    """
    likeness = _likeness(text)
    if likeness is None or likeness >= RUSSIAN:
        return ""
    anew = {
        (wrong, true): text.encode(wrong_codec, "ignore").decode(codec, "ignore")
        for wrong, wrong_codec in WRONGLY
        for true, codec in TRULY
        if true != wrong
    }
    wrong, true = max(anew, key=lambda pair: _likelihood(anew[pair]))
    if (_likeness(anew[wrong, true]) or 0) < max(RUSSIAN, LIKELIER * likeness):
        return ""
    return f"is not in the encoding {wrong} that it is read in: its letters are those of {true}"


def likelihood(content: bytes, codec: str) -> int:
    """How much the bytes look like Russian in one encoding: the shares of the letters, added up.

    In a wrong encoding capitals and small letters change places and common letters become rare or signs,
    so a capital after a small letter counts against it. -1 where the bytes are no text in that encoding at all.
    """
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        return -1
    return _likelihood(text)


def _likelihood(text: str) -> int:
    pairs = Counter(itertools.pairwise(text)).items()
    wrong = sum(count for (before, after), count in pairs if before.islower() and after.isupper())
    shares = sum(FREQUENCIES.get(letter, 0) * count for letter, count in Counter(text.lower()).items())
    return max(0, shares - WRONG_CASE * wrong)


def _likeness(text: str) -> float | None:
    """The mean likelihood of a letter beyond ASCII; None where they are few, or most letters are plain Latin ones."""
    letters = {letter: count for letter, count in Counter(text).items() if letter.isalpha()}
    beyond = sum(count for letter, count in letters.items() if not letter.isascii())
    return None if beyond < LEAST_LETTERS or 2 * beyond < sum(letters.values()) else _likelihood(text) / beyond


def _east_asian(content: bytes) -> str:
    """Words for bytes that are pairs throughout, as Chinese ones are."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    beyond = [letter for letter in text if not letter.isascii()]
    chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in beyond)
    return "its bytes look like GB2312 (Chinese); " if 2 * chinese > len(beyond) else ""


def _strict(content: bytes, name: str, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise FileError(f"is text that begins as {name} and is not (byte {error.start}); save it as UTF-8") from None
