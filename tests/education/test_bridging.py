import numpy as np
import pandas as pd
import pytest

from regioncodes.education.bridging import bridged, bridges, guide_status, guided, predicted

YEARS = list(range(2000, 2012))
VALUES = [17.0, 19, 18.5, 20.5, 22.5, 21.5, 22, 25, 25.5, 25, 26, 26.5]


def series(values=VALUES, years=YEARS):
    return pd.Series(values, index=years, dtype=float)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_bridge_and_forecast_are_those_of_an_independent_kalman_smoother(share):
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    values = series()
    values.loc[[2004, 2005]] = np.nan
    model = UnobservedComponents(
        np.append(values.to_numpy(), [np.nan] * 3), level="local linear deterministic trend", use_exact_diffuse=True
    )
    smoothed = model.smooth([1 - share, share])
    gaps = [2004, 2005, 2012, 2013, 2014]
    mean, scale, _ = predicted(values.dropna(), gaps, share)
    at = [year - 2000 for year in gaps]
    assert mean == pytest.approx(smoothed.smoothed_state[0, at], rel=1e-6)
    # The smoother's variances are for a variance of one and leave out the noise of the year itself.
    ratio = (smoothed.smoothed_state_cov[0, 0, at] + 1 - share) / np.diag(scale)
    assert ratio == pytest.approx(np.full(5, ratio[0]), rel=1e-6)


def test_published_years_are_kept_and_bridged_ones_are_flagged():
    table, paths = bridged(series(), [2010, 2011, 2012, 2013], draws=400, seed=1)
    assert table["flags"].tolist() == ["", "", "estimate", "estimate"]
    assert table["value"].tolist()[:2] == [26.0, 26.5]
    assert (paths[:, :2] == [26.0, 26.5]).all()
    assert (table["lower_95"] < table["value"]).tolist() == [False, False, True, True]


def test_the_band_widens_with_the_distance_from_the_last_published_year():
    table, _ = bridged(series(), [2012, 2014, 2018], draws=4000, seed=1)
    width = table["upper_95"] - table["lower_95"]
    assert width.is_monotonic_increasing


def test_adding_a_line_to_the_series_adds_it_to_the_bridge():
    years = [2012, 2013]
    plain, _ = bridged(series(), years, draws=300, seed=1)
    tilted, _ = bridged(series(np.array(VALUES) + 2.0 * np.arange(12) + 5), years, draws=300, seed=1)
    assert tilted["value"].to_numpy() - plain["value"].to_numpy() == pytest.approx([29.0, 31.0])


def test_bands_cover_walks_with_noise_about_as_often_as_they_say():
    random = np.random.default_rng(4)
    covered = []
    for _ in range(200):
        walk = np.cumsum(0.8 + 0.6 * random.standard_normal(17)) + 0.5 * random.standard_normal(17)
        table, _ = bridged(series(walk[:14], range(2000, 2014)), [2014, 2015, 2016], draws=300, seed=2)
        covered.append((table["lower_95"] <= walk[14:]) & (walk[14:] <= table["upper_95"]))
    assert np.mean(covered) == pytest.approx(0.95, abs=0.04)


def test_four_values_are_too_few():
    with pytest.raises(ValueError, match="at least five"):
        bridged(series(VALUES[:4], YEARS[:4]), [2005], draws=10, seed=1)


@pytest.mark.parametrize(("start", "step"), [(21.3, 0.7), (0.07, 0.1), (1e5 + 0.3, -0.3)])
def test_a_series_on_a_straight_line_is_continued_without_a_band(start, step):
    line = series([start + step * place for place in range(12)]).drop([2004, 2005])
    table, _ = bridged(line, list(range(2003, 2015)), draws=200, seed=1)
    assert table["value"].to_numpy() == pytest.approx(start + step * np.arange(3, 15), rel=1e-12)
    assert (table["upper_95"] - table["lower_95"]).to_numpy() == pytest.approx(np.zeros(12), abs=1e-11 * abs(start))


def led(seed, years=range(2000, 2017)):
    """A country that walks, its older employed, and a district that follows it with noise of its own."""
    random = np.random.default_rng(seed)
    n = len(years)
    country = pd.Series(22 + np.cumsum(0.7 + 0.8 * random.standard_normal(n)), index=years)
    older = 0.8 + country - 0.1 * np.arange(n) + 0.1 * random.standard_normal(n)
    district = country - 4 + 0.1 * np.arange(n) + 0.5 * random.standard_normal(n)
    return district, country, older


def test_where_the_guide_leads_its_band_covers_as_it_says_and_is_narrower_than_that_of_the_trend():
    covered, widths, misses = ({"trend": [], "guided": []} for _ in range(3))
    for seed in range(150):
        district, country, older = led(seed)
        found = bridges(
            district.loc[:2013], [country.loc[:2013], older.loc[2010:]], [2014, 2015, 2016], draws=400, seed=1
        )
        truth = district.loc[2014:].to_numpy()
        for method, bridge in found.items():
            table = bridge.table
            covered[method].append((table["lower_95"] <= truth) & (truth <= table["upper_95"]))
            widths[method].append(table["upper_95"] - table["lower_95"])
            misses[method].append(np.abs(table["value"] - truth))
    # The band of the guide is, if anything, too wide.
    assert 0.92 <= np.mean(covered["guided"]) <= 1
    assert np.median(widths["guided"]) < 0.9 * np.median(widths["trend"])
    assert np.mean(misses["guided"]) < 0.8 * np.mean(misses["trend"])


def test_a_step_of_the_guide_is_a_step_of_the_bridge():
    district, country, older = led(3)
    years = [2013, 2014, 2015]
    raised = older.add(pd.Series({2014: 1.5, 2015: 1.5}), fill_value=0)
    plain, moved = (
        guided(district.loc[:2013], [country.loc[:2013], own.loc[2010:]], years, draws=200, seed=1)[0]
        for own in (older, raised)
    )
    assert (moved["value"] - plain["value"]).tolist() == pytest.approx([0, 1.5, 1.5])
    assert plain["flags"].tolist() == ["", "estimate", "estimate"]
    assert plain["value"].iloc[0] == district[2013]


def test_a_guide_on_which_the_series_lies_is_continued_without_a_band():
    district = led(4)[0]
    table, _ = guided(district.loc[:2013], [district + 3], [2014, 2015], draws=100, seed=1)
    assert table["lower_95"].to_numpy() == pytest.approx(district.loc[2014:2015].to_numpy())
    assert table["upper_95"].to_numpy() == pytest.approx(district.loc[2014:2015].to_numpy())


def test_four_common_years_leave_the_doubt_of_a_student_t_of_two_degrees():
    from scipy import stats

    older = series([30.0, 31, 32, 33, 34, 35], range(2008, 2014))
    district = series([26.2, 26.9, 28.1, 28.8], range(2008, 2012))
    _, paths = guided(district, [older], [2012], draws=40000, seed=1)
    mixture = [predicted(district - older.loc[:2011], [2012], share) for share in np.linspace(0.02, 0.98, 25)]
    weights = np.exp([one[2] for one in mixture])
    scales = np.sqrt([one[1][0, 0] for one in mixture])
    means = np.array([one[0][0] for one in mixture]) + 34
    for edge in (25.0, 29.0, 30.0, 32.0):
        expected = np.average(stats.t.cdf((edge - means) / scales, 2), weights=weights)
        assert np.mean(paths <= edge) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [(2010, 2016, ""), (2011, 2016, ""), (2012, 2016, "too_few_common_years"), (2014, 2016, "too_few_common_years"),
     (2010, 2015, "no_guide"), (2020, 2021, "no_guide")],
)  # fmt: skip
def test_a_guide_needs_three_common_years_and_every_bridged_year(first, last, status):
    district, country, older = led(5)
    guides = [country.loc[:2013], older.loc[first:last]]
    assert guide_status(district.loc[:2013], guides, [2013, 2014, 2016]) == status
    found = bridges(district.loc[:2013], guides, [2013, 2014, 2016], draws=50, seed=1)
    assert found["guided"].status == (status or "fitted")
    assert found["trend"].status == "fitted"
    if status:
        with pytest.raises(ValueError, match=status):
            guided(district.loc[:2013], guides, [2013, 2014, 2016], draws=50, seed=1)


def test_no_guide_at_all_has_a_status_and_a_short_series_no_trend():
    district, _, older = led(6)
    assert bridges(district, [], [2014], draws=50, seed=1)["guided"].status == "no_guide"
    short = bridges(district.loc[2010:2013], [older], [2014], draws=50, seed=1)
    assert (short["trend"].status, short["guided"].status) == ("refused", "fitted")
