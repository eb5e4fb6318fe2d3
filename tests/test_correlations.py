import numpy as np
import pandas as pd
import pytest

from regioncodes.correlations import education_fits, education_points, refusal


def points(education, values, outcome="grp_per_capita"):
    years = range(2005, 2005 + len(values))
    return pd.DataFrame(
        {"outcome": outcome, "year": years, "education_percent": education, "value": values, "flags": ""}
    )


def test_the_line_is_the_textbook_one():
    fits, lines = education_fits(points([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 5.0, 4.0]))
    fit = fits.iloc[0]
    assert fit[["slope", "intercept", "r_squared"]].to_numpy(float) == pytest.approx([0.7, 2.0, 2.45 / 4.75])
    assert fit["n"] == 4
    assert (lines["lower_95"] < lines["fitted"]).all()
    assert lines["fitted"].iloc[[0, -1]].to_numpy() == pytest.approx([2.7, 4.8])


@pytest.mark.parametrize(
    ("education", "values", "status"),
    [
        ([1.0, 2.0], [1.0, 2.0], "too_few_points"),
        ([1.0, 1.0, 1.0], [1.0, 2.0, 3.0], "constant_regressor"),
        ([1.0, 2.0, 3.0], [5.0, 5.0, 5.0], "constant_outcome"),
        ([1.0, 2.0, 3.0], [2.0, 4.0, 6.0], "perfect_fit"),
        ([1.0, 2.0, 3.0], [2.0, 4.0, 5.0], ""),
    ],
)
def test_a_line_that_would_mean_nothing_is_refused(education, values, status):
    assert refusal(np.array(education), np.array(values)) == status


def test_a_refused_panel_has_a_status_and_no_numbers_and_the_others_go_on():
    both = pd.concat([points([1.0, 1, 1], [1.0, 2, 3], "a"), points([1.0, 2, 3, 4], [2.0, 4, 5, 4], "b")])
    fits, lines = education_fits(both)
    assert fits["status"].tolist() == ["constant_regressor", "fitted"]
    assert fits.loc[0, ["slope", "p_value"]].isna().all()
    assert set(lines["outcome"]) == {"b"}


def test_a_year_without_education_gives_no_point():
    records = [
        ("RU-UFD", "employed_higher_education_share", 2005, 20.0),
        ("RU-UFD", "grp_per_capita", 2005, 100.0),
        ("RU-UFD", "grp_per_capita", 2006, 110.0),
        ("RU-SVE", "grp_per_capita", 2005, 90.0),
    ]
    panel = pd.DataFrame(records, columns=["region", "indicator", "year", "value"]).assign(flags="")
    result = education_points(panel, district="RU-UFD", regressor="employed_higher_education_share",
                              outcomes=["grp_per_capita"], first_year=2005, last_year=2016)  # fmt: skip
    assert result[["year", "education_percent", "value"]].to_numpy().tolist() == [[2005, 20.0, 100.0]]
