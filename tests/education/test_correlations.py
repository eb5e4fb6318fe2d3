import pandas as pd
import pytest

from regioncodes.education.correlations import education_fits


def points(education, values, outcome="grp_per_capita", prices="nominal"):
    years = range(2005, 2005 + len(values))
    facts = {"outcome": outcome, "prices": prices, "decides": True, "region": "D", "note": "", "breaks": ""}
    return pd.DataFrame({**facts, "year": years, "education_percent": education, "value": values})


def test_the_line_is_the_textbook_one():
    fits, lines = education_fits(points([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 4.0, 5.0, 4.0, 5.0]))
    fit = fits.iloc[0]
    assert fit[["slope", "intercept", "r_squared"]].to_numpy(float) == pytest.approx([0.6, 2.2, 0.6])
    assert fit["n"] == 5
    assert (lines["lower_95"] < lines["fitted"]).all()
    assert lines["fitted"].iloc[[0, -1]].to_numpy() == pytest.approx([2.8, 5.2])


def test_four_points_have_a_slope_and_neither_an_r_squared_nor_robust_errors():
    fit = education_fits(points([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 5.0, 4.0]))[0].iloc[0]
    assert fit["slope"] == pytest.approx(0.7)
    assert fit[["r_squared", "hc3_p_value", "fixed_b_p_value"]].isna().all()


def test_the_fit_and_its_band_are_those_of_statsmodels():
    import numpy as np
    import statsmodels.api as sm
    from statsmodels.stats.stattools import durbin_watson

    education, values = [21.5, 22.3, 25.2, 25.5, 25.3, 26.0, 26.5], [254.0, 307.0, 372.0, 449.0, 401.0, 480.0, 590.0]
    fits, lines = education_fits(points(education, values))
    fit = fits.iloc[0]
    expected = sm.OLS(values, sm.add_constant(np.array(education))).fit()
    assert fit["slope"] == pytest.approx(expected.params[1], rel=1e-10)
    assert fit["p_value"] == pytest.approx(expected.pvalues[1], rel=1e-8)
    assert fit["durbin_watson"] == pytest.approx(durbin_watson(expected.resid), rel=1e-8)
    assert fit[["slope_lower_95", "slope_upper_95"]].to_list() == pytest.approx(expected.conf_int()[1], rel=1e-8)
    robust = expected.get_robustcov_results("HC3", use_t=True)
    assert fit[["hc3_lower_95", "hc3_upper_95"]].to_list() == pytest.approx(robust.conf_int()[1], rel=1e-8)
    assert fit["hc3_p_value"] == pytest.approx(robust.pvalues[1], rel=1e-8)
    band = expected.get_prediction(sm.add_constant(lines["education_percent"].to_numpy())).summary_frame()
    names = {"fitted": "mean", "lower_95": "mean_ci_lower", "upper_95": "mean_ci_upper"}
    for ours, theirs in names.items():
        assert lines[ours].to_numpy() == pytest.approx(band[theirs].to_numpy(), rel=1e-9)


def test_a_refused_panel_has_a_status_and_no_numbers_and_the_others_go_on():
    both = pd.concat([points([1.0, 1, 1], [1.0, 2, 3], "a"), points([1.0, 2, 3, 4], [2.0, 4, 5, 4], "b")])
    fits, lines = education_fits(both)
    assert fits["status"].tolist() == ["constant_regressor", "fitted"]
    assert fits.loc[0, ["slope", "p_value"]].isna().all()
    assert set(lines["outcome"]) == {"b"}


def test_every_kind_of_prices_has_its_line_and_one_without_figures_says_so():
    education = [1.0, 2, 3, 4]
    real = [points(education, [1.0, 2, 4, 4], prices="cpi"), points(education, [float("nan")] * 4, prices="volume")]
    fits, lines = education_fits(pd.concat([points(education, [2.0, 4, 5, 4]), *real]))
    assert fits.set_index("prices")["status"].to_dict() == {
        "nominal": "fitted",
        "cpi": "fitted",
        "volume": "no_real_value",
    }
    assert fits["slope"].to_numpy()[:2] == pytest.approx([0.7, 1.1])
    assert lines.groupby("prices").size().to_dict() == {"nominal": 60, "cpi": 60}
