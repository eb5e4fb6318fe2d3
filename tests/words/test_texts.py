"""The catalogue of texts, and captions."""

import re

import pandas as pd
import pytest

from regioncodes.ground.errors import StudyError
from regioncodes.ground.modules import PACKAGE
from regioncodes.words.captions import caption, source_line
from regioncodes.words.texts import Texts, check_catalogue, in_each_language, literal


def rows(*cells):
    return pd.DataFrame(cells, columns=["key", "en", "ru"])


STATUS_ROWS = (
    ("status.published", "published", "опубликованы"),
    ("status.synthetic", "synthetic", "синтет."),
)


def test_missing_translations_are_named_all_at_once():
    faulty = rows(("first", "one", None), ("second", "  ", "два"), ("third", "three", "три"), ("fourth", None, None))
    with pytest.raises(StudyError) as caught:
        check_catalogue(faulty)
    message = str(caught.value)
    assert message.startswith("4 problems in data/reference/texts.csv")
    assert "'first': column ru" in message
    assert "'second': column en" in message
    assert "'fourth': column en" in message
    assert "'fourth': column ru" in message
    assert "third" not in message


@pytest.mark.parametrize(
    ("faulty", "sentence"),
    [
        (rows(("key", "a {n}", "б {m}")), "placeholders differ"),
        (rows(("key", "a", "б"), ("key", "a", "б")), "more than once"),
        (rows((None, "a", "б")), "row 2: the key is empty"),
        (rows(("key", "a {", "б {")), "write a literal brace twice"),
        (rows(("x.caption", "Source: {source}", "Источник: {source}")), "lacks {status}"),
        (rows(("key", "a", "б")).drop(columns="ru"), "column 'ru' is missing"),
    ],
)
def test_a_faulty_catalogue_says_what_to_mend(faulty, sentence):
    with pytest.raises(StudyError, match=re.escape(sentence)):
        check_catalogue(faulty)


def test_texts_fill_their_placeholders():
    texts = Texts(rows(("size", "n = {n}, R = {r}", "n = {n}, R: {r}")), "ru")
    assert texts("size", n=9, r="0,86") == "n = 9, R: 0,86"


def test_an_unknown_key_and_a_missing_fact_are_errors():
    texts = Texts(rows(("size", "{n} of {m}", "{n} из {m}")), "en")
    with pytest.raises(StudyError, match="'absent' is not there"):
        texts["absent"]
    with pytest.raises(StudyError, match=r"(?s)2 problems.*\{m\}.*\{n\}"):
        texts("size")


def test_a_bare_decimal_never_reaches_a_text():
    texts = Texts(rows(("size", "{n}", "{n}")), "ru")
    with pytest.raises(StudyError, match=r"bare number 0\.5"):
        texts("size", n=0.5)


def test_an_unknown_language_is_an_error():
    with pytest.raises(StudyError, match="language 'de'"):
        Texts(rows(("key", "a", "б")), "de")


def test_the_catalogue_of_the_study_is_sound_and_sorted(catalogue):
    check_catalogue(catalogue)
    assert list(catalogue["key"]) == sorted(catalogue["key"])


def test_every_key_written_in_the_package_is_in_the_catalogue(catalogue):
    files = [path for room in ("words", "exhibits") for path in sorted((PACKAGE / room).rglob("*.py"))]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    used = re.findall(r'\btexts[\[(]\s*"([\w.]+)"', code)
    assert len(used) > 20
    # The docstring of Texts shows the key `key`.
    assert sorted(set(used) - set(catalogue["key"]) - {"key"}) == []


def test_a_caption_states_source_and_status():
    text = "Made-up exhibit. Source: {source}; input: {status}; n = {n}."
    texts = Texts(rows(("x.caption", text, text), ("x.source", "a book", "книга"), *STATUS_ROWS), "ru")
    assert caption("x", texts, status="synthetic", n=3) == ("Made-up exhibit. Source: книга; input: синтет.; n = 3.")
    assert "Source: elsewhere;" in caption("x", texts, status="published", n=3, source="elsewhere")


@pytest.mark.parametrize(("facts", "sentence"), [({"status": "guessed"}, "'guessed' found"), ({}, "{status}")])
def test_a_caption_without_a_known_status_is_an_error(facts, sentence):
    text = "{source} {status}"
    texts = Texts(rows(("x.caption", text, text), ("x.source", "a", "б"), *STATUS_ROWS), "en")
    with pytest.raises(StudyError, match=re.escape(sentence)):
        caption("x", texts, **facts)


def test_every_exhibit_has_a_caption_and_a_source(catalogue, texts):
    names = [key.removesuffix(".caption") for key in catalogue["key"] if key.endswith(".caption")]
    assert {"figure_1_model", "figure_2_education", "figure_s1_codes", "table_1_relevance"} <= set(names)
    for name in names:
        assert texts["status.published"] in source_line(name, "published", texts)


def test_files_come_with_the_texts_of_the_language_they_are_named_after():
    catalogue = pd.DataFrame({"key": ["year"], "en": ["Year"], "ru": ["Год"]})
    files = ["results/a.ru.pdf", "results/a.ru.txt", "results/a.en.pdf"]
    found = [(texts["year"], named) for texts, named in in_each_language(catalogue, files)]
    assert found == [("Year", ["results/a.en.pdf"]), ("Год", ["results/a.ru.pdf", "results/a.ru.txt"])]


def test_a_language_without_files_is_not_printed():
    catalogue = pd.DataFrame({"key": ["year"], "en": ["Year"], "ru": ["Год"]})
    assert [texts.language for texts, _ in in_each_language(catalogue, ["results/a.ru.pdf"])] == ["ru"]


def test_a_text_that_is_no_template_keeps_its_braces_and_one_that_is_has_them_filled():
    title = "Share {of} all } in {{ per cent"
    texts = Texts(
        pd.DataFrame({"key": ["a"], "en": literal(pd.Series([title])), "ru": literal(pd.Series([title]))}), "en"
    )
    assert texts["a"] == texts("a") == title
    assert Texts(rows(("b", "{n} of {{all}}", "{n} из {{всех}}")), "en")("b", n=3) == "3 of {all}"
