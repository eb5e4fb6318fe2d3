"""Points of Figure 2 in nominal and real prices: a tiny country whose real figures are known."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.education.outcomes import each_outcome, of_period, outcome_points, prices_of, steps
from regioncodes.ground.options import Figure2, Period
from regioncodes.statistics.gate import NO_REAL_VALUE

INDICATORS = pd.DataFrame(
    {
        "indicator": ["share", "pay", "tools", "heads", "pay_index", "cpi_dec_dec", "workers"],
        "kind": ["ratio", "ratio", "total", "total", "index", "index", "total"],
        "weight": ["workers", "heads", None, None, None, None, None],
        "volume_index": [None, "pay_index", None, None, None, None, None],
        "unit": ["%", "RUB", "units", "persons", "%", "%", "persons"],
    }
)
REGIONS = pd.DataFrame({"region": ["A", "B"], "part_of": [None, None]})
FIGURE = Figure2("A", "share", ["pay", "tools"], Period(2001, 2003), price_base_year=2001)


def panel(**replaced):
    years = [2000, 2001, 2002, 2003]
    series = {
        "share": [10.0, 11.0, 12.0, 13.0],
        "pay": [100.0, 120.0, 150.0, 180.0],
        "tools": [1.0, 2.0, 3.0, 4.0],
        "heads": [10.0, 10.0, 12.0, 12.0],
        "pay_index": [np.nan, 110.0, 120.0, 105.0],
        "cpi_dec_dec": [110.0, 110.0, 121.0, 100.0],
        "workers": [5.0, 5.0, 6.0, 6.0],
    } | replaced
    rows = [
        {"region": "A", "indicator": name, "year": year, "value": value, "status": "value", "flags": ""}
        for name, values in series.items()
        for year, value in zip(years, values, strict=True)
        if not np.isnan(value)
    ]
    return pd.DataFrame(rows)


def points(frame, figure=FIGURE):
    return of_period(outcome_points(frame, INDICATORS, REGIONS, figure, ["A"]), figure)


def value(found, outcome, prices):
    return found[found["outcome"].eq(outcome) & found["prices"].eq(prices)].set_index("year")["value"]


def test_nominal_figures_are_as_printed_and_units_have_no_other():
    found = points(panel())
    assert value(found, "pay", "nominal").tolist() == [120, 150, 180]
    assert found.loc[found["outcome"].eq("tools"), "prices"].unique().tolist() == ["nominal"]


def test_consumer_prices_bring_roubles_to_the_base_year():
    # Levels are geometric means of the two Decembers: 1.1·√1.1 in 2001, 1.1·1.1·√1.21 in 2002, 1.4641 in 2003.
    level = np.array([1.1 * np.sqrt(1.1), 1.21 * 1.1, 1.4641])
    assert value(points(panel()), "pay", "cpi").to_numpy() == pytest.approx(
        np.array([120, 150, 180]) / level * level[0]
    )


def test_a_volume_per_head_is_the_chained_index_over_the_population():
    # 120 roubles in 2001; 1.2 times the volume for 12 heads in place of 10; then five per cent more for as many.
    assert value(points(panel()), "pay", "volume").tolist() == pytest.approx([120, 120, 126])


def test_without_population_or_index_the_real_value_is_missing_and_says_so():
    for lacking in ("heads", "pay_index"):
        found = points(panel()[lambda own, name=lacking: own["indicator"].ne(name)])
        own = found[found["prices"].eq("volume")]
        assert own["value"].isna().all()
        assert len(own) == 3
        assert [status for _, status, _ in each_outcome(own)] == [NO_REAL_VALUE]
    assert {status for _, status, _ in each_outcome(points(panel()))} == {""}


@pytest.mark.parametrize(("wanted", "expected"), [({}, "cpi"), ({"pay": "volume"}, "volume")])
def test_real_prices_decide_for_roubles(wanted, expected):
    figure = Figure2("A", "share", ["pay", "tools"], Period(2001, 2003), price_base_year=2001, real_prices=wanted)
    found = points(panel(), figure)
    deciding = found[found["decides"]].drop_duplicates("outcome").set_index("outcome")["prices"]
    assert deciding.to_dict() == {"pay": expected, "tools": "nominal"}


def test_prices_are_those_that_an_indicator_has():
    kinds = INDICATORS.set_index("indicator")
    assert prices_of("pay", kinds) == ["nominal", "cpi", "volume"]
    assert prices_of("tools", kinds) == ["nominal"]


def test_breaks_of_outcome_index_and_weights_stand_in_their_year():
    frame = panel()
    broken = {("pay", 2003), ("pay_index", 2002), ("workers", 2001)}
    marks = [
        "break_in_method" if key in broken else "derived" if key[0] == "share" else ""
        for key in zip(frame["indicator"], frame["year"], strict=True)
    ]
    found = points(frame.assign(flags=marks)).groupby(["outcome", "prices"])["breaks"].agg(list)
    assert found["pay", "nominal"] == ["workers", "", "pay"]
    assert found["pay", "volume"] == ["workers", "pay_index", ""]
    assert found["tools", "nominal"] == ["workers", "", ""]


def test_a_step_bridges_neither_a_gap_nor_a_break():
    own = pd.DataFrame(
        {
            "region": list("AAAAB"),
            "year": [2000, 2001, 2002, 2004, 2005],
            "education_percent": [1.0, 2.0, 4.0, 5.0, 6.0],
            "value": [10.0, 11.0, 13.0, 20.0, 30.0],
            "breaks": ["", "", "pay", "", ""],
        }
    )
    assert steps(own)[["year", "education_percent", "value"]].to_numpy().tolist() == [[2001, 1, 1]]
    assert steps(own, over_breaks=True)["year"].tolist() == [2001, 2002]


def test_points_pair_both_figures_of_a_region_and_year_and_a_dash_is_zero():
    frame = panel()
    dashed = frame.assign(status=np.where(frame["indicator"].eq("tools"), "absent", "value"))
    later = frame["indicator"].ne("share") | frame["year"].le(2002)
    found = points(dashed[later])
    own = found[found["outcome"].eq("tools")]
    assert own[["year", "education_percent", "value"]].to_numpy().tolist() == [[2001, 11, 0], [2002, 12, 0]]
