import numpy as np
import pandas as pd
import pytest
from checks_rows import tidy

from regioncodes.checks.corrections import corrected

WIDE = pd.DataFrame({"RU-KGN": [1.5, 22232.0], "RU-SVE": [3.0, 4.0]}, index=[2000, 2001])
LINE = {
    "file": "yearbook.xlsx",
    "sheet": "grp_total",
    "cell": "C6",
    "found": "22232.0",
    "corrected": "2232",
    "reason": "a digit too many",
    "source": "cell C5",
}


@pytest.fixture
def rows():
    return tidy(WIDE, "grp_total")


def apply(rows, *lines):
    return corrected(rows, pd.DataFrame([LINE | line for line in lines], columns=list(LINE)))


def cell(rows, region, year):
    return rows[(rows["region"] == region) & (rows["year"] == year)].iloc[0]


def test_a_corrected_cell_has_the_new_value_a_flag_and_the_printed_text(rows):
    result, findings = apply(rows, {})
    own = cell(result, "RU-KGN", 2001)
    assert (own["value"], own["flags"], own["raw_text"]) == (2232.0, "corrected", "22232.0")
    assert findings[["severity", "file", "sheet", "place"]].to_numpy().tolist() == [
        ["notice", "yearbook.xlsx", "grp_total", "cell C6"]
    ]
    assert "a digit too many" in findings["finding"].iloc[0]
    untouched = result.drop(index=own.name)
    pd.testing.assert_frame_equal(untouched, rows.drop(index=own.name))
    assert cell(rows, "RU-KGN", 2001)["value"] == 22232.0


@pytest.mark.parametrize("found", ["22232", "22232,0", " 22232.0 ", 22232.0])
def test_the_same_number_written_otherwise_is_the_same(rows, found):
    result, findings = apply(rows, {"found": found})
    assert cell(result, "RU-KGN", 2001)["value"] == 2232.0
    assert findings["severity"].tolist() == ["notice"]


def test_a_correction_expires_when_its_cell_has_changed(rows):
    result, findings = apply(rows, {"found": "22322"})
    assert findings[["severity", "file", "place"]].to_numpy().tolist() == [
        ["error", "data/reference/corrections.csv", "line 2"]
    ]
    assert "22232.0" in findings["finding"].iloc[0]
    pd.testing.assert_frame_equal(result, rows)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cell": "Z99"}, "this cell is not read"),
        ({"reason": None}, "no reason"),
        ({"source": ""}, "no source"),
        ({"corrected": "2З32"}, "is allowed"),
    ],
)
def test_a_correction_that_cannot_be_applied_is_an_error_with_its_line(rows, change, message):
    result, findings = apply(rows, change)
    assert findings["severity"].tolist() == ["error"]
    assert message in findings["finding"].iloc[0]
    assert cell(result, "RU-KGN", 2001)["value"] == 22232.0


def test_all_problems_come_at_once_and_a_second_line_for_a_cell_is_one(rows):
    _, findings = apply(rows, {}, {}, {"found": "1", "cell": "B6"})
    assert findings["place"].tolist() == ["cell C6", "line 3", "line 4"]
    assert findings["severity"].tolist() == ["notice", "error", "error"]


def test_a_correction_of_a_file_that_was_not_read_is_a_notice(rows):
    result, findings = apply(rows, {"file": "other.xlsx"})
    assert findings["severity"].tolist() == ["notice"]
    pd.testing.assert_frame_equal(result, rows)


def test_a_row_printed_in_billions_is_corrected_in_billions(rows):
    billions = rows.assign(value=rows["value"] * 1000)
    result, _ = apply(billions, {})
    assert cell(result, "RU-KGN", 2001)["value"] == 2_232_000.0


def test_a_figure_may_be_corrected_to_a_mark(rows):
    result, _ = apply(rows, {"corrected": "…"})
    own = cell(result, "RU-KGN", 2001)
    assert np.isnan(own["value"])
    assert own["status"] == "not_available"


def test_no_corrections_change_nothing(rows):
    result, findings = corrected(rows, pd.DataFrame(columns=list(LINE)))
    pd.testing.assert_frame_equal(result, rows)
    assert findings.empty
