import numpy as np
import pandas as pd
import pytest

from regioncodes.functional_forms import FORMS, compared_forms

EDUCATION = np.array([20.0, 21, 23, 24, 26, 27, 29, 31])
NOISE = np.array([0.02, -0.01, 0.015, -0.02, 0.01, -0.015, 0.02, -0.01])


def points(values, education=EDUCATION):
    years = range(2005, 2005 + len(values))
    return pd.DataFrame({"outcome": "income", "year": years, "education_percent": education, "value": values})


def truth(form):
    log_regressor, log_outcome = FORMS[form]
    x = np.log(EDUCATION) if log_regressor else EDUCATION
    line = 3.0 * (x - x.mean()) / np.ptp(x) + 5.0 + NOISE
    return np.exp(line) if log_outcome else line


@pytest.mark.parametrize("form", list(FORMS))
def test_the_form_that_made_the_points_has_the_lowest_error_and_aicc(form):
    table = compared_forms(points(truth(form))).set_index("form")
    assert table["leave_one_out_error"].idxmin() == form
    assert table["aicc"].idxmin() == form
    assert table.loc[form, "aicc_difference"] == 0


@pytest.mark.parametrize("form", list(FORMS))
def test_the_leave_one_out_error_is_that_of_fitting_without_each_year(form):
    values = truth("linear") * 100
    log_regressor, log_outcome = FORMS[form]
    x = np.log(EDUCATION) if log_regressor else EDUCATION
    y = np.log(values) if log_outcome else values
    errors = []
    for year in range(len(x)):
        kept = np.arange(len(x)) != year
        predicted = np.polyval(np.polyfit(x[kept], y[kept], 1), x[year])
        errors.append(values[year] - (np.exp(predicted) if log_outcome else predicted))
    found = compared_forms(points(values)).set_index("form").loc[form, "leave_one_out_error"]
    assert found == pytest.approx(np.sqrt(np.mean(np.square(errors))))


def test_aicc_of_a_logged_outcome_is_that_of_the_lognormal_density():
    from scipy import stats

    values = truth("exponential")
    table = compared_forms(points(values)).set_index("form").loc["exponential"]
    fitted = table["intercept"] + table["slope"] * EDUCATION
    sigma = np.sqrt(np.mean((np.log(values) - fitted) ** 2))
    likelihood = stats.lognorm(s=sigma, scale=np.exp(fitted)).logpdf(values).sum()
    assert table["aicc"] == pytest.approx(-2 * likelihood + 6 + 2 * 3 * 4 / (8 - 4))


def test_the_choice_of_form_does_not_hang_on_the_unit_of_the_outcome():
    first, second = (compared_forms(points(scale * truth("power"))) for scale in (1, 1000))
    assert first["aicc_difference"].to_numpy() == pytest.approx(second["aicc_difference"].to_numpy())
    assert second["leave_one_out_error"].to_numpy() == pytest.approx(1000 * first["leave_one_out_error"].to_numpy())


def test_years_without_a_logarithm_are_named_and_the_other_forms_go_on():
    values = truth("linear")
    values[[2, 5]] = 0.0, -1.0
    table = compared_forms(points(values)).set_index("form")
    assert table["status"].to_dict() == {
        "linear": "fitted", "logarithmic": "fitted", "exponential": "not_positive", "power": "not_positive",
    }  # fmt: skip
    assert table.loc["power", "excluded_years"] == "2007; 2010"
    assert table.loc["power", ["slope", "aicc", "leave_one_out_error"]].isna().all()


def test_a_constant_outcome_and_too_few_years_have_a_status_and_no_numbers():
    for values, education in ((np.full(8, 7.0), EDUCATION), ([1.0, 2.0], [3.0, 4.0])):
        table = compared_forms(points(values, education))
        assert not table["status"].eq("fitted").any()
        assert table[["slope", "aicc"]].isna().all(axis=None)
