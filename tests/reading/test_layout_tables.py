import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioncodes.formats.documents import Sheet
from regioncodes.reading.cells import Cell, CellError
from regioncodes.reading.layout import placed_cells, tables


def sheet(rows, **facts):
    width = max(map(len, rows))
    grid = [
        [float(cell) if isinstance(cell, int) else cell for cell in row + [""] * (width - len(row))] for row in rows
    ]
    return Sheet("1", grid, **facts)


def values(source, hints=None, **options):
    found, _ = tables(source, hints)
    return {
        (reading.row.name, reading.heading.year, reading.row.labels): reading.cell.value
        for table in found
        for reading in placed_cells(source, table, percent=False, **options)
    }


def test_title_unit_moment_notes_and_rows_are_found_without_coordinates():
    source = sheet(
        [
            ["К содержанию"],
            ["Социально-экономические показатели по субъектам Российской Федерации"],
            ["5. ЗДРАВООХРАНЕНИЕ"],
            ["ЧИСЛО КОЕК1)"],
            ["5.1.1. Всего"],
            ["(на конец года; тысяч коек)"],
            ["", 2016, 2017],
            ["Российская Федерация1)", 30, 31],
            ["Северо-Западный", 10, ""],
            ["Южный           федеральный округ2);3)", 20, 21],
            ["¾¾¾¾¾"],
            ["_____"],
            ["1)  2005 г. – включая койки дневных стационаров"],
            ["дневного пребывания."],
            ["2) Данные за 2014-2016 гг. без Крыма."],
            ["3) 2000-2009 гг. – в прежнем составе."],
        ]
    )
    [table], findings = tables(source)
    assert (table.number, table.title, table.title_notes) == ("5.1.1", "ЧИСЛО КОЕК. Всего", ("1",))
    assert (table.unit, table.moment, table.unit_line) == (
        "тысяч коек",
        "на конец года",
        "на конец года; тысяч коек",
    )
    assert table.notes == {
        "1": "2005 г. – включая койки дневных стационаров дневного пребывания.",
        "2": "Данные за 2014-2016 гг. без Крыма.",
        "3": "2000-2009 гг. – в прежнем составе.",
    }
    assert [row.notes for row in table.rows] == [("1",), (), ("2", "3")]
    assert (table.first_row, table.last_row) == (6, 9)
    assert findings == []


@pytest.mark.parametrize(
    ("above", "title", "unit"),
    [
        (["ВРП в 2016-2023 гг.1)2) (в ценах 2016 г.; рублей)"], "ВРП в 2016-2023 гг.", "в ценах 2016 г.; рублей"),
        (["Основные показатели", "тыс. человек"], "Основные показатели", "тыс. человек"),
        (["1.14. КОЭФФИЦИЕНТЫ", "на 1000 человек населения"], "КОЭФФИЦИЕНТЫ", "на 1000 человек населения"),
        (["12.2. В соответствии с ОКВЭД21)"], "В соответствии с ОКВЭД2", ""),
    ],
)
def test_a_unit_is_found_in_brackets_behind_the_title_and_on_a_line_of_its_own(above, title, unit):
    note = [["1) По кругу организаций."]] if "ОКВЭД21)" in above[0] else []
    [table], _ = tables(sheet([*[[text] for text in above], ["", 2020, 2021], ["Омская область", 1, 2], *note]))
    assert (table.title, table.unit) == (title, unit)


def test_continuation_pages_are_one_table_and_nothing_is_doubled():
    source = sheet(
        [
            ["2.3. ПОКАЗАТЕЛЬ"],
            ["(единиц)"],
            ["", 2000, 2005],
            ["Республика Карелия", 10, 11],
            ["Республика Коми", 20, 21],
            ["", "", "57"],
            ["Продолжение табл. 2.3"],
            ["", 2000, 2005],
            ["Мурманская область", 30, 31],
            ["Псковская область", 40, 41],
            ["58"],
            ["Окончание табл. 2.3"],
            ["", 2010, 2011],
            ["Республика Карелия", 12, 13],
            ["Республика Коми", 22, 23],
            ["Мурманская область", 32, 33],
            ["Псковская область", 42, 43],
        ]
    )
    [table], findings = tables(source)
    found = [(reading.row.name, reading.heading.year) for reading in placed_cells(source, table, percent=False)]
    assert len(found) == len(set(found)) == 16
    assert values(source)["Псковская область", 2011, ()] == 43
    assert values(source)["Мурманская область", 2005, ()] == 31
    assert findings == []


def test_a_page_with_two_halves_side_by_side_is_read_half_by_half():
    source = sheet(
        [
            ["ПОКАЗАТЕЛЬ"],
            ["", 2000, 2001, "", 2002, 2003],
            ["Омская область", 1, 2, "Омская область", 3, 4],
            ["Томская область", 5, 6, "Томская область", 7, 8],
        ]
    )
    [table], findings = tables(source)
    assert findings == []
    assert len(placed_cells(source, table, percent=False)) == 8
    assert values(source)["Томская область", 2003, ()] == 8


def test_several_tables_on_one_sheet_keep_their_titles_and_share_the_notes():
    source = sheet(
        [
            ["1.1. ЖЕНЩИНЫ"],
            ["(человек)"],
            ["", 2020, 2021],
            ["Омская область1)", 1, 2],
            [""],
            ["1.2. МУЖЧИНЫ"],
            ["(тысяч человек)"],
            ["", 2020, 2021],
            ["Омская область1)", 3, 4],
            ["1) Без учета района."],
        ]
    )
    found, findings = tables(source)
    assert [(table.number, table.title, table.unit) for table in found] == [
        ("1.1", "ЖЕНЩИНЫ", "человек"),
        ("1.2", "МУЖЧИНЫ", "тысяч человек"),
    ]
    assert [table.notes for table in found] == [{"1": "Без учета района."}] * 2
    assert findings == []


def test_bands_of_one_table_keep_the_same_regions_apart():
    source = sheet(
        [
            ["ЧИСЛЕННОСТЬ"],
            ["", 2020, 2021],
            ["Омская область", 1, 2],
            ["Томская область", 3, 4],
            ["Городское население"],
            ["Омская область", 5, 6],
            ["Томская область", 7, 8],
        ]
    )
    assert values(source)["Томская область", 2020, ()] == 3
    assert values(source)["Томская область", 2020, ("Городское население",)] == 7


def test_a_column_of_words_between_region_and_values_labels_the_row():
    source = sheet(
        [
            ["ИНДЕКСЫ"],
            ["", "", 2023, 2024],
            ["Омская область", "Все товары", 1, 2],
            ["Омская область", "Услуги", 3, 4],
        ]
    )
    assert values(source)["Омская область", 2024, ("Услуги",)] == 4


NESTED = [
    ["1.1. ЧИСЛЕННОСТЬ"],
    ["", 2019],
    ["Российская Федерация", 1000],
    ["Северо-Западный федеральный округ", 400],
    ["Архангельская область", 150],
    ["в том числе Ненецкий автономный округ", 10],
    ["Архангельская область без АО", 140],
    ["Вологодская область", 250],
    ["Уральский федеральный округ", 600],
    ["Курганская область", 100],
    ["Тюменская область", 500],
    ["в том числе:\nХанты-Мансийский автономный округ - Югра", 200],
    ["     Ямало-Ненецкий автономный округ", 60],
    ["Тюменская область без     автономных округов", 240],
]


@pytest.mark.parametrize("apart", [False, True])
def test_nested_rows_know_their_parents_and_the_leaves_add_up(apart):
    rows = [list(row) for row in NESTED]
    if apart:  # "в том числе:" on a line of its own
        rows[11][0] = "Ханты-Мансийский автономный округ - Югра"
        rows.insert(11, ["в том числе: "])
    source = sheet(rows)
    [table], findings = tables(source)
    names = {row.row: " ".join(row.name.split()) for row in table.rows}
    parents = {names[row.row]: names.get(row.parent) for row in table.rows}
    assert parents["Северо-Западный федеральный округ"] == "Российская Федерация"
    assert parents["Архангельская область без АО"] == "Архангельская область"
    assert parents["Вологодская область"] == "Северо-Западный федеральный округ"
    assert parents["Ямало-Ненецкий автономный округ"] == "Тюменская область"
    assert parents["Тюменская область без автономных округов"] == "Тюменская область"
    enclosing = {row.parent for row in table.rows}
    leaves = [row for row in table.rows if row.row not in enclosing]
    assert sum(source.grid[row.row][1] for row in leaves) == 1000
    assert findings == []


def test_blanks_before_names_make_the_levels_where_no_word_does():
    source = sheet([["ЧИСЛО"], ["", 2019], ["Казахстан, область", 3], ["  Абайская", 1], ["  Алматинская", 2]])
    [table], _ = tables(source)
    assert [(row.level, row.parent) for row in table.rows] == [(0, None), (1, 2), (1, 2)]


def test_a_region_without_any_value_keeps_its_blank_row():
    source = sheet([["ЧИСЛО"], ["", 2021], ["Центральный федеральный округ"], ["Брянская область", 1]])
    assert values(source) == {
        ("Центральный федеральный округ", 2021, ()): None,
        ("Брянская область", 2021, ()): 1,
    }


def test_values_that_look_like_years_make_no_header():
    source = sheet([["ЧИСЛО"], ["", 2019, 2020], ["Омская область", 2001, 2005], ["на своём уровне", 1990, 2010]])
    [table], _ = tables(source)
    assert [row.name for row in table.rows] == ["Омская область", "на своём уровне"]


@pytest.mark.parametrize(
    "rows",
    [
        [["Содержание:"], ["1.", "Валовой региональный продукт в 1998-2015 гг."], ["2.", "Численность"]],
        [["ЦЕНЫ"], ["", 2020, 2021], ["Говядина, кг", 300, 310], ["Молоко, л", 50, 55]],
        [["МЕСТО В РФ"], ["", "население", "доход"], ["Омская область", 27, 30]],
        [["ДВИЖЕНИЕ"], ["", "Принято", "Выбыло"], [2001, 10, 11], [2003, 12, 13]],
        [[""]],
    ],
)
def test_what_is_no_table_of_regions_and_years_is_refused_with_a_notice(rows):
    found, findings = tables(sheet(rows))
    assert found == []
    assert [finding.severity for finding in findings] == ["notice"]
    assert findings[0].finding.startswith("no table of regions and years: ")


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ([["Омская область", 1, 2], ["", 3, 4], ["Томская область", 5, 6]], "row 4", "values and no region"),
        ([["Омская область", 1, 2, 9]], "D3", "found 9.0 under no year"),
    ],
)
def test_stray_values_are_errors_with_their_place(rows, place, words):
    _, findings = tables(sheet([["ЧИСЛО"], ["", 2020, 2021], *rows]))
    assert [(finding.severity, finding.place) for finding in findings] == [("error", place)]
    assert words in findings[0].finding


def test_a_mark_without_its_note_and_a_note_printed_twice_are_notices():
    rows = [["ЧИСЛО"], ["", 2020, "2021*"], ["Омская область7)", 1, 2], ["3) Одно."], ["3) Другое."]]
    [table], findings = tables(sheet(rows))
    assert table.notes == {"3": "Одно. / Другое."}
    assert {(finding.severity, finding.finding.split(" (")[0]) for finding in findings} == {
        ("notice", "note * is printed"),
        ("notice", "note 7 is printed"),
        ("notice", "stands twice under the table with different texts"),
    }


def test_an_odd_table_is_read_as_its_line_in_the_table_of_tables_says():
    source = sheet(
        [
            ["ЧИСЛО"],
            ["первый", "", 2016, 2017, 2017],
            ["код", "", "", "старый", "новый"],
            ["10", "Омская область", 1, 2, 3],
        ]
    )
    hints = {"header_rows": "2-3", "region_column": "B", "repeated_year_column": "E", "row_factors": ""}
    [table], findings = tables(source, hints)
    assert values(source, hints) == {("Омская область", 2016, ()): 1, ("Омская область", 2017, ()): 3}
    assert [heading.column for heading in table.headings] == [2, 4]
    assert [finding.place for finding in findings] == ["D2"]


FAULTY = [
    ["5.5. ЧИСЛО"],
    ["", 2004, 2005, 2006],
    ["Омская область", 88.1, "", 87],
    ["Томская область", "", "", 1],
]


def test_faults_are_errors_and_hidden_cells_carry_their_flag():
    source = sheet(
        FAULTY,
        faults={(2, 2): "formula without a stored result", (3, 1): "#REF!", (3, 2): "#DIV/0!"},
        hidden_columns=frozenset({3}),
    )
    [table], _ = tables(source)
    found = {reading.place: reading.cell for reading in placed_cells(source, table, percent=False)}
    assert found["B3"] == Cell(88.1, "value")
    assert found["D3"] == Cell(87.0, "value", None, "hidden")
    errors = {place: str(cell) for place, cell in found.items() if isinstance(cell, CellError)}
    assert sorted(errors) == ["B4", "C3", "C4"]
    assert "formula without a stored result" in errors["C3"]
    assert "#REF!" in errors["B4"]
    assert "#DIV/0!" in errors["C4"]


def test_a_hidden_row_and_an_estimated_year_flag_their_cells():
    rows = [["ЧИСЛО"], ["", 2019, "2020 (оценка)"], ["Омская область", 1, 2], ["Томская область", 1, 2]]
    source = sheet(rows, hidden_rows=frozenset({3}))
    [table], _ = tables(source)
    flags = {reading.place: reading.cell.flags for reading in placed_cells(source, table, percent=False)}
    assert flags == {"B3": "", "C3": "estimate", "B4": "hidden", "C4": "estimate hidden"}


def test_raised_letters_decide_what_the_note_is():
    rows = [
        ["ЧИСЛО"],
        ["", 2020, 2021],
        ["Омская область", "98,112)", "98,112)"],
        ["2) Без района."],
        ["12) Без города."],
    ]
    source = sheet(rows)
    [table], _ = tables(source)
    found = placed_cells(source, table, superscript={(2, 1): "2)", (2, 2): "12)"}, percent=False)
    assert [(reading.cell.value, reading.cell.note) for reading in found] == [(98.11, 2), (98.1, 12)]
    assert all(isinstance(reading.cell, CellError) for reading in placed_cells(source, table, percent=False))


def test_one_content_on_two_sheets_is_read_with_the_notes_of_each():
    one = sheet([["ЧИСЛО"], ["", 2020], ["Омская область", "…1)"], ["1) Данные не публикуются."]])
    other = sheet([["ЧИСЛО"], ["", 2020], ["Омская область", "…1)"], ["1) См. выше."]])
    statuses = [placed_cells(each, tables(each)[0][0], percent=False)[0].cell.status for each in (one, other)]
    assert statuses == ["suppressed", "not_available"]


def test_a_raised_digit_in_a_heading_or_a_name_is_a_note_and_no_part_of_it():
    rows = [["ЧИСЛО"], ["", 2014, "20155", "2016"], ["Омская область5", 1, 2, 3], ["5) Без района."]]
    [table], findings = tables(sheet(rows), superscript={(1, 2): "5", (2, 0): "5"})
    assert [(heading.year, heading.notes) for heading in table.headings] == [(2014, ()), (2015, ("5",)), (2016, ())]
    assert table.rows[0].notes == ("5",)
    assert findings == []


CONTENT = st.sampled_from(
    [
        "",
        " ",
        2019.0,
        2020.0,
        "2021*",
        "20212)",
        5.0,
        "Омская область",
        "Российская Федерация",
        "в том числе:",
        "1) Без района.",
        "_____",
        "Продолжение табл. 1",
        "57",
        "январь",
        "Место",
        "(человек)",
        "1.1. НАЗВАНИЕ",
        "…1)",
        "2000/2001",
        "Регион",
    ]
)


@given(st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(CONTENT, min_size=width, max_size=width), max_size=9)))
def test_whatever_a_sheet_holds_no_cell_is_read_twice_and_a_refusal_has_its_reason(grid):
    source = Sheet("1", grid)
    found, findings = tables(source)
    for table in found:
        places = [reading.place for reading in placed_cells(source, table, percent=False)]
        assert len(places) == len(set(places))
    assert found or findings
