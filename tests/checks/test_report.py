import pandas as pd
import pytest

from project import ROOT
from regioncodes.checks.report import checked_rows, reading_report
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table

ROWS = pd.DataFrame(
    {
        "edition": "2022",
        "file": "grp.xlsx",
        "sheet": "8.1.",
        "indicator": "grp_total",
        "cell": ["B6", "C6", "B7"],
        "region": ["RU-KGN", "RU-KGN", "RU-SVE"],
        "year": [2005, 2006, 2005],
        "value": [1.0, None, 2.0],
        "status": ["value", "absent", "value"],
    }
)
NOTICE = ("notice", "grp.xlsx", "8.9.", "", "sheet not read")


def findings(*records):
    return pd.DataFrame(list(records), columns=["severity", "file", "sheet", "place", "finding"])


def test_cells_are_counted_by_table_and_status_and_notices_are_kept():
    reading, notices = reading_report(ROWS, findings(NOTICE))
    assert reading[["first_year", "last_year", "absent", "value"]].to_numpy().tolist() == [[2005, 2006, 1, 2]]
    assert notices["finding"].tolist() == ["sheet not read"]


def test_all_errors_of_all_files_are_told_at_once_under_their_files():
    errors = findings(
        ("error", "b.xlsx", "8.2.", "cell K23", "found '412З45'"),
        NOTICE,
        ("error", "a.xlsx", "", "", "is empty (0 bytes)"),
        ("error", "b.xlsx", "8.3.", "", "no row of years found"),
    )
    with pytest.raises(StudyError) as error:
        reading_report(ROWS, errors)
    assert str(error.value).splitlines() == [
        "1 problem in a.xlsx",
        "  is empty (0 bytes)",
        "2 problems in b.xlsx",
        "  sheet 8.2. cell K23: found '412З45'",
        "  sheet 8.3.: no row of years found",
    ]


def test_a_cell_that_could_not_be_read_is_no_error_once_it_is_corrected(regions, indicators):
    rows = ROWS.assign(unit="", flags="", note=pd.NA, region_text="", raw_text=["1", "-", "2"])
    rows.loc[0, ["value", "status", "raw_text"]] = [None, "error", "412З45"]
    unread = findings(("error", "grp.xlsx", "8.1.", "cell B6", "found '412З45'"))
    names = ["ranges", "identities", "district_changes", "accepted_findings", "breaks"]
    facts = {name: read_table(ROOT / f"data/reference/{name}.csv").iloc[:0] for name in names}
    facts |= {"regions": regions, "indicators": indicators, "ranges": read_table(ROOT / "data/reference/ranges.csv")}
    columns = ["file", "sheet", "cell", "found", "corrected", "reason", "source"]
    line = ["grp.xlsx", "8.1.", "B6", "412З45", "412345", "a letter for a digit", "the sum of the regions"]
    facts["corrections"] = pd.DataFrame([line], columns=columns)
    corrected_rows, told = checked_rows(rows, unread, facts)
    first = corrected_rows.set_index("cell").loc["B6"]
    assert (first["value"], first["status"], first["flags"], first["raw_text"]) == (
        412345,
        "value",
        "corrected",
        "412З45",
    )
    assert not (told["severity"] == "error").any()
    _, told = checked_rows(rows, unread, {**facts, "corrections": facts["corrections"].iloc[:0]})
    assert (told["severity"] == "error").sum() == 1
