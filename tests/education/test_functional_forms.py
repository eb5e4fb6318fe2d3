import numpy as np
import pandas as pd
import pytest

from regioncodes.education.functional_forms import FUNCTIONAL_FORMS, compared_functional_forms

EDUCATION = np.array([20.0, 21, 23, 24, 26, 27, 29, 31])
NOISE = np.array([0.02, -0.01, 0.015, -0.02, 0.01, -0.015, 0.02, -0.01])


def points(values, education=EDUCATION):
    years = range(2005, 2005 + len(values))
    frame = pd.DataFrame({"outcome": "income", "year": years, "education_percent": education, "value": values})
    return frame.assign(points="district_years", prices="nominal", decides=True, region="RU-UFD")


def truth(form):
    log_regressor, log_outcome = FUNCTIONAL_FORMS[form]
    x = np.log(EDUCATION) if log_regressor else EDUCATION
    line = 3.0 * (x - x.mean()) / np.ptp(x) + 5.0 + NOISE
    return np.exp(line) if log_outcome else line


@pytest.mark.parametrize("form", list(FUNCTIONAL_FORMS))
def test_the_form_that_made_the_points_has_the_lowest_error_and_aicc(form):
    table = compared_functional_forms(points(truth(form))).set_index("form")
    assert table["leave_one_out_error"].idxmin() == form
    assert table["aicc"].idxmin() == form
    assert table.loc[form, "aicc_difference"] == 0


@pytest.mark.parametrize("form", list(FUNCTIONAL_FORMS))
def test_the_leave_one_out_error_is_that_of_fitting_without_each_year(form):
    values = truth("linear") * 100
    log_regressor, log_outcome = FUNCTIONAL_FORMS[form]
    x = np.log(EDUCATION) if log_regressor else EDUCATION
    y = np.log(values) if log_outcome else values
    errors = []
    for year in range(len(x)):
        kept = np.arange(len(x)) != year
        predicted = np.polyval(np.polyfit(x[kept], y[kept], 1), x[year])
        errors.append(values[year] - (np.exp(predicted) if log_outcome else predicted))
    found = compared_functional_forms(points(values)).set_index("form").loc[form, "leave_one_out_error"]
    assert found == pytest.approx(np.sqrt(np.mean(np.square(errors))))


def test_aicc_of_a_logged_outcome_is_that_of_the_lognormal_density():
    from scipy import stats

    values = truth("exponential")
    table = compared_functional_forms(points(values)).set_index("form").loc["exponential"]
    fitted = table["intercept"] + table["slope"] * EDUCATION
    sigma = np.sqrt(np.mean((np.log(values) - fitted) ** 2))
    likelihood = stats.lognorm(s=sigma, scale=np.exp(fitted)).logpdf(values).sum()
    assert table["aicc"] == pytest.approx(-2 * likelihood + 6 + 2 * 3 * 4 / (8 - 4))


def test_the_choice_of_form_does_not_hang_on_the_unit_of_the_outcome():
    first, second = (compared_functional_forms(points(scale * truth("power"))) for scale in (1, 1000))
    assert first["aicc_difference"].to_numpy() == pytest.approx(second["aicc_difference"].to_numpy())
    assert second["leave_one_out_error"].to_numpy() == pytest.approx(1000 * first["leave_one_out_error"].to_numpy())


def test_years_without_a_logarithm_are_named_and_the_other_forms_go_on():
    values = truth("linear")
    values[[2, 5]] = 0.0, -1.0
    table = compared_functional_forms(points(values)).set_index("form")
    assert table["status"].to_dict() == {
        "linear": "fitted",
        "logarithmic": "fitted",
        "exponential": "not_positive",
        "power": "not_positive",
    }
    assert table.loc["power", "excluded_points"] == "RU-UFD 2007; RU-UFD 2010"
    assert table.loc["power", ["slope", "aicc", "leave_one_out_error"]].isna().all()


def test_a_constant_outcome_and_too_few_years_have_a_status_and_no_numbers():
    for values, education in ((np.full(8, 7.0), EDUCATION), ([1.0, 2.0], [3.0, 4.0])):
        table = compared_functional_forms(points(values, education))
        assert not table["status"].eq("fitted").any()
        assert table[["slope", "aicc"]].isna().all(axis=None)


def both_readings():
    """One district of a straight line, and three regions on parallel lines of different heights."""
    whole = points(truth("linear"))
    parts = pd.concat(
        whole.assign(points="region_years", region=region, value=whole["value"] + height)
        for region, height in (("RU-KGN", -2.0), ("RU-SVE", 0.0), ("RU-CHE", 3.0))
    )
    return pd.concat([whole, parts])


def test_readings_of_the_points_are_fitted_and_compared_apart():
    table = compared_functional_forms(both_readings())
    assert table[["points", "form"]].to_records(index=False).tolist() == [
        (reading, form) for reading in ("district_years", "region_years") for form in FUNCTIONAL_FORMS
    ]
    assert table.groupby("points")[["n", "clusters"]].first().to_dict("index") == {
        "district_years": {"n": 8, "clusters": 1},
        "region_years": {"n": 24, "clusters": 3},
    }
    assert (table.groupby("points")["aicc_difference"].min() == 0).all()
    alone = compared_functional_forms(points(truth("linear")))
    pd.testing.assert_frame_equal(table.iloc[:4], alone)


def test_intervals_of_the_slope_are_those_of_statsmodels_and_clustered_ones_need_several_regions():
    import statsmodels.formula.api as models

    own = both_readings().query("points == 'region_years'")
    fit = models.ols("value ~ education_percent", own).fit()
    table = compared_functional_forms(both_readings()).set_index(["points", "form"])
    line = table.loc[("region_years", "linear")]
    assert line[["slope_lower_95", "slope_upper_95"]].tolist() == pytest.approx(
        fit.conf_int().loc["education_percent"].tolist()
    )
    edges = ["cr2_lower_95", "cr2_upper_95"]
    assert table.loc["district_years", edges].isna().all(axis=None)
    # Regions that differ by their heights alone leave no error by region; what rounding left of it was an interval.
    assert line[edges].isna().all()
    steeper = own.assign(value=own["value"] + own["education_percent"] * own["region"].map(ord_of_last))
    apart = compared_functional_forms(steeper).set_index("form").loc["linear"]
    assert apart["cr2_lower_95"] < apart["slope"] < apart["cr2_upper_95"]


def ord_of_last(region):
    return 0.01 * ord(region[-1])


def test_a_point_that_fixes_the_line_leaves_nothing_to_compare():
    fixed = compared_functional_forms(points(truth("linear"), [20.0] * 7 + [31.0])).set_index("form")
    assert set(fixed["status"]) == {"pinned_point"}
    assert fixed["leave_one_out_error"].isna().all()


def test_an_outcome_that_adds_up_to_nothing_has_no_relative_error():
    around = np.array([0.1, 0.3, -0.4, 0.7, 0.6, -0.9, -0.1, -0.3])
    assert around.mean() != 0
    table = compared_functional_forms(points(around)).set_index("form")
    assert np.isnan(table.loc["linear", "relative_error_percent"])
    assert table.loc["linear", "leave_one_out_error"] > 0


def test_a_line_that_is_level_but_for_rounding_explains_nothing():
    # The outcome is even about the mean of education, so that its slope is zero by construction, and rounding else.
    education = np.arange(20.1, 29.0)
    table = compared_functional_forms(points(7.3 + 0.1 * (education - education.mean()) ** 2, education))
    explained = table.set_index("form")["r_squared"]
    # So is the logarithm of the outcome; the logarithm of education is not.
    assert (explained[["linear", "exponential"]] == 0).all()
    assert (explained[["logarithmic", "power"]] > 0).all()
