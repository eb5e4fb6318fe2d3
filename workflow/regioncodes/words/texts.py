"""Words of the exhibits, English and Russian, from one catalogue: both complete, or the run fails."""

from collections.abc import Iterator, Sequence
from string import Formatter

import pandas as pd

from regioncodes.ground.errors import raise_problems

CATALOGUE = "data/reference/texts.csv"
LANGUAGES = ("en", "ru")
# As each is called in itself: the link to it is read by who reads it.
LANGUAGE_NAMES = {"en": "English", "ru": "Русский"}
CAPTION_SUFFIX = ".caption"
# A caption without these would hide where its numbers come from.
CAPTION_PLACEHOLDERS = ("source", "status")


def placeholders(text: str) -> frozenset[str]:
    """Names in braces that a text leaves open. Raises ValueError where the braces do not match."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _empty_cells(catalogue: pd.DataFrame) -> list[str]:
    """One sentence for every key without a text in one of the languages."""
    return [
        f"key '{key}': column {language} is empty; write its text"
        for language in LANGUAGES
        for key in catalogue.loc[_blank(catalogue[language]), "key"]
    ]


def _blank(column: pd.Series) -> pd.Series:
    return column.isna() | column.astype("string").str.strip().eq("").fillna(True)


def _row_problems(key: str, texts: dict[str, str]) -> list[str]:
    """Sentences about the placeholders of one key that has a text in every language."""
    try:
        found = {language: placeholders(text) for language, text in texts.items()}
    except ValueError as error:
        return [f"key '{key}': {error}; write a literal brace twice"]
    problems = []
    if found["en"] != found["ru"]:
        shown = {language: sorted(names) for language, names in found.items()}
        problems.append(f"key '{key}': placeholders differ, en {shown['en']}, ru {shown['ru']}; use the same")
    if key.endswith(CAPTION_SUFFIX):
        problems += [
            f"key '{key}': column {language} lacks {{{name}}}; a caption states its {name}"
            for language in LANGUAGES
            for name in CAPTION_PLACEHOLDERS
            if name not in found[language]
        ]
    return problems


def literal(texts: pd.Series) -> pd.Series:
    """Texts that are no templates, such as titles of indicators, as a catalogue holds them: braces doubled."""
    return texts.str.replace("{", "{{").str.replace("}", "}}")


def catalogue_problems(catalogue: pd.DataFrame) -> list[str]:
    """One sentence for every fault of the keys, columns and placeholders of a catalogue: key, en, ru."""
    absent = [column for column in ("key", *LANGUAGES) if column not in catalogue.columns]
    if absent:
        return [f"column '{column}' is missing" for column in absent]
    nameless = catalogue.index[_blank(catalogue["key"])]
    problems = [f"row {row + 2}: the key is empty" for row in nameless]
    named = catalogue.drop(index=nameless)
    repeated = named.loc[named["key"].duplicated(), "key"].drop_duplicates()
    problems += [f"key '{key}' stands more than once; keep one row" for key in repeated]
    problems += _empty_cells(named)
    complete = named[~_blank(named["en"]) & ~_blank(named["ru"])]
    for key, english, russian in zip(complete["key"], complete["en"], complete["ru"], strict=True):
        problems += _row_problems(key, {"en": english, "ru": russian})
    return problems


def check_catalogue(catalogue: pd.DataFrame, subject: str = CATALOGUE) -> None:
    """Nothing where the catalogue is sound, else one StudyError that names every faulty key.

    catalogue: columns key, en, ru. Faults: a missing column, an empty or repeated key, an empty text,
    placeholders that differ between the languages, a caption without {source} or {status}.
    """
    raise_problems(catalogue_problems(catalogue), subject)


class Texts:
    """The catalogue in one language: `texts["key"]`, or `texts("key", n=9)` to fill placeholders."""

    def __init__(self, catalogue: pd.DataFrame, language: str) -> None:
        """catalogue: columns key, en, ru, checked here. language: `en` or `ru`."""
        if language not in LANGUAGES:
            raise_problems([f"language '{language}' found; {' or '.join(LANGUAGES)} is allowed"], CATALOGUE)
        check_catalogue(catalogue)
        self.language = language
        self._texts = dict(zip(catalogue["key"], catalogue[language], strict=True))

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def __getitem__(self, key: str) -> str:
        """Text of a key that leaves nothing open. Raises StudyError for a key that the catalogue lacks."""
        return self._template(key).replace("{{", "{").replace("}}", "}")

    def _template(self, key: str) -> str:
        if key not in self._texts:
            raise_problems([f"key '{key}' is not there; add a row with its English and Russian text"], CATALOGUE)
        return self._texts[key]

    def __call__(self, key: str, **facts: str | int) -> str:
        """Text of a key with its placeholders filled.

        facts: words and whole numbers; decimals come as text from `numbers.number`, since a bare float
        would print a decimal point in Russian. Raises StudyError that names every missing or bare fact.
        """
        text = self._template(key)
        problems = [
            f"key '{key}': no value was given for {{{name}}}" for name in sorted(placeholders(text) - facts.keys())
        ]
        problems += [
            f"key '{key}': {{{name}}} got the bare number {value!r}; format it for the language first"
            for name, value in sorted(facts.items())
            if isinstance(value, float)
        ]
        raise_problems(problems, CATALOGUE)
        return text.format(**facts)


def in_each_language(catalogue: pd.DataFrame, files: Sequence[str]) -> Iterator[tuple[Texts, list[str]]]:
    """Texts of each language that files are named after, with those files in their order.

    files: named like `figure_2_education.ru.pdf`. One job prints an exhibit in every language: half of its
    time is the start of Python and of the drawing library.
    """
    for language in LANGUAGES:
        named = [file for file in files if f".{language}." in file]
        if named:
            yield Texts(catalogue, language), named
