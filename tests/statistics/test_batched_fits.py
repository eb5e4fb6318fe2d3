import numpy as np
import pytest
import statsmodels.api as sm

from regioncodes.statistics.batched_fits import Sample, constant, correlations, effects, fits, with_column, without

RANDOM = np.random.default_rng(7)
REGIONS = np.repeat(np.arange(6), 9)[:-4]  # the last region has five years
YEARS = np.tile(np.arange(9), 6)[:-4]
N = len(REGIONS)


def dummies(*groups):
    columns = [np.ones((len(groups[0]), 1))]
    columns += [np.eye(group.max() + 1)[group][:, 1:] for group in groups]
    return np.hstack(columns)


def sample(groups=(), control=False, clusters=False, outcomes=None, regressor=None):
    random = np.random.default_rng(3)
    x = random.standard_normal(N) + 0.2 * YEARS if regressor is None else regressor
    y = random.standard_normal((3, N)) + 0.5 * x + 0.3 * YEARS if outcomes is None else outcomes
    z = random.standard_normal((len(y), N)) + 0.1 * YEARS if control else None
    return Sample(x, y, effects(*groups) if groups else constant(N), z, REGIONS if clusters else None)


@pytest.mark.parametrize("groups", [(), (REGIONS,), (REGIONS, YEARS)])
@pytest.mark.parametrize("control", [False, True])
@pytest.mark.parametrize("clusters", [False, True])
def test_batched_fits_are_those_of_statsmodels_one_by_one(groups, control, clusters):
    one = sample(groups, control, clusters)
    found = fits(one)
    for place, outcome in enumerate(one.outcomes):
        columns = [one.regressor[:, None], dummies(*groups) if groups else np.ones((N, 1))]
        columns += [one.control[place][:, None]] if control else []
        kinds = {"cov_type": "cluster", "cov_kwds": {"groups": REGIONS}, "use_t": True} if clusters else {}
        fit = sm.OLS(outcome, np.hstack(columns)).fit(**kinds)
        assert found["slope"][place] == pytest.approx(fit.params[0])
        assert found["standard_error"][place] == pytest.approx(fit.bse[0])
        assert found["degrees"][place] == (5 if clusters else fit.df_resid)
        classical = sm.OLS(outcome, np.hstack(columns)).fit()
        partial = classical.tvalues[0] / np.sqrt(classical.tvalues[0] ** 2 + classical.df_resid)
        assert found["correlation"][place] == pytest.approx(partial)


@pytest.mark.parametrize("control", [False, True])
def test_correlations_of_draws_are_those_of_fits_with_each_draw_as_regressor(control):
    one = sample((REGIONS,), control)
    draws = RANDOM.standard_normal((5, N))
    draws = draws - draws.mean(axis=1, keepdims=True)
    found = correlations(one, draws)
    for draw, row in zip(draws, found, strict=True):
        expected = fits(Sample(draw, one.outcomes, one.nuisance, one.control))["correlation"]
        assert row == pytest.approx(expected)


def test_effects_span_what_dummies_span_with_as_many_columns_as_their_rank():
    both = effects(REGIONS, YEARS)
    assert both.count == np.linalg.matrix_rank(dummies(REGIONS, YEARS)) == 6 + 8
    assert both.columns.T @ both.columns == pytest.approx(np.eye(8), abs=1e-12)
    assert without(dummies(REGIONS, YEARS).T, both) == pytest.approx(np.zeros((14, N)), abs=1e-10)
    assert with_column(both, YEARS.astype(float)) is None
    assert with_column(effects(REGIONS), YEARS.astype(float)).count == 7


def test_what_cannot_be_fitted_has_a_status_and_no_number_and_the_other_outcomes_go_on():
    x = RANDOM.standard_normal(N)
    outcomes = np.vstack([np.full(N, 5.0), 2 * x + 1, RANDOM.standard_normal(N)])
    found = fits(sample(outcomes=outcomes, regressor=x))
    assert list(found["status"]) == ["constant_response", "perfect_fit", "fitted"]
    assert np.isnan(found["t_value"][:2]).all()
    assert np.isfinite(found["t_value"][2])


def test_a_constant_or_spanned_regressor_a_spanned_control_and_few_clusters_are_named():
    assert set(fits(sample(regressor=np.full(N, 0.1)))["status"]) == {"constant_regressor"}
    assert set(fits(sample((REGIONS, YEARS), regressor=YEARS * 1.0))["status"]) == {"collinear"}
    one = sample((REGIONS, YEARS))
    spanned = Sample(one.regressor, one.outcomes, one.nuisance, np.tile(YEARS * 2.0, (3, 1)))
    assert set(fits(spanned)["status"]) == {"collinear"}
    for few in (np.zeros(N, dtype=int), np.minimum(REGIONS, 1)):
        assert set(fits(Sample(one.regressor, one.outcomes, one.nuisance, None, few))["status"]) == {"too_few_clusters"}


def test_a_regressor_that_moves_in_one_region_alone_has_no_clustered_error():
    moving = np.where(REGIONS == 2, RANDOM.standard_normal(N), 25.1)
    found = fits(sample((REGIONS,), clusters=True, regressor=moving))
    assert set(found["status"]) == {"errors_cancel"}
    assert np.isnan(found["t_value"]).all()
    assert set(fits(sample((REGIONS,), regressor=moving))["status"]) == {"fitted"}


def test_a_draw_of_which_little_is_left_has_the_correlation_of_its_own_fit():
    one = sample((REGIONS,))
    rest = RANDOM.standard_normal((2, N))
    # A ten-thousandth of the norm is left, a hundred-millionth of the square.
    draws = np.eye(6)[REGIONS].T[:2] * 100 + np.array([[1e-3], [1.0]]) * rest
    draws = draws - draws.mean(axis=1, keepdims=True)
    for draw, row in zip(draws, correlations(one, draws), strict=True):
        expected = fits(Sample(draw, one.outcomes, one.nuisance))["correlation"]
        assert np.isfinite(expected).all()
        assert row == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("n", "status"), [(1, "refused"), (2, "saturated"), (3, "fitted")])
def test_fewer_rows_than_parameters_are_refused(n, status):
    one = Sample(np.array([1.0, 2, 4])[:n], np.array([[1.0, 5, 4]])[:, :n], constant(n))
    assert fits(one)["status"][0] == status
