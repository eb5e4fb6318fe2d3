"""Tables for machines: one number a cell, plain, under heads in both languages; words in each."""

import pandas as pd
import pytest

from project import ROOT
from regioncodes.exhibits.printing.cells import PARTS, Cell, interval_cell, number_cell
from regioncodes.exhibits.printing.machine_tables import read_csv, write_csv
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.tables import table_1_relevance, table_s1_codes
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import LANGUAGES, Texts

CATALOGUE = read_table(ROOT / "data/reference/texts.csv")
WORDS = [Texts(CATALOGUE, language) for language in LANGUAGES]
NAMES = {"en": ("Region", "Growth, %", "Code"), "ru": ("Регион", "Рост, %", "Код")}
REGIONS = {"en": ("Kurgan", "Perm"), "ru": ("Курган", "Пермь")}


def printed(cells) -> list[tuple[Texts, PrintedTable]]:
    """Both languages of a table of two rows. cells: of a language's texts, the pair in the second column."""
    return [
        (
            texts,
            PrintedTable(
                "t",
                texts.language,
                "T.",
                tuple(Column(name, 0.3) for name in NAMES[texts.language]),
                tuple((name, cell, "x") for name, cell in zip(REGIONS[texts.language], cells(texts), strict=True)),
                "C.",
                "N.",
            ),
        )
        for texts in WORDS
    ]


def read(tables, tmp_path) -> pd.DataFrame:
    write_csv(tables, tmp_path / "t.csv")
    return pd.read_csv(tmp_path / "t.csv", keep_default_na=False)


def test_a_number_stands_once_and_unrounded_under_both_heads_and_words_stand_in_each_language(tmp_path):
    table = read(printed(lambda texts: (number_cell(-1234.5678, texts, 1), number_cell(2.0, texts, 1))), tmp_path)
    assert list(table) == ["Region | Регион [en]", "Region | Регион [ru]", "Growth, % | Рост, %", "Code | Код"]
    assert table["Growth, % | Рост, %"].tolist() == [-1234.5678, 2.0]
    assert table["Region | Регион [ru]"].tolist() == list(REGIONS["ru"])
    assert "\u2212" not in (tmp_path / "t.csv").read_text(encoding="utf-8")


def test_an_interval_has_two_columns_a_mark_one_and_words_in_place_of_a_number_their_own(tmp_path):
    told = {"en": "cannot be told", "ru": "сказать нельзя"}
    table = read(
        printed(lambda t: (Cell("0.5* [0; 1]", value=0.5, lower_95=0, upper_95=1, mark="*"), told[t.language])),
        tmp_path,
    )
    heads = {"lower_95": "lower end", "upper_95": "upper end", "mark": "mark", "words": "in words"}
    found = {part: [head for head in table if f": {word}" in head] for part, word in heads.items()}
    assert {part: len(columns) for part, columns in found.items()} == {**dict.fromkeys(heads, 1), "words": 2}
    assert [table[found[part][0]][0] for part in ("lower_95", "upper_95")] == ["0", "1"]
    assert [table[column][1] for column in found["words"]] == list(told.values())
    assert table["Growth, % | Рост, %"].tolist() == ["0.5", ""]


def test_what_is_missing_is_an_empty_cell(tmp_path):
    table = read(printed(lambda texts: (number_cell(float("nan"), texts), interval_cell(0.1, 0.2, texts, 1))), tmp_path)
    lower = next(head for head in table if "lower end" in head)
    assert table[lower].tolist() == ["", "0.1"]


def test_a_number_without_its_value_and_languages_that_disagree_are_named(tmp_path):
    with pytest.raises(StudyError, match=r"(?s)2 problems in table t.*row 1, column 'Growth, %'.*'1,234' is a printed"):
        write_csv(printed(lambda _: ("1,234", "\u22120.5")), tmp_path / "t.csv")
    with pytest.raises(StudyError, match="row 2, column 'Growth, %': the languages print"):
        write_csv(printed(lambda texts: ("", Cell("5", value=LANGUAGES.index(texts.language)))), tmp_path / "t.csv")
    with pytest.raises(ValueError, match="found the parts middle"):
        Cell("5", middle=5)


def test_every_part_of_a_cell_has_a_name_in_both_languages():
    assert [part for part in PARTS[1:] for texts in WORDS if f"table.part.{part}" not in texts] == []


def test_two_columns_under_one_head_are_named(tmp_path, monkeypatch):
    monkeypatch.setitem(NAMES, "en", ("Region", "Code", "Code"))
    monkeypatch.setitem(NAMES, "ru", ("Регион", "Код", "Код"))
    with pytest.raises(StudyError, match=r"(?s)1 problem in table t.*headed 'Code \| Код'"):
        write_csv(printed(lambda _: ("a", "b")), tmp_path / "t.csv")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_read_in_one_language_as_it_was_written(language, tmp_path):
    write_csv(printed(lambda texts: (number_cell(0.25, texts, 2), "=1+1")), tmp_path / "t.csv")
    heads, *rows = read_csv(tmp_path / "t.csv", language, LANGUAGES)
    region, growth, code = NAMES[language]
    assert (heads[0], heads[1], heads[-1]) == (region, growth, code)
    assert rows == [[REGIONS[language][0], "0.25", "", "x"], [REGIONS[language][1], "", "=1+1", "x"]]


def test_the_tables_of_the_study_keep_what_they_print(options, nid, regions, tmp_path):
    table = read([(texts, table_1_relevance.table(options, texts)) for texts in WORDS], tmp_path)
    ordered = options.iloc[[1, 2, 3, 0]]
    assert [list(table.filter(like=word).iloc[:, 0]) for word in ("out of", "lower end", "upper end")] == [
        ordered[name].tolist() for name in ("base", "lower_95_percent", "upper_95_percent")
    ]
    assert table.filter(like="Relevance").iloc[:, 0].tolist() == ordered["percent"].tolist()
    assert table.filter(like="mark").iloc[:, 0].tolist() == ["", "", "*", ""]
    codes = read([(texts, table_s1_codes.table(nid, regions, texts)) for texts in WORDS], tmp_path)
    own = nid[nid["year"].eq(2015) & nid["reading"].eq("memory")].set_index("region").reindex(regions["region"])
    expected = own[["estimate", "joint_lower_95", "joint_upper_95"]].dropna(how="all")
    shown = codes.filter(like="fading memory").iloc[:, :3].apply(pd.to_numeric).dropna(how="all")
    assert shown.to_numpy() == pytest.approx(expected.to_numpy(), rel=1e-11)
