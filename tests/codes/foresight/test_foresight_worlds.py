"""Planted worlds, on the scores alone: what drives growth is found as often as computed, what does not hardly ever.

Each world has 80 regions and 14 origins. A code is a rate that lasts, with a part that every region keeps, as those of
the study; so is growth. Tests of neighbouring origins are far from independent, and the tests must know it.
"""

import numpy as np
import pytest

from regioncodes.codes.foresight.measures import Design, measured
from regioncodes.codes.foresight.permutations import permutation_test, smallest_seen
from regioncodes.codes.foresight.scores import rank_scores
from regioncodes.codes.foresight.trials import Predictor, trial

pytestmark = pytest.mark.slow

WORLDS, REGIONS, ORIGINS = 1000, 80, np.arange(2009, 2023)
DRAWS, POWER, LEVEL = 399, 0.8, 0.05
HORIZONS = (1, 3)


def lasting(random, years, slope=0.7, kept=0.5):
    """What every region has in each year: an autoregression of unit variance and a part that stays, years × regions."""
    own = random.normal(size=REGIONS)
    rows = []
    for _ in range(years):
        rows.append(own)
        own = slope * own + np.sqrt(1 - slope**2) * random.normal(size=REGIONS)
    return (np.stack(rows) + kept * random.normal(size=REGIONS)) / np.sqrt(1 + kept**2)


def judged(later, values, horizon, seed):
    """The p-value and the correlation of one predictor."""
    own = trial(later, {"code_id": Predictor(values)}, origins=ORIGINS, horizon=horizon, lag=2)
    design = Design(DRAWS, seed, POWER, 4, np.repeat(np.arange(8), REGIONS // 8))
    return measured(own, "code_id", design, each=False)[0]


def over(growth, horizon):
    """Mean growth over the years after each origin; growth: from the first origin's next year on."""
    count = len(ORIGINS)
    return np.stack([growth[place : place + horizon].mean(axis=0) for place in range(count)])


@pytest.mark.parametrize("horizon", HORIZONS)
def test_codes_that_drive_nothing_are_found_in_five_per_cent(horizon):
    random = np.random.default_rng(horizon)
    found = []
    for world in range(WORLDS):
        code, growth = lasting(random, len(ORIGINS)), lasting(random, len(ORIGINS) + horizon)
        found.append(judged(over(growth, horizon), code, horizon, world)["p_value"])
    assert np.mean(np.array(found) <= LEVEL) == pytest.approx(LEVEL, abs=0.02)


@pytest.mark.parametrize("horizon", HORIZONS)
@pytest.mark.parametrize("power", [0.5, 0.8])
def test_codes_that_drive_growth_are_found_with_the_computed_power(horizon, power):
    random = np.random.default_rng([horizon, int(100 * power)])
    found, sizes = [], []
    # The mean correlation that is seen with the power, from worlds without any.
    for world in range(40):
        code, growth = lasting(random, len(ORIGINS)), lasting(random, len(ORIGINS) + horizon)
        scores = rank_scores(code), rank_scores(over(growth, horizon))
        sizes.append(smallest_seen(permutation_test(*scores, DRAWS, world), power))
    strength = np.mean(sizes)
    # Spearman's correlation of normals whose correlation is r is 6 / π arcsin(r / 2).
    share = 2 * np.sin(np.pi * strength / 6)
    for world in range(WORLDS):
        code, growth = lasting(random, len(ORIGINS)), over(lasting(random, len(ORIGINS) + horizon), horizon)
        growth = growth / growth.std(axis=1, keepdims=True)
        later = share * code / code.std(axis=1, keepdims=True) + np.sqrt(1 - share**2) * growth
        found.append(judged(later, code, horizon, world)["p_value"])
    assert np.mean(np.array(found) <= LEVEL) == pytest.approx(power, abs=0.06)


def test_growth_that_drives_codes_shows_in_the_other_direction_alone():
    random = np.random.default_rng(11)
    forward, backward = [], []
    for world in range(WORLDS):
        growth = random.normal(size=(len(ORIGINS) + 2, REGIONS))
        # The code of a year moves by the growth of the year before; growth itself has no memory.
        change = 0.3 * growth[:-1] + random.normal(size=(len(ORIGINS) + 1, REGIONS))
        forward.append(judged(growth[2:], change[:-1], 1, world)["p_value"])
        backward.append(judged(change[1:], growth[1:-1], 1, world)["p_value"])
    assert np.mean(np.array(forward) <= LEVEL) == pytest.approx(LEVEL, abs=0.02)
    assert np.mean(np.array(backward) <= LEVEL) > 0.99


def test_the_four_together_hold_their_level():
    """Holm over two codes that are alike and two horizons that share years."""
    random, hits = np.random.default_rng(21), 0
    for world in range(WORLDS):
        code = lasting(random, len(ORIGINS))
        other = 0.6 * code + 0.8 * lasting(random, len(ORIGINS))
        growth = lasting(random, len(ORIGINS) + 3)
        p_values = [
            judged(over(growth, years), own, years, world)["p_value"] for own in (code, other) for years in HORIZONS
        ]
        hits += min(p_values) <= LEVEL / 4
    assert hits / WORLDS <= LEVEL + 0.02
