"""Spelling of everything that is read: texts, names, claims and the documentation, by hunspell and lists of own words.

The lists hold names and terms that no dictionary has, one a line; `word/model` is inflected as its model is. A word is
added there only where it is right.
"""

import re
import shutil
import subprocess
from collections import defaultdict

import pandas as pd
import pytest

from project import ROOT
from regioncodes.words.typography import ALIKE

OWN_WORDS = ROOT / "tests/words"
# British spelling, as in the texts themselves: standardised, labour, colour.
DICTIONARIES = {"en": "en_GB", "ru": "ru_RU"}
LETTERS = {"en": r"[A-Za-zÀ-ÿ]", "ru": r"[а-яёА-ЯЁ]"}
CATALOGUES = ("texts", "site_texts", "passport_texts")
# Columns that people read, by table and language.
NAMED = {
    "data/reference/indicators.csv": {
        "en": ("title_en", "short_en", "per_en", "unit"),
        "ru": ("title_ru", "short_ru", "per_ru", "unit_ru"),
    },
    "data/reference/regions.csv": {"en": ("name_en", "short_en"), "ru": ("name_ru", "short_ru")},
    "data/reference/sources.csv": {"en": ("publisher", "title_en", "licence"), "ru": ("title_ru",)},
    "data/reference/value_items.csv": {"en": ("label_en",), "ru": ("label_ru",)},
    "data/reference/gaps.csv": {"en": ("publication_en",), "ru": ("publication_ru",)},
    "data/article/claims.csv": {"en": ("statement_en", "missing_en"), "ru": ("statement_ru", "missing_ru")},
    "data/reference/columns.csv": {"en": ("meaning",)},
}
# What is no prose of a page of Markdown: blocks and pieces of code, addresses, tags.
NO_PROSE = re.compile(r"^```.*?^```|`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+", re.MULTILINE | re.DOTALL)


def catalogue_texts(language):
    for name in CATALOGUES:
        table = pd.read_csv(ROOT / f"data/reference/{name}.csv")
        for key, text in zip(table["key"], table[language], strict=True):
            yield f"{name}.csv, {key}", text


def named_texts(language):
    for path, columns in NAMED.items():
        table = pd.read_csv(ROOT / path)
        for column in columns.get(language, ()):
            for row, text in table[column].dropna().items():
                yield f"{path}, row {row + 2}, {column}", text


def pages(language):
    paths = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [(str(path.relative_to(ROOT)), NO_PROSE.sub(" ", path.read_text(encoding="utf-8"))) for path in paths]


def words_of(text, language):
    """Words in the letters of a language; a word broken over two lines, an accent and an ending of 95% are no words."""
    plain = re.sub(r"-\n|\u0301|(?<=%)-\w+", "", ALIKE.sub(" ", text))
    letter = LETTERS[language]
    return re.findall(rf"(?<!\w){letter}{letter}+(?:['’-]{letter}+)*(?!\w)", plain)


def unknown(words, language):
    """Those of the words that neither the dictionary nor the list of own words has."""
    command = [
        "hunspell",
        "-i",
        "utf-8",
        "-d",
        DICTIONARIES[language],
        "-p",
        OWN_WORDS / f"own_words.{language}.txt",
        "-l",
    ]
    said = subprocess.run(command, input="\n".join(words), capture_output=True, encoding="utf-8", check=True)
    return set(said.stdout.split())


@pytest.fixture(scope="module", params=["en", "ru"])
def language(request):
    if shutil.which("hunspell") is None:
        pytest.skip(
            "hunspell is not installed; spelling was not checked (Debian: hunspell, hunspell-ru, hunspell-en-gb)"
        )
    name = DICTIONARIES[request.param]
    if f"/{name}" not in subprocess.run(["hunspell", "-D"], input="", capture_output=True, text=True).stderr:
        pytest.skip(
            f"hunspell has no dictionary {name}; spelling was not checked (Debian: hunspell-ru, hunspell-en-gb)"
        )
    return request.param


@pytest.mark.parametrize("texts", [catalogue_texts, named_texts, pages])
def test_every_word_that_is_read_is_spelt_right(language, texts):
    places = defaultdict(list)
    for place, text in texts(language):
        for word in words_of(text, language):
            places[word.replace("’", "'")].append(place)
    # A word with a hyphen is right where its parts are.
    wrong = unknown(sorted(places), language)
    assert {word: found[:3] for word, found in places.items() if wrong & {word, *word.split("-")}} == {}


def test_a_planted_misspelling_is_found(language):
    right, wrong = {"en": ("standardised", "standartised"), "ru": ("сглаживание", "сглажывание")}[language]
    assert unknown([right, wrong], language) == {wrong}


def test_own_words_are_sorted_and_needed(language):
    own = (OWN_WORDS / f"own_words.{language}.txt").read_text(encoding="utf-8").split()
    assert own == sorted(set(own), key=str.lower)
    read = {
        word
        for texts in (catalogue_texts, named_texts, pages)
        for _, text in texts(language)
        for found in words_of(text, language)
        for word in {found, *found.replace("’", "'").split("-")}
    }
    stems = tuple(word.lower() for word in read)
    assert [word for word in own if not any(s.startswith(word.split("/")[0].lower()[:-2]) for s in stems)] == []
