"""Figures of the study's own results on the article's district; in a run on another one they bear on no claim.

`tables` holds the frames by name: fits, placebos, estimates, rates (results/models). Every public function
takes it first and returns a Figure.
"""

import pandas as pd

from regioncodes.claims.figures import PUBLISHED, Figure, NoFigureError, computed, found_rows, listed, of_defining_codes
from regioncodes.education.evidence import DIVIDED, findings
from regioncodes.statistics.gate import FITTED
from regioncodes.statistics.power import EXCLUDED, SEEN

# Assumption: the article means its own district; figures of another one bear on none of its claims.
ARTICLE_DISTRICT = "RU-UFD"
# Rows of the estimates that are the tests of a name.
TESTS = {
    "all": {},
    "regions_of_district": {"scope": ARTICLE_DISTRICT, "sample": "panel"},
    "regions_of_russia": {"scope": "RU", "sample": "panel"},
}
# Ends of an interval, and which of several is the widest.
ENDS = {"lower": min, "upper": max}

Tables = dict[str, pd.DataFrame]


def _fit(tables: Tables, outcome: str, column: str) -> Figure:
    if outcome in _missing_panels(tables):
        raise NoFigureError("fits", outcome)
    rows = found_rows(tables["fits"], outcome=outcome)
    row = rows[rows["decides"]].iloc[0]
    return computed(row[column], PUBLISHED, "fits", f"{outcome}, prices={row['prices']}")


def _missing_panels(tables: Tables) -> set[str]:
    """Panels of the article's Figure 2 that this study has not: it was told to study other outcomes, or has no data."""
    return set(tables["article_figure_2"]["option"]) - set(tables["fits"]["outcome"])


def _as_in_the_article(tables: Tables, table: str) -> pd.DataFrame:
    """A table of Figure 2, whose counts bear on the article only where the panels are the article's.

    Of outcomes in several prices the rows that decide.
    """
    if _missing_panels(tables) or set(tables["fits"]["outcome"]) - set(tables["article_figure_2"]["option"]):
        raise NoFigureError(table, "outcome")
    rows = tables[table]
    return rows[rows["decides"]] if "decides" in rows else rows


def slope(tables: Tables, outcome: str) -> Figure:
    """Slope of an outcome of Figure 2 on the share of employed with higher education, units per percentage point.

    In the prices that decide: real ones for roubles.
    """
    return _fit(tables, outcome, "slope")


def panels(tables: Tables) -> Figure:
    """Number of panels of Figure 2 that could be fitted."""
    fits = _as_in_the_article(tables, "fits")
    return computed(fits["status"].eq("fitted").sum(), PUBLISHED, "fits", "status=fitted")


def calendar_as_good(tables: Tables) -> Figure:
    """Number of panels of Figure 2 that the calendar year fits at least as well as education does."""
    rows = found_rows(_as_in_the_article(tables, "placebos"), kind="year")
    return computed(rows["at_least_as_good"].eq(True).sum(), PUBLISHED, "placebos", "kind=year")


def slope_limit(tables: Tables, outcome: str, side: str) -> Figure:
    """Widest end of the 95 % intervals of that slope, over classical, HC3 and fixed-b errors.

    side: `lower` or `upper`.
    """
    if side not in ENDS:
        raise ValueError(f"side '{side}' found; allowed: {', '.join(ENDS)}")
    ends = [_fit(tables, outcome, f"{errors}_{side}_95") for errors in ("slope", "hc3", "fixed_b")]
    return ENDS[side](ends, key=lambda end: end.value)


def outcomes_seen(tables: Tables, tests: str) -> Figure:
    """Number of outcomes in which tests that keep their size see the relation beyond what trends and years share.

    tests: `all`, those of the `regions_of_district`, or those of the `regions_of_russia`.
    """
    is_seen = findings(_tests(tables, tests))["finding"].eq(SEEN)
    return computed(is_seen.sum(), PUBLISHED, "estimates", f"tests={tests}")


def outcomes_excluded(tables: Tables, tests: str, percent: float) -> Figure:
    """Number of outcomes in which a test that keeps its size excludes slopes of so much of Figure 2's or more.

    tests: as above; of an outcome the one whose education has the least noise, by its one-sided 95 % limit, corrected
    for noise. None is counted where the study excludes no good part of the slope at all.
    """
    found = findings(_tests(tables, tests))
    is_so = found["finding"].isin([EXCLUDED, DIVIDED]) & found["not_excluded_percent"].le(percent)
    return computed(is_so.sum(), PUBLISHED, "estimates", f"tests={tests}")


def outcomes_reached(tables: Tables, tests: str, percent: float) -> Figure:
    """Number of outcomes in which such a test excludes smaller slopes than so much of Figure 2's; tests: as above."""
    own = _tests(tables, tests)
    entering = own[own["enters_verdict"].eq(True) & own["status"].eq(FITTED)].sort_values("lowest_reliability")
    least = entering.groupby("outcome").tail(1)
    is_so = (100 * least["lower_limit_95"] / least["slope_of_figure"]).ge(percent) & least["slope_of_figure"].gt(0)
    return computed(is_so.sum(), PUBLISHED, "estimates", f"tests={tests}")


def _tests(tables: Tables, tests: str) -> pd.DataFrame:
    """Estimates of the tests of a name, in the prices that decide."""
    if tests not in TESTS:
        raise ValueError(f"tests '{tests}' found; allowed: {listed(list(TESTS))}")
    return found_rows(_as_in_the_article(tables, "estimates"), **TESTS[tests])


def told_rates(tables: Tables, dynamic_code: str, side: str) -> Figure:
    """Share of the regions' inner years in which the joint band of a dynamic code lies on a side of zero, in percent.

    side: `above` or `below`. Every mapping of defining codes counts, by the first method of the derivative; the
    district and the country are left out. Dynamic codes measured directly have an arbitrary zero.
    """
    sides = {"above": ("joint_lower_95", 1), "below": ("joint_upper_95", -1)}
    if side not in sides:
        raise ValueError(f"side '{side}' found; allowed: {', '.join(sides)}")
    rates = of_defining_codes(tables["rates"])
    rows = found_rows(rates, dynamic_code=dynamic_code, order=1, method=rates["method"].iloc[0])
    is_inner = rows["estimate"].notna() & ~rows["edge"].astype(bool)
    own = rows[is_inner & ~rows["region"].isin([ARTICLE_DISTRICT, "RU"])]
    end, sign = sides[side]
    share = 100 * (sign * own[end]).gt(0).mean()
    return computed(share, PUBLISHED, "rates", f"dynamic_code={dynamic_code}, order=1, edge=False")
