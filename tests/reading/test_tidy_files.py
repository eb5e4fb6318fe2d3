"""Tidy files and EMISS exports: units, columns that divide a series, dates, regions that are no more."""

import pandas as pd
import pytest
from statistical_xml import emiss

from regioncodes.formats import delimited_texts
from regioncodes.reading.sources import read_source

DISTRICTS = ("Уральский федеральный округ", "Центральный федеральный округ")
SVERDLOVSK, KURGAN = "Свердловская область", "Курганская область"


@pytest.fixture
def read(tmp_path, regions, aliases, indicators, units):
    """Rows by region and year, and the findings as (severity, text)."""

    def reading(content, first=2022, last=2023, **line):
        path = tmp_path / ("new.xml" if content.startswith("<?xml") else "new.csv")
        path.write_text(content, encoding="utf-8")
        said = {"file": str(path), "sheet": "", "form": "tidy", "first_year": first, "last_year": last, **line}
        lines = pd.DataFrame([{"indicator": "", "bare_oblast_name": "with_okrugs", **said}])
        rows, findings = read_source("new", [str(path)], lines, regions, aliases, indicators, units)
        values = rows.set_index(["region", "year"])["value"].to_dict()
        return values, list(zip(findings["severity"], findings["place"], findings["finding"], strict=True))

    return reading


def table(*rows, header="indicator,region,year,value,unit"):
    return "\n".join([header, *rows, ""])


def investment(unit, value="412345678.9"):
    return table(
        f"investment_fixed_capital,{SVERDLOVSK},2022,{value},{unit}",
        f"investment_fixed_capital,{SVERDLOVSK},2023,{value},{unit}",
    )


@pytest.mark.parametrize("unit", ["тысяч рублей", "тыс. руб.", "тысяча рублей", "thousand roubles", "Тыс.руб"])
def test_thousands_of_roubles_become_millions_with_a_notice(read, unit):
    values, [(severity, place, text)] = read(investment(unit))
    assert values["RU-SVE", 2022] == 412345.6789
    assert (severity, place) == ("notice", "row 2")
    assert "read as million RUB, divided by 1000 (so in 2 rows)" in text


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("процентов", "'процентов' is of another kind"),
        ("тысяч человек", "is of another kind"),
        ("рублей на душу населения", "is not known"),
        ("миллионов рублей; процентов", "names 2 units"),
    ],
)
def test_a_unit_that_nothing_joins_with_the_indicators_is_an_error(read, unit, words):
    values, [(severity, place, text)] = read(investment(f'"{unit}"'))
    assert (severity, place) == ("error", "row 2")
    assert words in text
    assert "million RUB" in text
    assert values == {}


def test_two_units_in_one_series_are_each_turned_into_the_indicators(read):
    values, findings = read(
        table(
            f"investment_fixed_capital,{SVERDLOVSK},2022,412345678.9,тысяч рублей",
            f'investment_fixed_capital,{SVERDLOVSK},2023,456345.7,"в фактически действовавших ценах, миллионов рублей"',
        )
    )
    assert values == {("RU-SVE", 2022): 412345.6789, ("RU-SVE", 2023): 456345.7}
    assert [severity for severity, _, _ in findings] == ["notice"]


def test_a_long_list_held_by_column_gives_the_same_units_labels_and_findings(read, monkeypatch):
    header = "indicator,region,year,value,unit,settlement"
    rows = [
        f"investment_fixed_capital,{SVERDLOVSK},2022,412345678.9,тысяч рублей,город",
        f"investment_fixed_capital,{SVERDLOVSK},2023,456345.7,миллионов рублей,город",
        f"investment_fixed_capital,{KURGAN},2023,45.7,миллионов рублей,село",
        f"investment_fixed_capital,{KURGAN},2023,…,миллионов рублей,город",
    ]
    short = read(table(*rows, header=header), labels="город")
    monkeypatch.setattr(delimited_texts, "MOST_LISTED", 2)
    long = read(table(*rows, header=header), labels="город")
    assert str(short) == str(long)
    assert [place for _, place, _ in long[1]] == ["row 2"]
    assert (long[0]["RU-SVE", 2022], long[0]["RU-SVE", 2023]) == (412345.6789, 456345.7)


def test_a_row_without_a_unit_among_rows_with_one_is_an_error(read):
    _, findings = read(
        table(
            f"investment_fixed_capital,{SVERDLOVSK},2022,412345678.9,тысяч рублей",
            f"investment_fixed_capital,{SVERDLOVSK},2023,412345678.9,",
        )
    )
    [(place, text)] = [(place, text) for severity, place, text in findings if severity == "error"]
    assert place == "row 3"
    assert "no unit stands here, where other rows of investment_fixed_capital have 'тысяч рублей'" in text


def test_an_emiss_file_in_thousands_becomes_millions(read):
    series = [(KURGAN, "", {"2022": "51234567,8", "2023": "56234567,8"})]
    values, findings = read(emiss(series, unit="тысяча рублей"), indicator="investment_fixed_capital")
    assert values == {("RU-KGN", 2022): 51234.5678, ("RU-KGN", 2023): 56234.5678}
    assert [severity for severity, _, _ in findings] == ["notice"]


AGES = [
    (KURGAN, "15-72 лет", {"2022": "7,0"}),
    (KURGAN, "15 лет и старше", {"2022": "6,9", "2023": "8,4"}),
    (SVERDLOVSK, "15-72 лет", {"2022": "6,0"}),
    (SVERDLOVSK, "15 лет и старше", {"2023": "5,4"}),
]


def test_two_age_groups_are_never_one_series(read):
    values, [(severity, _, text)] = read(emiss(AGES), indicator="unemployment_rate")
    assert (values, severity) == ({}, "error")
    assert "column 'Возраст' has 2 values" in text
    assert "'15-72 лет'; '15 лет и старше'" in text
    assert "column labels of data/reference/tables.csv" in text


def test_the_age_group_that_the_line_names_is_read_alone(read):
    values, findings = read(emiss(AGES), indicator="unemployment_rate", labels="15 лет и старше")
    assert values == {("RU-KGN", 2022): 6.9, ("RU-KGN", 2023): 8.4, ("RU-SVE", 2023): 5.4}
    assert findings == []
    _, [(_, _, text)] = read(emiss(AGES), indicator="unemployment_rate", labels="16 лет")
    assert "no row has the labels 16 лет" in text
    assert "'15 лет и старше'" in text


def test_two_lines_with_two_age_groups_are_no_series_either(tmp_path, regions, aliases, indicators, units):
    path = tmp_path / "new.xml"
    path.write_text(emiss(AGES), encoding="utf-8")
    line = {"file": str(path), "form": "tidy", "indicator": "unemployment_rate", "bare_oblast_name": "with_okrugs"}
    lines = pd.DataFrame(
        [
            {**line, "labels": "15-72 лет", "first_year": 2022, "last_year": 2022},
            {**line, "labels": "15 лет и старше", "first_year": 2022, "last_year": 2023},
        ]
    )
    _, findings = read_source("new", [str(path)], lines, regions, aliases, indicators, units)
    assert findings["severity"].tolist() == ["error"]
    assert "would make one series of them; keep one of the lines" in findings["finding"].iloc[0]


def test_two_groups_of_a_delimited_file_are_no_series_either(read):
    rows = [
        f"poverty_rate,{SVERDLOVSK},{year},{value},{place}"
        for year, value, place in ((2022, 9, "город"), (2023, 12, "село"))
    ]
    _, [(severity, _, text)] = read(table(*rows, header="indicator,region,year,value,settlement"))
    assert severity == "error"
    assert "'settlement' has 2 values" in text


def test_codes_districts_notes_and_measures_divide_nothing(read):
    header = "indicator,region,year,value,code,district,note,published"
    rows = [
        f"poverty_rate,{name},{year},{9 + code},{code},{district},{note},2024-0{code}"
        for name, code, district in ((SVERDLOVSK, 5, DISTRICTS[0]), ("г. Москва", 6, DISTRICTS[1]))
        for year, note in ((2022, ""), (2023, "estimate"))
    ]
    values, findings = read(table(*rows, header=header))
    assert findings == []
    assert values["RU-SVE", 2023] == 14


@pytest.mark.parametrize("day", ["01.04.2026", "1/4/2026", "April 2026", "2026-13", "2026-02-30", "20260401"])
def test_a_day_of_publication_that_is_no_iso_date_is_an_error_at_its_row(read, day):
    header = "indicator,region,year,value,published"
    rows = [f"poverty_rate,{SVERDLOVSK},{year},9,{published}" for year, published in ((2022, "2025-12"), (2023, day))]
    _, [(severity, place, text)] = read(table(*rows, header=header))
    assert (severity, place) == ("error", "row 3")
    assert f"{day!r} is no date; allowed: a year, month or day as 2026, 2026-04 or 2026-04-01" in text


def test_a_region_that_is_no_more_has_figures_of_its_years_alone(read):
    names = ("Южный федеральный округ (до 29.07.2016)", "Сибирский федеральный округ (до 03.11.2018)")
    taimyr = "Таймырский (Долгано-Ненецкий) автономный округ (Красноярский край)"
    series = [(name, "", {"2016": "5,0", "2017": "5,1"}) for name in names] + [
        (taimyr, "", {"2016": "1,0", "2017": ""})
    ]
    values, findings = read(emiss(series), 2016, 2017, indicator="unemployment_rate")
    assert values["RU-YFD-2016", 2016] == 5.0
    assert values["RU-SFD-2018", 2017] == 5.1
    errors = [text for severity, _, text in findings if severity == "error"]
    assert errors == [
        f"{names[0]!r} ended in 2016 (data/reference/regions.csv): it can have no figure of 2017",
        f"{taimyr!r} ended in 2006 (data/reference/regions.csv): it can have no figure of 2016",
    ]


def test_a_name_that_no_table_has_is_an_error_that_names_the_file_to_mend(read):
    _, findings = read(emiss([("Область Ъ", "", {"2022": "5", "2023": "6"})]), indicator="unemployment_rate")
    assert {text for _, _, text in findings} == {
        "'Область Ъ' is no known region; add a line to data/reference/region_aliases.csv"
    }


def test_a_file_of_months_alone_is_an_error(read):
    series = [(KURGAN, "", {"2022": "5", "2023": "6"})]
    _, findings = read(emiss(series, period="январь"), indicator="unemployment_rate")
    assert ("error", "no row is about a whole year (column Период: январь)") in [
        (severity, text) for severity, _, text in findings
    ]
