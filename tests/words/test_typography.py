"""Typography of texts: each planted fault is found and said, and the study's own words have none."""

import pandas as pd
import pytest

from project import ROOT
from regioncodes.ground.errors import StudyError
from regioncodes.words.typography import check_texts, typography_faults

SPACE = "\u00a0"
# Names that people read, by table and the columns of each language.
NAMES = (
    ("indicators", ("title_en", "short_en", "per_en"), ("title_ru", "short_ru", "per_ru")),
    ("regions", ("name_en", "short_en"), ("name_ru", "short_ru")),
    ("sources", ("publisher", "title_en", "licence"), ("title_ru", "publisher_ru", "licence_ru")),
    ("value_items", ("label_en",), ("label_ru",)),
    ("gaps", ("publication_en",), ("publication_ru",)),
)


@pytest.mark.parametrize("name", ["texts", "site_texts", "passport_texts"])
def test_the_catalogues_are_printed_as_their_languages_ask(name):
    check_texts({name: pd.read_csv(ROOT / f"data/reference/{name}.csv")})


@pytest.mark.parametrize(("name", "english", "russian"), NAMES, ids=[name for name, _, _ in NAMES])
def test_names_are_printed_as_their_languages_ask(name, english, russian):
    table = pd.read_csv(ROOT / f"data/reference/{name}.csv")
    found = {
        text: faults
        for language, columns in (("en", english), ("ru", russian))
        for column in columns
        for text in table[column].dropna()
        if (faults := typography_faults(text, language))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("ru", "на уровне 5%", "'5%' found; write U+00A0 between a number and %"),
        ("ru", "доля {share} % мала", "'} %' found; write U+00A0"),
        ("en", "at 5 % of all", "'5 %' found; write U+00A0"),
        ("ru", f"95{SPACE}%-ная полоса", f"'5{SPACE}%-ная' found; write the adjective in one word"),
        ("ru", "от -3 до 4", "'-3' found; write the minus"),
        ("en", "[-2; 4]", "'-2' found; write the minus"),
        ("en", "the years 2005-2016", "'2005-2016' found; write an en dash"),
        ("ru", 'файл "А"', "'\"' found; write «…»"),
        ("ru", "файл “А”", "'“' found; write «…»"),
        ("en", 'the file "A"', "'\"' found; write “…”"),
        ("en", "two  words", "'words' found; write one space"),
        ("ru", "слово , слово", "'слово ,' found; write no space before a mark"),
        ("ru", "не более 0.7", "'0.7' found; write a decimal comma"),
        ("en", "at most 0,7", "'0,7' found; write a decimal point"),
        ("ru", "из 10 000 лет", "'10 000' found; write U+00A0 between thousands"),
        ("en", f"of 10{SPACE}000 years", f"'10{SPACE}000' found; write a comma between thousands"),
        ("en", "one год", "'год' found; write it in English"),
        ("ru", "growth of income", "'growth' found; write it in Russian"),
        ("ru", "рост income", "'income' found; write it in Russian"),
    ],
)
def test_a_planted_fault_is_found_with_what_to_write(language, text, said):
    assert any(fault.startswith(said) for fault in typography_faults(text, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", f"95%-ная полоса, 5{SPACE}% случаев, {{share}}{SPACE}%, доля, %"),
        ("ru", "набор «composite», столбец status файла results/models/codes.csv, см. `reliability.csv`, табл. 2.1"),
        ("ru", "Code NID по AICc, R² 0,86, f′ 1, CSV (Excel), проект 16-02-18006, 50\u00a0000"),
        ("en", f"joint 95{SPACE}% band of grp_per_capita, 48,999.1 roubles, 1,500 students, table 2.1"),
        ("en", "the years 2005–2016, −3 to 4, “A”"),
        ("ru", "python -m regioncodes trace grp_per_capita RU-SVE 2010"),
    ],
)
def test_what_a_language_asks_for_is_no_fault(language, text):
    assert typography_faults(text, language) == []


@pytest.mark.parametrize(
    ("english", "russian", "sentence"),
    [
        (f"5{SPACE}% of all", "5% всех", "key 'a': column ru: '5%' found; write U+00A0 between a number and %"),
        ("half of all", "half of all", "key 'a': column ru: 'half' found; write it in Russian"),
        ("half, всё", "половина", "key 'a': column en: 'всё' found; write it in English"),
        ("shown: ", "показано:", "key 'a': the texts begin or end with different blanks"),
        ("{n} of all", "все", "key 'a': placeholders differ"),
    ],
)
def test_a_fault_of_a_catalogue_is_said_with_its_file_and_key(english, russian, sentence):
    with pytest.raises(StudyError) as caught:
        check_texts({"data/reference/some.csv": pd.DataFrame({"key": ["a"], "en": [english], "ru": [russian]})})
    assert "in data/reference/some.csv" in str(caught.value)
    assert sentence in str(caught.value)
