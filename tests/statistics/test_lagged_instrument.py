"""The lagged level as instrument against R (tests/golden/reliability), scipy's t-test and a known truth."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from project import ROOT
from regioncodes.statistics.gate import STATUSES
from regioncodes.statistics.lagged_instrument import instrumented_slope

GOLDEN = ROOT / "tests/golden/reliability"
CELLS = pd.read_csv(GOLDEN / "panel.csv")
TRUE = pd.read_csv(GOLDEN / "reliability.csv").set_index("quantity")["value"]


def reverting(slope, noise_sd=0.5, count=60, seed=9):
    """Points whose regressor returns to the mean of its region, so that its level foretells its change."""
    generator = np.random.default_rng(seed)
    true = np.zeros((count, 12))
    for year in range(1, 12):
        true[:, year] = 0.6 * true[:, year - 1] + generator.normal(0, 1, count)
    value = slope * true + np.cumsum(generator.normal(0, 0.5, true.shape), axis=1)
    seen = true + generator.normal(0, noise_sd, true.shape)
    return np.repeat(np.arange(count), 12), np.tile(np.arange(2000, 2012), count), seen.ravel(), value.ravel()


def test_the_first_stage_and_the_verdict_are_those_of_r():
    found = instrumented_slope(*(CELLS[name].to_numpy() for name in ("region", "year", "education_percent", "value")))
    assert found.first_stage_f == pytest.approx(TRUE["instrument_f"], rel=1e-9)
    assert found.status == "weak_instrument"
    assert found.status in STATUSES
    assert np.isnan(found.slope)
    # Nothing is rejected, at none of the slopes that R tests either.
    assert found.set_95.kind == "all"
    assert (TRUE[["instrument_p_-5", "instrument_p_0", "instrument_p_3"]] > 0.05).all()


def test_a_strong_instrument_undoes_the_noise_and_its_set_ends_where_the_t_test_does():
    regions, years, seen, value = reverting(2.0)
    found = instrumented_slope(regions, years, seen, value)
    assert found.status == "fitted"
    assert found.first_stage_f > 10
    assert found.set_95.kind == "interval"
    assert found.set_95.lower < 2.0 < found.set_95.upper
    changes = np.diff(seen.reshape(60, 12)).ravel(), np.diff(value.reshape(60, 12)).ravel()
    naive = np.polyfit(*changes, 1)[0]
    assert naive < found.set_95.lower
    assert found.slope == pytest.approx(2.0, abs=0.3)
    assert found.n == 60 * 10
    frame = pd.DataFrame({"region": regions, "year": years, "x": seen, "y": value})
    steps = (
        frame.groupby("region")[["x", "y"]]
        .diff()
        .assign(z=frame.groupby("region")["x"].shift(2), year=years, region=regions)
    )
    steps = steps.dropna()
    swept = steps[["x", "y", "z"]] - steps.groupby("year")[["x", "y", "z"]].transform("mean")
    for end in (found.set_95.lower, found.set_95.upper):
        scores = (swept["z"] * (swept["y"] - float(end) * swept["x"])).groupby(steps["region"]).sum()
        assert stats.ttest_1samp(scores, 0).pvalue == pytest.approx(0.05, rel=1e-6)


@pytest.mark.parametrize(
    ("points", "status"),
    [
        (reverting(1.0, count=2), "too_few_clusters"),
        (tuple(own[np.arange(720) % 12 < 2] for own in reverting(1.0)), "too_few_clusters"),
        (tuple(own[np.arange(720) % 12 % 3 < 2] for own in reverting(1.0)), "too_few_clusters"),
        ((*reverting(1.0)[:2], np.full(720, 20.0), reverting(1.0)[3]), "refused"),
    ],
)
def test_too_little_has_a_status(points, status):
    found = instrumented_slope(*points)
    assert found.status == status
    assert np.isnan(found.first_stage_f)
    assert np.isnan(found.slope)
