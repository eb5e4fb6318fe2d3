"""What the words in the region column are: regions, markers of nested rows, rules, corners of the header."""

import re
from functools import lru_cache

from regioncodes.reading.layout.marks import without_marks

REGION = re.compile(
    r".*(?:\b(?:область|обл\.?|край|республика|округа?|АО|федерация|область\s+\(.*\)|қаласы)|(?:ск|цк)(?:ая|ий|ое|а))$"
    r"|(?:г\.|(?:город|республика|область|российская федерация|края?)\b)\s*\S.*"
    r"|.*\b(?:област[ьи]|федераци[яи]|округ|oblast|krai|republic|region|district)\b.*",
    re.I | re.S,
)
LETTERS = re.compile(r"[^\W\d_]{2}")
MARKER = re.compile(r"(?:в том числе|в т\. ?ч\.|из (?:них|него)|of which|including)(?:\b.*)?:?", re.I | re.S)
MARKER_BEFORE = re.compile(r"\s*(?:в том числе|в т\. ?ч\.|of which|including)\s*:?\s*(?=\S)", re.I)
RULE = re.compile(r"[_\uf0be¾─═=‾\-—–\s]{2,}")
CORNER = re.compile(
    r".*\b(?:регион\w*|субъект\w*|территори\w*|наименован\w*|показател\w*|название|год\w*|region|name|geo\w*|area|unit)\b.*"
    r"|[аa]|№.*",
    re.I | re.S,
)


@lru_cache(maxsize=65536)
def is_region_like(text: str) -> bool:
    """Whether a text could name a region, by its words alone."""
    return len(text) < 160 and bool(REGION.fullmatch(without_marks(text).text))


@lru_cache(maxsize=65536)
def is_marker(text: str) -> bool:
    """Whether a text only opens nested rows: 'в том числе:'."""
    return bool(MARKER.fullmatch(text.strip())) and not is_region_like(MARKER_BEFORE.sub("", text))


def is_rule(text: str) -> bool:
    """Whether a text is a line drawn between table and notes."""
    return bool(RULE.fullmatch(text.strip()))


def is_lettered(content: float | str) -> bool:
    """Whether a cell holds words, not a number, a mark or nothing."""
    return isinstance(content, str) and _has_words(content)


@lru_cache(maxsize=65536)
def _has_words(text: str) -> bool:
    return bool(LETTERS.search(text)) and text.strip().lower() not in ("н/д", "н.д.")
