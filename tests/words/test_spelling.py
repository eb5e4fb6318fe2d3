"""Spelling of everything that is read: texts, names, claims and the documentation, by hunspell and lists of own words.

The lists hold names and terms that no dictionary has, one a line; `word/model` is inflected as its model is. A word is
added there only where it is right.
"""

import re
import shutil
import subprocess
from collections import defaultdict
from functools import cache

import pandas as pd
import pytest

from project import ROOT
from regioncodes.words.typography import ALIKE

OWN_WORDS = ROOT / "tests/words"
# British spelling, as in the texts themselves: standardised, labour, colour.
DICTIONARIES = {"en": "en_GB", "ru": "ru_RU"}
MISSING = (
    "spelling was not checked; install hunspell with the dictionaries ru_RU and en_GB (hunspell-ru, hunspell-en-gb)"
)
LETTERS = {"en": r"[A-Za-zÀ-ÿ]", "ru": r"[а-яёА-ЯЁ]"}
# Columns that people read, by table and language.
NAMED = {
    "data/reference/indicators.csv": {
        "en": ("title_en", "short_en", "per_en", "unit"),
        "ru": ("title_ru", "short_ru", "per_ru", "unit_ru"),
    },
    "data/reference/sources.csv": {
        "en": ("publisher", "title_en", "licence"),
        "ru": ("title_ru", "publisher_ru", "licence_ru"),
    },
    "data/reference/value_items.csv": {"en": ("label_en",), "ru": ("label_ru",)},
    "data/reference/gaps.csv": {"en": ("publication_en",), "ru": ("publication_ru",)},
    "data/article/claims.csv": {"en": ("statement_en", "missing_en"), "ru": ("statement_ru", "missing_ru")},
    "data/reference/columns.csv": {"en": ("meaning",)},
}
# Official names, which no dictionary has; they are right wherever they stand.
REGIONS = "data/reference/regions.csv"
# Made of columns.csv, and of the names of packages.
GENERATED = ("data-dictionary.md", "licences.md")
# What is no prose of a page of Markdown: blocks and pieces of code, formulas, addresses, tags.
NO_PROSE = re.compile(r"^```.*?^```|`[^`]*`|\$[^$]*\$|\]\([^)]*\)|<[^>]*>|https?://\S+", re.MULTILINE | re.DOTALL)
# A hyphen of its own at the end of a line, among those that break a word.
OWN_HYPHENS = {"Ценностно-\n": "Ценностно-"}


def catalogue_texts(language):
    for path in sorted((ROOT / "data/reference").glob("*texts.csv")):
        table = pd.read_csv(path)
        for key, text in zip(table["key"], table[language], strict=True):
            # The letters by which panels are named are no word.
            if not key.endswith(".letters"):
                yield f"{path.name}, key {key}", text


def named_texts(language):
    for path, columns in NAMED.items():
        table = pd.read_csv(ROOT / path)
        for column in columns.get(language, ()):
            for row, text in table[column].dropna().items():
                yield f"{path}, row {row + 2}, column {column}", text


def pages(language):
    paths = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    return [
        (str(path.relative_to(ROOT)), NO_PROSE.sub(" ", path.read_text(encoding="utf-8")))
        for path in sorted(paths)
        if path.name not in GENERATED
    ]


def words_of(text, language):
    """Words in the letters of a language, without breaks over lines, accents and the ending of 95%-ный."""
    for broken, whole in OWN_HYPHENS.items():
        text = text.replace(broken, whole)
    plain = re.sub(r"-\n|\u0301|(?<=%)-\w+", "", ALIKE.sub(" ", text)).replace("’", "'")
    letter = LETTERS[language]
    found = re.findall(rf"(?<!\w){letter}{letter}+(?:['-]{letter}+)*(?!\w)", plain)
    return [word.removesuffix("'s") for word in found]


def unknown(words, language):
    """Those of the words, or of their parts between hyphens, that no dictionary, name of a region or own word is."""
    own = OWN_WORDS / f"own_words.{language}.txt"
    command = ["hunspell", "-i", "utf-8", "-d", DICTIONARIES[language], "-p", own, "-l"]
    said = subprocess.run(command, input="\n".join(words), capture_output=True, encoding="utf-8", check=True)
    return set(said.stdout.split()) - names_of_regions(language)


@cache
def names_of_regions(language):
    table = pd.read_csv(ROOT / REGIONS)
    names = " ".join([*table[f"name_{language}"], *table[f"short_{language}"]])
    return {part for name in words_of(names, language) for part in (name, *name.split("-"))}


@pytest.fixture(scope="module", params=["en", "ru"])
def language(request):
    if shutil.which("hunspell") is None:
        pytest.skip(MISSING)
    known = subprocess.run(["hunspell", "-D"], input="", capture_output=True, encoding="utf-8").stderr
    if f"/{DICTIONARIES[request.param]}" not in known:
        pytest.skip(MISSING)
    return request.param


@pytest.mark.parametrize("texts", [catalogue_texts, named_texts, pages])
def test_every_word_that_is_read_is_spelt_right(language, texts):
    places = defaultdict(list)
    for place, text in texts(language):
        for word in words_of(text, language):
            places[word].append(place)
    wrong = unknown(places, language)
    found = {word: stand[:3] for word, stand in places.items() if wrong & {word, *word.split("-")}}
    assert found == {}, f"mend them, or add a right word to tests/words/own_words.{language}.txt"


def test_a_planted_misspelling_is_found(language):
    right, wrong = {"en": ("standardised", "standartised"), "ru": ("сглаживание", "сглажывание")}[language]
    assert unknown([right, wrong], language) == {wrong}


def test_own_words_are_sorted_once_each_and_in_no_dictionary(language):
    own = (OWN_WORDS / f"own_words.{language}.txt").read_text(encoding="utf-8").split()
    assert own == sorted(set(own))
    # A word beside its model may itself be known: it stands there for its other endings.
    words = [word for word in own if "/" not in word]
    command = ["hunspell", "-i", "utf-8", "-d", DICTIONARIES[language], "-l"]
    said = subprocess.run(command, input="\n".join(words), capture_output=True, encoding="utf-8", check=True)
    assert sorted(set(words) - set(said.stdout.split())) == []
