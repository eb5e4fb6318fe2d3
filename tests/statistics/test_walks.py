import numpy as np
import pytest

from regioncodes.statistics.walks import trending_walks


def test_walks_have_the_drift_and_the_noise_asked_for():
    steps = np.diff(trending_walks(2.0, 0.5, np.arange(6), walks=4000, seed=1), axis=1)
    assert steps.mean() == pytest.approx(2.0, abs=0.02)
    assert steps.std() == pytest.approx(0.5, abs=0.02)
    assert abs(np.corrcoef(steps, rowvar=False) - np.eye(5)).max() < 0.06


def test_a_missing_year_is_a_longer_step():
    drawn = trending_walks(1.0, 1.0, np.array([2005, 2006, 2009]), walks=6000, seed=1)
    last = np.diff(drawn, axis=1)[:, 1]
    assert last.mean() == pytest.approx(3, abs=0.1)
    assert last.var() == pytest.approx(3, abs=0.2)


def test_walks_stand_in_the_shape_asked_for_and_repeat_with_the_seed():
    once, again = (trending_walks(1.0, 1.0, np.arange(9), walks=(5, 2, 6), seed=[1, 9]) for _ in range(2))
    assert once.shape == (5, 2, 6, 9)
    assert (once == again).all()
    assert not once[..., 0].any()
