"""More collected files of statistics: each read to its right value, or refused or told by name.

Their kinds are cured by tests with inputs of our own in tests/reading and tests/checks.
"""

from pathlib import Path

import pandas as pd
import pytest

from project import ROOT
from regioncodes import read
from regioncodes.checks.all_checks import findings as check_findings
from regioncodes.ground.publication_dates import date_problem
from regioncodes.ground.tables import read_table
from regioncodes.reading.sources import read_source

CASES = Path(__file__).parents[3] / "shared/cases/more"
INPUTS = CASES / "inputs"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the further collected cases are not beside the project")
UNEMPLOYMENT = {"indicator": "unemployment_rate", "first_year": 2015, "last_year": 2018}


def reference(name):
    return read_table(ROOT / f"data/reference/{name}.csv")


@pytest.fixture(scope="module")
def described():
    """Rows and sentences of the errors and notices of an input, read by a line of tables.csv."""

    def reading(name, first_year, last_year, **line):
        line = {"sheet": "", "form": "tidy", "indicator": "", "bare_oblast_name": "with_okrugs"} | line
        line |= {"file": str(INPUTS / name), "first_year": first_year, "last_year": last_year}
        known = map(reference, ("regions", "region_aliases", "indicators", "units"))
        rows, found = read_source("case", [str(INPUTS / name)], pd.DataFrame([line]), *known)
        return rows, *("\n".join(found.loc[found["severity"].eq(kind), "finding"]) for kind in ("error", "notice"))

    return reading


def value_of(rows, region, year):
    return rows.set_index(["region", "year"]).loc[(region, year), "value"]


def test_thousands_of_roubles_in_a_file_of_the_emiss_become_millions(described):
    rows, errors, notices = described("E3_emiss_unit.xml", 2022, 2023, indicator="investment_fixed_capital")
    assert errors == ""
    assert "тысяча рублей" in notices
    assert value_of(rows, "RU-KGN", 2022) == 51234.5678


def test_thousands_of_roubles_in_a_tidy_file_become_millions(described):
    rows, errors, notices = described("C05_unit_thousand.csv", 2022, 2023)
    assert errors == ""
    assert "тысяч рублей" in notices
    assert round(value_of(rows, "RU-SVE", 2023)) == 707737


def test_two_age_groups_are_no_series_until_one_is_chosen(described):
    rows, errors, _ = described("E2_emiss_two_ages.xml", **UNEMPLOYMENT)
    assert rows.empty
    assert "15-72 лет" in errors
    assert "15 лет и старше" in errors
    rows, errors, _ = described("E2_emiss_two_ages.xml", **(UNEMPLOYMENT | {"last_year": 2016, "labels": "15-72 лет"}))
    assert errors == ""
    assert value_of(rows, "RU-KGN", 2016) == 7.1


def test_names_of_the_emiss_are_read_and_those_that_ended_are_named_with_the_table_to_mend(described):
    rows, errors, _ = described("E1_emiss_names.xml", 2017, 2017, indicator="unemployment_rate")
    assert {"RU", "RU-0", "RU-MOW", "RU-ARK", "RU-NEN", "RU-TYU", "RU-KHM", "RU-YAN"} <= set(rows["region"])
    for name in ("(по 2009 год)", "(до 29.07.2016)", "Таймырский"):
        assert name in errors
    assert "data/reference/regions.csv" in errors
    # What ended in November 2018 had a figure for 2017.
    assert "RU-SFD-2018" in set(rows["region"])


def test_the_bare_name_of_an_oblast_is_with_or_without_its_okrugs_by_two_words_alone(described):
    line = {"form": "", "indicator": "grp_total", "unit_printed": "миллионов рублей"}
    rows, errors, _ = described("O1_bare.csv", 2020, 2021, **line, bare_oblast_name="without okrugs")
    assert rows.empty
    assert "'without okrugs' is not allowed; allowed: 'with_okrugs' or 'without_okrugs'" in errors
    rows, errors, _ = described("O1_bare.csv", 2020, 2021, **line, bare_oblast_name="without_okrugs")
    assert errors == ""
    assert value_of(rows, "RU-TYU-0", 2020) == 1300000.5


@pytest.mark.parametrize(
    ("name", "indicator", "printed"),
    [("U1_income_slip.csv", "income_per_capita_month", "534130"), ("U3_grp_pc_slip.csv", "grp_per_capita", "9757006")],
)
def test_a_slip_of_one_digit_in_a_new_year_is_found_at_its_region_alone(described, name, indicator, printed):
    new, errors, _ = described(name, 2025, 2025)
    assert errors == ""
    lines = reference("tables").query("indicator == @indicator")
    known = [reference(table) for table in ("regions", "region_aliases", "indicators", "units")]
    files = [str(ROOT / file) for file in lines["file"]]
    old, _ = read_source("yearbook", files, lines.assign(file=files), *known)
    tables = {table: reference(table) for table in ("ranges", "identities")}
    found = check_findings(
        pd.concat([old, new], ignore_index=True),
        known[0],
        known[2],
        **tables,
        changes=reference("district_changes"),
        accepted=reference("accepted_findings").iloc[:0],
    )
    own = found[found["severity"].eq("error") & found["file"].str.endswith(name)]
    assert len(own) == 1
    assert own["finding"].str.contains(f"RU-SVE, 2025: printed {printed}").all()


def test_a_day_written_in_another_order_is_refused():
    assert "01.04.2026" in date_problem("01.04.2026")
    assert date_problem("2026-04-01") == ""


@pytest.mark.parametrize(
    ("name", "region", "period", "value", "notes"),
    [
        ("raised_number.xlsx", "RU-SVE", 2019, 145, "2) Оценка."),
        ("raised_year.xlsx", "RU-SVE", 2020, 240, "2) Оценка."),
        ("english_thousands.csv", "RU-KGN", 2020, 1234, ""),
        ("english_thousands.csv", "RU-KGN", 2019, 61.9, ""),
    ],
)
def test_a_table_is_read_without_a_line_that_describes_it(name, region, period, value, notes):
    rows = read(INPUTS / name)
    [own] = rows[rows["region"].eq(region) & rows["year"].eq(period)].to_dict("records")
    assert own["value"] == value
    assert (own["notes"] or "") == notes


def test_a_heading_that_is_no_month_is_never_the_year():
    rows = read(INPUTS / "misspelt_month.xlsx")
    whole = rows[rows["region"].eq("RU-KGN") & rows["period"].isin(["", "year"])]
    assert whole.empty
