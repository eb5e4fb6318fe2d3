import numpy as np
import pytest

from regioncodes.statistics.corrected_slope_simulation import FORMS, SIMULATION, simulated_slopes
from regioncodes.statistics.power import OUTCOMES

RULES = {"share_of_slope": 0.5, "minimum_reliability": 0.2, "power": 0.8, "seed": 2017}


@pytest.fixture(scope="module")
def found():
    return simulated_slopes(draws={"series": 400, "panel": 60}, **RULES)


def test_every_scenario_has_a_row_and_one_outcome_a_draw(found):
    assert list(found.columns) == SIMULATION
    assert len(found) == 9 * (len(FORMS["series"]) + 2 * len(FORMS["panel"]))
    assert not found.duplicated(SIMULATION[:5]).any()
    assert found[[f"{outcome}_percent" for outcome in OUTCOMES]].sum(axis=1).to_numpy() == pytest.approx(100)


def test_the_noise_pulls_the_naive_slope_to_its_reliability(found):
    changes = found[found["form"].str.startswith("first") & found["true_slope_percent"].eq(100)]
    changes = changes[~changes["common_factor"]]
    assert changes["naive_slope_percent"].to_numpy() == pytest.approx(100 * changes["reliability_of_changes"], abs=6)


def test_sets_hold_the_true_slope_as_often_as_they_say_and_a_half_slope_is_seldom_excluded(found):
    shared = found[~found["common_factor"]]
    # 60 draws: three standard errors below 95 %.
    assert (shared["coverage_percent"] > 86).all()
    half = found[found["true_slope_percent"].eq(50)]
    assert half["excluded_percent"].mean() < 6
    whole = found[found["true_slope_percent"].eq(100)]
    assert whole["excluded_percent"].max() < 5


def test_a_reliable_panel_tells_a_whole_slope_from_none(found):
    sure = found[found["sample"].eq("panel") & found["reliability_of_changes"].eq(0.5) & ~found["common_factor"]]
    sure = sure[sure["form"].eq("first_differences_year_effects")].set_index("true_slope_percent")
    assert sure.loc[100, "seen_percent"] > 90
    assert sure.loc[0, "excluded_percent"] > 60
    assert sure.loc[[50, 100], "corrected_slope_percent"].to_numpy() == pytest.approx([50, 100], abs=10)


def test_a_series_of_nine_years_in_which_nearly_all_change_is_noise_tells_nothing(found):
    noisy = found[found["sample"].eq("series") & found["reliability_of_changes"].eq(0.1)]
    assert (noisy["cannot_be_told_percent"] > 80).all()
    assert (noisy["without_end_percent"] > 90).all()


def test_it_repeats_with_the_seed():
    one, two, other = (
        simulated_slopes(draws={"series": 20, "panel": 3}, **{**RULES, "seed": seed}) for seed in (1, 1, 2)
    )
    assert one.equals(two)
    assert not one.equals(other)


@pytest.mark.slow
def test_coverage_is_that_of_the_level_in_many_draws():
    found = simulated_slopes(draws={"series": 4000, "panel": 1000}, **RULES)
    known = found[~found["common_factor"] & found["without_number_percent"].lt(20)]
    assert known["coverage_percent"].between(92.5, 99.5).all()
    bias = np.abs(known["corrected_slope_percent"] - known["true_slope_percent"])
    # A tenth that is signal leaves changes a correction that is off by a seventh of the slope.
    assert bias[known["reliability_of_changes"] >= 0.5].max() < 4
    assert bias.max() < 20
    assert found.loc[found["true_slope_percent"].eq(50) & ~found["common_factor"], "excluded_percent"].max() < 6.5
