import pandas as pd
import pytest

from regioncodes.errors import StudyError
from regioncodes.reading.report import reading_report

ROWS = pd.DataFrame(
    {
        "edition": "2022", "file": "grp.xlsx", "sheet": "8.1.", "indicator": "grp_total", "cell": ["B6", "C6", "B7"],
        "region": ["RU-KGN", "RU-KGN", "RU-SVE"], "year": [2005, 2006, 2005], "value": [1.0, None, 2.0],
        "status": ["value", "absent", "value"],
    }
)  # fmt: skip
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
