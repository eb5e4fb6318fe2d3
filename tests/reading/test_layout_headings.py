import pytest

from regioncodes.formats.documents import Sheet
from regioncodes.reading.layout import tables
from regioncodes.reading.layout.periods import period_of


@pytest.mark.parametrize(
    ("printed", "year", "notes", "flags"),
    [
        (2005.0, 2005, (), ""),
        ("2010", 2010, (), ""),
        ("2012 г.", 2012, (), ""),
        ("1998г.", 1998, (), ""),
        ("2009 год", 2009, (), ""),
        ("2013 г. 1)", 2013, ("1",), ""),
        ("2014 1)", 2014, ("1",), ""),
        ("20155)", 2015, ("5",), ""),
        ("201512)", 2015, ("12",), ""),
        ("2016 2", 2016, ("2",), ""),
        ("2015 год 1", 2015, ("1",), ""),
        ("20212);3)", 2021, ("2", "3"), ""),
        ("2017-01-01", 2017, (), ""),
        ("2018*", 2018, ("*",), ""),
        ("2019²", 2019, ("2",), ""),
        ("2021¹⁾", 2021, ("1",), ""),
        ("2020 (оценка)", 2020, (), "estimate"),
        ("2020 (предварительные данные)", 2020, (), "preliminary"),
        (" 2021\n", 2021, (), ""),
    ],
)
def test_a_year_is_a_year_in_every_spelling(printed, year, notes, flags):
    period = period_of(printed)
    assert (period.year, period.period, period.label) == (year, "year", "")
    assert (period.notes, period.flags) == (notes, flags)


@pytest.mark.parametrize(
    ("printed", "year", "period", "detail"),
    [
        ("2000/2001", 2000, "academic_year", "2000/2001"),
        ("2001/02", 2001, "academic_year", "2001/02"),
        ("2013/20141)", 2013, "academic_year", "2013/2014"),
        ("1999/2000", 1999, "academic_year", "1999/2000"),
        ("май ", None, "month", "май"),
        ("декабрь 2015 г.", 2015, "month", "декабрь"),
        ("2015-03-01", 2015, "month", "2015-03-01"),
        ("III квартал", None, "quarter", "III квартал"),
        ("I кв. 2020", 2020, "quarter", "I кв."),
        ("январь-март", None, "other", "январь-март"),
        ("I полугодие 2020", 2020, "other", "I полугодие"),
        ("на 1 января 2015 г.", 2015, "other", "на 1 января"),
        ("2000-2004", 2000, "other", "2000-2004"),
        ("2017 в % к 2016", 2017, "other", "2017 в % к 2016"),
    ],
)
def test_other_periods_are_kept_apart_from_years(printed, year, period, detail):
    found = period_of(printed)
    assert (found.year, found.period, found.detail) == (year, period, detail)


@pytest.mark.parametrize(
    "printed", ["", "20155", 1899.0, 2005.5, 12.0, "исследователи", "Место в РФ", "мартен", "20009"]
)
def test_what_names_no_period_is_none(printed):
    assert period_of(printed) is None


def headings_of(header, merged=()):
    width = max(map(len, header))
    rows = [row + [""] * (width - len(row)) for row in header]
    body = [[name, *range(1001, 1000 + width)] for name in ("Омская область", "Томская область")]
    [table], findings = tables(Sheet("1", [["Число", *[""] * (width - 1)], *rows, *body], merged=merged))
    return table.headings, findings


def test_a_header_of_three_levels_gives_each_column_its_labels_and_year():
    header = [
        ["", "Всего", "", "в том числе", "", "", ""],
        ["", "", "", "исследователи", "", "техники", ""],
        ["", 2021.0, "2022 5)", 2021.0, "20225)", 2021.0, "20225)"],
    ]
    merged = ((1, 0, 3, 0), (1, 1, 2, 2), (1, 3, 1, 6), (2, 3, 2, 4), (2, 5, 2, 6))
    for areas in (merged, ()):
        found, _ = headings_of(header, areas)
        assert [(heading.year, heading.labels) for heading in found] == [
            (2021, ("Всего",)),
            (2022, ("Всего",)),
            (2021, ("в том числе", "исследователи")),
            (2022, ("в том числе", "исследователи")),
            (2021, ("в том числе", "техники")),
            (2022, ("в том числе", "техники")),
        ]
        assert [heading.notes for heading in found] == [(), ("5",)] * 3


def test_measures_under_years_belong_to_their_year_wherever_in_the_group_it_stands():
    header = [["", "", 2018.0, "", "", 2019.0, ""], ["", *["оплата труда", "пенсии", "прочие"] * 2]]
    found, findings = headings_of(header)
    assert [heading.year for heading in found] == [2018] * 3 + [2019] * 3
    assert [heading.labels for heading in found[:3]] == [("оплата труда",), ("пенсии",), ("прочие",)]
    assert findings == []


def test_months_stand_under_their_year_and_never_for_it():
    header = [["", "2009 год", "", "2010 год 1", ""], ["", "ноябрь", "декабрь", "январь", "февраль"]]
    found, _ = headings_of(header)
    assert [(heading.year, heading.period, heading.detail) for heading in found] == [
        (2009, "month", "ноябрь"),
        (2009, "month", "декабрь"),
        (2010, "month", "январь"),
        (2010, "month", "февраль"),
    ]
    assert found[2].notes == ("1",)


def test_a_rank_beside_the_years_is_kept_apart():
    found, _ = headings_of([["", 2020.0, 2021.0, "Место в Российской Федерации"]])
    assert [(heading.year, heading.period, heading.labels) for heading in found][2] == (
        None,
        "other",
        ("Место в Российской Федерации",),
    )


def test_a_year_printed_under_two_methods_is_two_columns_with_their_labels():
    header = [["", 2016.0, 2017.0, "", 2018.0], ["", "", "3-я редакция", "4-я редакция", ""]]
    found, findings = headings_of(header, ((1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4)))
    assert [(heading.year, heading.labels) for heading in found] == [
        (2016, ()),
        (2017, ("3-я редакция",)),
        (2017, ("4-я редакция",)),
        (2018, ()),
    ]
    assert findings == []


def test_the_same_year_twice_is_an_error_that_names_both_columns():
    _, findings = headings_of([["", 2016.0, 2017.0, 2017.0]])
    assert [(finding.severity, finding.place) for finding in findings] == [("error", "C2 and D2")]
    assert "tables.csv" in findings[0].finding


def test_a_misprinted_year_is_an_error_that_names_its_cell():
    years = [2000.0 + year for year in range(8)]
    grid = [["Число", *[""] * 9], ["", *years, 20009.0], ["Омская область", *range(9)]]
    found, findings = tables(Sheet("1", [row + [""] * (10 - len(row)) for row in grid]))
    assert found == []
    assert [(finding.severity, finding.place) for finding in findings] == [("error", "J2")]
    assert "20009" in findings[0].finding


def test_numbered_columns_are_no_row_of_values():
    grid = [["Число", "", ""], ["", 2020.0, 2021.0], ["А", 1.0, 2.0], ["Омская область", 5.0, 6.0]]
    [table], _ = tables(Sheet("1", grid))
    assert [row.name for row in table.rows] == ["Омская область"]


@pytest.mark.parametrize(
    ("printed", "year", "period"),
    [
        ("янв. 2019", 2019, "month"),
        ("2019 дек", 2019, "month"),
        ("03.2019", 2019, "month"),
        ("2019-03", 2019, "month"),
        ("2019M03", 2019, "month"),
        ("2019Q1", 2019, "quarter"),
        ("II кварт. 2019", 2019, "quarter"),
        ("первый квартал 2019", 2019, "quarter"),
        ("9 мес. 2019", 2019, "other"),
        ("1-е полугодие 2019", 2019, "other"),
        ("первое полугодие 2019", 2019, "other"),
        ("янв.-сент. 2019", 2019, "other"),
    ],
)
def test_a_part_of_a_year_is_never_the_year(printed, year, period):
    found = period_of(printed)
    assert (found.year, found.period, found.label) == (year, period, "")


@pytest.mark.parametrize("printed", ["декабрь6", "декабрь⁶", "декабрь6)", "декабрь 6)"])
def test_a_month_with_a_note_is_the_month(printed):
    found = period_of(printed)
    assert (found.period, found.detail, found.notes) == ("month", "декабрь", ("6",))


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ([["", "2019 год", "", "2020 год"], ["", "октябрь", "ноябь", "январь"]], "C3"),
        ([["", "октябрь 2019", "ноябь 2019", "декабрь 2019"]], "C2"),
        ([["", "2018", "2019", "2020"], ["", "ноябь", "", ""]], "B3"),
        ([["", "I квартал 2019", "второй кв-л 2019", "III квартал 2019"]], "C2"),
    ],
)
def test_a_heading_among_months_that_names_none_is_told_and_never_its_year(header, cell):
    found, findings = headings_of(header)
    odd = [heading for heading in found if heading.period == "other"]
    assert [finding.place for finding in findings] == [cell]
    assert "is no known month, quarter or year" in findings[0].finding
    assert len(odd) == 1


def test_the_whole_year_beside_its_months_stays_the_year():
    found, findings = headings_of([["", "2019", "", ""], ["", "январь", "февраль", "Всего за год"]], [(1, 1, 1, 3)])
    assert [heading.period for heading in found] == ["month", "month", "year"]
    assert findings == []


def test_measures_under_years_are_no_misspelt_months():
    found, findings = headings_of([["", "2019", "", "2020"], ["", "мартены", "авгуры", "мартены"]])
    assert {heading.period for heading in found} == {"year"}
    assert findings == []
