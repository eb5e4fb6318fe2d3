"""How a text is printed in its language: numbers, signs, quotes, blanks, and words left in the other language."""

import re
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from regioncodes.ground.errors import raise_all_problems
from regioncodes.words.numbers import MINUS
from regioncodes.words.texts import LANGUAGES, catalogue_problems

# What a reader types or opens stands alike in both languages: placeholders, code between backticks, a name quoted
# as it is, names of files, columns and sites, commands. No decimals are the numbers of a printed table (2.1) or of a
# project and a month of a year (12.2019).
ALIKE = re.compile(
    r"\{\w*\}|`[^`]*`|«[\w.]+»|\bpython -m .*|[A-Za-z0-9]\w*(?:[./-]\w+)*(?:\.(?:csv|json|md|sps|xlsx|yaml)\b|/\w+)|"
    r"[a-z]+_\w+|[a-z]+\.[a-z]+_\w+|\b[a-z]+\.[a-z]{2,3}\b|\b(?:табл\.|table|лист|sheet)\s\d+\.\d+\.?|\d+(?:-\d+){2,}|"
    r"\b(?:0\d|1[0-2])\.(?:19|20)\d\d\b"
)
# Names that Russian print keeps. Words with two capitals, such as AICc or LaTeX, need no line here.
LATIN_KEPT = frozenset({"Code", "Excel", "Inglehart", "Welzel", "Word", "exp", "fixed-b", "ln", "status"})
LATIN_WORD = re.compile(r"(?<![\w-])[A-Za-z][a-z]+(?:-[a-z]+)?(?![\w-])")
CYRILLIC_WORD = re.compile(r"[а-яёА-ЯЁ]\w*")


class Fault(NamedTuple):
    """What must not stand in a text of the languages, and what to write instead."""

    languages: str
    pattern: re.Pattern[str]
    advice: str


FAULTS = (
    Fault("en ru", re.compile(r"[\d}][^\S\u00a0]?%(?!-)"), "write U+00A0 between a number and %"),
    Fault("ru", re.compile(r"\d\s%-\w*"), "write the adjective in one word, as 95%-ный"),
    Fault("en ru", re.compile(r"(?:^|(?<=[\s(\[«“=]))-[\d{]\w*"), f"write the minus {MINUS} (U+2212)"),
    Fault("en ru", re.compile(r"(?<![\d-])\d{4}-\d{4}(?![\d-])"), "write an en dash (U+2013) between years"),
    Fault("ru", re.compile('["“”„]'), "write «…»"),
    Fault("en", re.compile('["«»„]'), "write “…”"),
    Fault("en ru", re.compile(r"[ \u00a0]{2,}\S*"), "write one space"),
    Fault("en ru", re.compile(r"\S* [,;.:](?!\w)"), "write no space before a mark"),
    Fault("ru", re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])"), "write a decimal comma"),
    Fault("ru", re.compile(r"\d+ \d{3}(?!\d)"), "write U+00A0 between thousands"),
    Fault("en", re.compile(r"(?<![\d,])\d+,\d{1,2}(?!\d)"), "write a decimal point"),
    Fault("en", re.compile(r"\d+\s\d{3}(?!\d)"), "write a comma between thousands"),
    Fault("en", CYRILLIC_WORD, "write it in English"),
)


def typography_faults(text: str, language: str) -> list[str]:
    """One sentence for everything in a text that its language prints otherwise: what was found, what to write.

    language: `en` or `ru`. Placeholders and names of files are left as they stand.
    """
    # A placeholder stays as its brace, so that what follows a number is seen.
    plain = ALIKE.sub(lambda alike: "}" if alike[0].startswith("{") else "…", text)
    found = [
        f"'{match[0].strip()}' found; {fault.advice}"
        for fault in FAULTS
        if language in fault.languages
        for match in fault.pattern.finditer(plain)
    ]
    if language == "ru":
        found += [
            f"'{word}' found; write it in Russian, or keep it by LATIN_KEPT in workflow/regioncodes/words/typography.py"
            for word in LATIN_WORD.findall(plain)
            if word not in LATIN_KEPT
        ]
    return found


def check_texts(catalogues: Mapping[str, pd.DataFrame]) -> None:
    """Nothing where every text is there and printed as its language asks, else one StudyError with all that is not.

    catalogues: key, en, ru, by file. Titles of indicators and names of regions are no texts of a catalogue.
    """
    raise_all_problems(
        {file: [*catalogue_problems(texts), *_printing_problems(texts)] for file, texts in catalogues.items()}
    )


def _printing_problems(catalogue: pd.DataFrame) -> list[str]:
    """Sentences about the texts that stand in both languages; of the others `catalogue_problems` has spoken."""
    problems = []
    for key, *pair in catalogue.reindex(columns=["key", *LANGUAGES]).dropna().itertuples(index=False):
        if _outer_blanks_differ(*pair):
            problems.append(f"key '{key}': the texts begin or end with different blanks; write the same in both")
        problems += [
            f"key '{key}': column {language}: {fault}"
            for language, text in zip(LANGUAGES, pair, strict=True)
            for fault in typography_faults(text, language)
        ]
    return problems


def _outer_blanks_differ(english: str, russian: str) -> bool:
    """Whether a blank that joins a text to another stands in one language alone."""
    return any(
        len(english) - len(strip(english)) != len(russian) - len(strip(russian)) for strip in (str.lstrip, str.rstrip)
    )
