"""Typography of the words of the exhibits and the passports, over the whole catalogues."""

import re

import pandas as pd
import pytest

from project import ROOT
from regioncodes.words.texts import check_catalogue

CATALOGUES = ("texts", "passport_texts")
# Names, symbols and file names that Russian keeps in Latin letters.
LATIN_KEPT = re.compile(
    r"\{\w*\}|\b[\w.]+\.(?:csv|yaml|xlsx)\b|\bCode (?:ID|NID)\b|\b(?:ICSID|config\.yaml|status)\b|"
    r"\b[A-Z]{1,5}[0-9]*c?\b|\b[a-zA-Z]\b"
)


@pytest.fixture(scope="module", params=CATALOGUES)
def words(request):
    return pd.read_csv(ROOT / f"data/reference/{request.param}.csv").set_index("key")


def found(texts, pattern):
    return [key for key, text in texts.items() if re.search(pattern, text)]


def test_both_languages_are_complete(words):
    check_catalogue(words.reset_index())


def test_russian_has_decimal_commas(words):
    # The number of a table in a book, such as 2.1, is written with a point in both languages.
    assert (
        found(
            words["ru"].str.replace(r"табл\. \d+\.\d+", "", regex=True).str.replace(LATIN_KEPT, "", regex=True),
            r"(?<![\d.])\d+\.\d+(?![\d.])",
        )
        == []
    )


def test_english_has_decimal_points(words):
    assert found(words["en"], r"(?<![\d,])\d+,\d{1,2}(?!\d)") == []


def test_russian_quotes_are_guillemets(words):
    assert found(words["ru"], r"[\"“”„']") == []
    assert [key for key, text in words["ru"].items() if text.count("«") != text.count("»")] == []


def test_english_quotes_are_curly_and_closed(words):
    assert found(words["en"], '["«»„]') == []
    assert [key for key, text in words["en"].items() if text.count("“") != text.count("”")] == []


def test_a_minus_before_a_digit_is_no_hyphen(words):
    for language in ("en", "ru"):
        assert found(words[language], r"(?:^|[\s(\[])-\d") == []


def test_no_text_has_doubled_or_outer_blanks(words):
    for language in ("en", "ru"):
        # Units that are put behind a title begin with their blank.
        own = words[language].drop(["figure_2.roubles", "figure_2.of_unit"], errors="ignore")
        assert found(own, r"  | [,;.:](?!\d)|^ | $") == []


def test_a_number_and_its_percent_sign_stay_on_one_line(words):
    for language in ("en", "ru"):
        assert found(words[language], r"[\d}] %") == []
