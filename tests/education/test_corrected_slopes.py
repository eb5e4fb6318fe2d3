import numpy as np
import pandas as pd
import pytest

from regioncodes.education.corrected_slopes import CORRECTED_SLOPES, corrected_slopes
from regioncodes.education.reliability import NoiseOfRegressor
from regioncodes.ground.options import Reliability
from regioncodes.statistics.errors_in_regressor import corrected_panel_slope, corrected_slope
from regioncodes.statistics.forms import PANEL_FORMS, SERIES_FORMS, form_of
from regioncodes.statistics.gate import STATUSES
from regioncodes.statistics.noise_variance import noise_design, noise_of
from regioncodes.statistics.power import OUTCOMES

OPTIONS = Reliability(0.2, (-0.25, 0.5), 2.0, 0.5, 0.8)
YEARS = np.arange(2005, 2014)
NOISE = 0.5


def panel(slope, count=40, seed=7):
    """Points of regions with education that trends and has noise, and an outcome with shocks of its own."""
    generator = np.random.default_rng(seed)
    true = 20 + np.cumsum(generator.normal(0.7, 1.0, (count, 9)), axis=1)
    value = 50 + slope * true + np.cumsum(generator.normal(0, 1.0, (count, 9)), axis=1)
    seen = true + generator.normal(0, np.sqrt(NOISE), true.shape)
    regions = [f"RU-R{number:02d}" for number in range(count)]
    index = pd.MultiIndex.from_product([regions, YEARS], names=["region", "year"])
    return (
        pd.DataFrame({"education_percent": seen.ravel(), "value": value.ravel()}, index=index)
        .reset_index()
        .assign(breaks="")
    )


def noise(cells, variance=NOISE, error=0.05, **changes):
    index = pd.MultiIndex.from_frame(cells[["region", "year"]])
    facts = {"source": "survey_size", "status": "", "noise_variance": variance, "standard_error": error}
    return NoiseOfRegressor(**{**facts, "weights": pd.Series(1.0, index=index), **changes})


def table(cells, noises, sample="panel", forms=PANEL_FORMS[:4], slope=1.0, holds=True):
    options = {"sample": sample, "slope_of_figure": slope, "options": OPTIONS}
    return corrected_slopes(cells, noises, forms, size_holds=dict.fromkeys(forms, holds), **options)


def test_numbers_of_a_panel_are_those_of_the_arrays():
    cells = panel(1.0)
    regions, years = cells["region"].to_numpy(), cells["year"].to_numpy()
    found = noise_of(noise_design(regions, years), cells["education_percent"].to_numpy())
    influences = pd.Series(found.influences, index=np.unique(regions))
    given = noise(cells, float(found.noise_variance), float(found.standard_error), influences=influences)
    rows = table(cells, [given])
    assert list(rows.columns) == CORRECTED_SLOPES
    for row in rows.itertuples():
        own = corrected_panel_slope(
            form_of(regions, years, row.form),
            cells["education_percent"].to_numpy(),
            cells["value"].to_numpy(),
            found.noise_variance,
            found.influences,
        )
        assert row.corrected_slope == pytest.approx(own.slope)
        assert [row.set_lower_95, row.set_upper_95] == pytest.approx(list(own.set_95[1:]))
        assert row.clusters == 40
    assert (rows["set_kind"] == "interval").all()
    assert rows["set_lower_95"].lt(1).all()
    assert rows["set_upper_95"].gt(1).all()


def test_a_series_takes_the_error_of_the_noise_and_nothing_where_there_is_none():
    cells = panel(1.0, count=1)
    for error, used in ((0.2, 0.2), (np.nan, 0.0)):
        row = table(cells, [noise(cells, 0.1, error)], "series", SERIES_FORMS).iloc[2]
        form = form_of(np.zeros(9), YEARS, "first_differences")
        points = cells["education_percent"].to_numpy(), cells["value"].to_numpy()
        assert row["upper_limit_95"] == pytest.approx(float(corrected_slope(form, *points, 0.1, used).upper_limit))


def test_a_relation_is_seen_where_it_is_excluded_where_it_is_not_and_not_told_without_a_size():
    alike, none = panel(1.0), panel(0.0)
    for cells, outcome in ((alike, "seen"), (none, "excluded")):
        assert set(table(cells, [noise(cells)])["test_outcome"]) == {outcome}
        assert set(table(cells, [noise(cells)], holds=False)["test_outcome"]) == {"cannot_be_told"}
    assert set(table(none, [noise(none, 2.5)])["test_outcome"]) <= {"excluded", "cannot_be_told"}


def test_one_number_of_the_input_changes_the_outcome():
    cells = panel(0.0)
    assert set(table(cells, [noise(cells)], slope=1.0)["test_outcome"]) == {"excluded"}
    assert set(table(cells, [noise(cells)], slope=0.01)["test_outcome"]) == {"cannot_be_told"}


def test_noise_makes_what_can_be_seen_larger_and_the_power_smaller():
    cells = panel(0.0)
    rows = table(cells, [noise(cells)], slope=0.2)
    assert rows["smallest_slope_seen"].to_numpy() == pytest.approx(
        rows["smallest_slope_without_noise"] / rows["reliability"]
    )
    assert (rows["power_percent"] < rows["power_without_noise_percent"]).all()
    assert rows["largest_not_excluded_percent"].to_numpy() == pytest.approx(rows["upper_limit_95"] / 0.2 * 100)


def test_points_whose_noise_is_not_known_are_left_out_and_without_any_there_is_a_status():
    cells = panel(1.0)
    known = noise(cells[cells["region"] < "RU-R30"])
    nowhere = noise(cells.assign(year=cells["year"] - 100))
    rows = table(cells, [known, nowhere])
    assert rows["n"].tolist() == [270] * 4 + [0] * 4
    assert rows["status"].tolist() == ["fitted"] * 4 + ["no_cells"] * 4
    assert rows.loc[rows["status"].eq("no_cells"), "test_outcome"].eq("cannot_be_told").all()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"variance": 50.0}, "no_signal_seen"),
        ({"variance": np.nan, "status": "no_employment"}, "no_employment"),
        ({"variance": np.nan, "status": "too_few_changes"}, "too_few_changes"),
    ],
)
def test_noise_without_meaning_has_a_status_no_number_and_the_plain_test_stands(changes, status):
    cells = panel(1.0)
    rows = table(cells, [noise(cells, **changes)])
    assert set(rows["status"]) == {status}
    assert status in STATUSES
    assert rows[["reliability", "corrected_slope", "upper_limit_95", "smallest_slope_seen"]].isna().all(axis=None)
    assert rows[["naive_slope", "p_value", "power_without_noise_percent"]].notna().all(axis=None)
    assert set(rows["test_outcome"]) == {"seen"}
    assert set(OUTCOMES) >= set(rows["test_outcome"])


def test_no_change_leads_into_a_year_of_a_break():
    cells = panel(1.0)
    broken = cells.assign(
        breaks=np.where(cells["year"].eq(2010), "income", ""), value=cells["value"] + 9.0 * (cells["year"] >= 2010)
    )
    rows = table(broken, [noise(cells)], forms=("first_differences",))
    assert rows["n"].item() == 360
    expected = corrected_panel_slope(
        form_of(
            cells["region"].to_numpy(), cells["year"].to_numpy(), "first_differences", cells["year"].eq(2010).to_numpy()
        ),
        cells["education_percent"].to_numpy(),
        cells["value"].to_numpy(),
        NOISE,
        0.0,
        0.05,
    )
    assert rows["corrected_slope"].item() == pytest.approx(float(expected.slope))
