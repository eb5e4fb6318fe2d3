from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from regioncodes.statistics import bootstrap
from regioncodes.statistics.bootstrap import RADEMACHER, WEBB, wild_cluster_test
from regioncodes.statistics.panel_fits import ESTIMATORS, panel_fit

CELLS = pd.read_csv(Path(__file__).parents[1] / "golden/panels/panel.csv")
COLUMNS = ("region", "year", "education_percent", "value")


def dummies(design, response, regions):
    """The same regression with a column for every region instead of effects swept out."""
    return np.column_stack([design, (regions[:, None] == np.unique(regions)).astype(float)]), response


def squared_ratio(design, response, clusters):
    """Squared t-ratio of the first coefficient with clustered errors, by the textbook formulas."""
    bread = np.linalg.inv(design.T @ design)
    coefficients = bread @ design.T @ response
    residuals = response - design @ coefficients
    meat = sum(
        np.outer(score, score)
        for score in (design[clusters == name].T @ residuals[clusters == name] for name in np.unique(clusters))
    )
    return coefficients[0] ** 2 / (bread @ meat @ bread)[0, 0]


def brute_force(design, response, clusters, weights):
    """p-value of the wild cluster bootstrap by refitting every sample in a loop."""
    names = np.unique(clusters)
    rest = design[:, 1:]
    fitted = rest @ np.linalg.lstsq(rest, response, rcond=None)[0] if rest.shape[1] else np.zeros(len(response))
    observed, extreme, patterns = squared_ratio(design, response, clusters), 0, 0
    for pattern in product(weights, repeat=len(names)):
        flips = np.array(pattern)[np.searchsorted(names, clusters)]
        sample = fitted + flips * (response - fitted)
        extreme += squared_ratio(design, sample, clusters) >= observed * (1 - 1e-9)
        patterns += 1
    return extreme / patterns, patterns


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_the_enumerated_p_value_is_that_of_a_loop_over_every_sign_pattern(estimator):
    panel = panel_fit(*(CELLS[name].to_numpy() for name in COLUMNS), estimator)
    whole = (
        dummies(panel.fit.design, panel.fit.response, panel.regions)
        if panel.fit.absorbed
        else (panel.fit.design, panel.fit.response)
    )
    found = wild_cluster_test(panel.fit, panel.regions, "wild_rademacher", draws=99, seed=1)
    assert (found.p_value, found.patterns) == brute_force(*whole, panel.regions, RADEMACHER)
    assert found.is_enumerated
    assert found.lowest_p_value == 2 / 2**6 <= found.p_value


def test_webbs_weights_are_enumerated_too_where_clusters_are_few():
    four = CELLS[CELLS["region"].isin(["A", "B", "D", "E"])]
    panel = panel_fit(*(four[name].to_numpy() for name in COLUMNS), "pooled")
    found = wild_cluster_test(panel.fit, panel.regions, "wild_webb", draws=99, seed=1)
    assert (found.p_value, found.patterns) == brute_force(panel.fit.design, panel.fit.response, panel.regions, WEBB)
    assert found.patterns == 1296


def test_webbs_weights_have_mean_zero_and_variance_one():
    assert np.mean(WEBB) == pytest.approx(0)
    assert np.mean(np.square(WEBB)) == pytest.approx(1)
    assert np.square(WEBB) == pytest.approx([0.5, 1, 1.5, 0.5, 1, 1.5])


def test_drawn_patterns_come_near_the_enumerated_p_value_and_repeat_with_the_seed(monkeypatch):
    panel = panel_fit(*(CELLS[name].to_numpy() for name in COLUMNS), "region_year_effects")
    enumerated = wild_cluster_test(panel.fit, panel.regions, "wild_webb", draws=1, seed=1)
    monkeypatch.setattr(bootstrap, "MOST_PATTERNS", 10)
    drawn, again = (wild_cluster_test(panel.fit, panel.regions, "wild_webb", draws=9_999, seed=8) for _ in range(2))
    assert drawn == again
    assert not drawn.is_enumerated
    spread = np.sqrt(enumerated.p_value * (1 - enumerated.p_value) / 9_999)
    assert abs(drawn.p_value - enumerated.p_value) < 4 * spread
    assert drawn.lowest_p_value == pytest.approx(1 / 10_000)


# Made by wild_bootstrap.py with the package wildboottest; its log lies beside it.
THEIRS = pd.read_csv(Path(__file__).parents[1] / "golden/panels/wild_bootstrap.csv")


@pytest.mark.parametrize("row", list(THEIRS.itertuples()), ids=lambda row: f"{row.estimator}-{row.weights}")
def test_p_values_are_those_of_wildboottest(row):
    panel = panel_fit(*(CELLS[name].to_numpy() for name in COLUMNS), row.estimator)
    found = wild_cluster_test(panel.fit, panel.regions, f"wild_{row.weights}", draws=99, seed=1)
    if row.weights == "rademacher":
        # It enumerates too, and does not count the sample itself and its mirror, which are ties.
        assert found.p_value - found.lowest_p_value == pytest.approx(row.p_value, abs=1e-12)
    else:
        # It draws its patterns: within four Monte Carlo standard errors.
        assert abs(found.p_value - row.p_value) < 4 * np.sqrt(row.p_value * (1 - row.p_value) / row.draws)
