"""Each panel of Figure 2 under every change of method that a referee would ask for, one at a time."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from regioncodes.education.bridging import Bridge, bridges
from regioncodes.education.outcomes import each_outcome, steps
from regioncodes.ground.options import Figure2
from regioncodes.statistics import intervals
from regioncodes.statistics.gate import FITTED, NOT_POSITIVE, PERFECT_FIT, REFUSED, fit_status, told, too_few
from regioncodes.statistics.least_squares import least_squares, with_constant
from regioncodes.statistics.permutations import holm
from regioncodes.statistics.rounding import reaches

CHECKS = (
    "levels",
    "logarithms",
    "first_differences",
    "growth_rates",
    "partial_on_trend",
    "spearman",
    "kendall",
    "theil_sen",
    "without_break",
    "without_year",
    "without_region",
    "lag",
    "edition",
    "bridged",
)
# Differences that lead into a year whose method changed are in this variant alone.
OVER_BREAKS = "over_breaks"
ROBUSTNESS = [
    "outcome",
    "prices",
    "decides",
    "check",
    "variant",
    "status",
    "n",
    "first_year",
    "last_year",
    "correlation",
    "slope",
    "slope_lower_95",
    "slope_upper_95",
    "p_value",
    "p_value_holm",
    "flags",
]
LAGS = (-2, -1, 1, 2)
_PERMUTATIONS = 9999


def robustness(
    points: pd.DataFrame,
    education: pd.Series,
    others: pd.DataFrame,
    *,
    guides: Sequence[pd.Series] = (),
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Correlation and slope of each outcome, in each of its prices, on education: one row per check and variant.

    points: of the district (outcomes.outcome_points) in the period, also of years in which education is not published.
    education: per cent by year, with the years around the period, for lags and for the bridge. others: the
    same points with another district (a region left out) or another edition: columns check (`without_region`,
    `edition`) and variant beside those of points. guides: by year, along which education is bridged beside its own
    trend (bridging.guided). draws: of education there.
    Columns ROBUSTNESS. correlation: Pearson's, or the partial, rank or median one that the check names; slope in
    units of the outcome per percentage point (differences alike; logarithms: elasticity; growth_rates: per cent
    of growth per point). p_value: classical, exact for Kendall's and by permutation for
    Spearman's, as if years were independent, which they are not.
    Differences and growth rates leave out what leads into a year whose method changed, but in the variant
    `over_breaks`; without_break: the levels without such a year. p_value_holm: over_outcomes.
    A row that cannot be fitted has a status and no numbers. The bridged rows are scenarios, flagged `estimate`.
    """
    rows = []
    for facts, status, _ in each_outcome(points):
        if status:
            rows.append({**facts, "check": "levels", "variant": "", "status": status, "n": 0, "flags": ""})
            continue
        own, beside = (
            frame[frame["outcome"].eq(facts["outcome"]) & frame["prices"].eq(facts["prices"])]
            for frame in (points, others)
        )
        own = own.sort_values("year")
        rows += [{**facts, **row} for row in _checks(own, education, beside, seed)]
        values = own.set_index("year")["value"].dropna()
        found = bridges(education, guides, [int(year) for year in values.index], draws=draws, seed=seed)
        rows += [{**facts, **_scenario(method, values, bridge, seed)} for method, bridge in found.items()]
    table = pd.DataFrame(rows, columns=ROBUSTNESS)
    table["p_value_holm"] = over_outcomes(table, ["check", "variant"])
    # Stable, so that outcomes and prices keep the order of the points.
    order = {check: place for place, check in enumerate(CHECKS)}
    groups = table.groupby(["outcome", "prices"], sort=False).ngroup()
    places = table.assign(one=groups, two=table["check"].map(order))
    whole = dict.fromkeys(["n", "first_year", "last_year"], "Int64")
    return places.astype(whole).sort_values(["one", "two", "variant"], kind="stable", ignore_index=True)[ROBUSTNESS]


def over_outcomes(table: pd.DataFrame, family: list[str]) -> pd.Series:
    """Holm's p-values over the outcomes: of those that decide among each other; of another beside the others' alike.

    table: outcome, prices, decides, p_value and the columns `family`, in which the tests of a family agree. A row that
    does not decide is held beside each other outcome in the same prices, or in those that decide where it has no such.
    """
    adjusted = pd.Series(np.nan, index=table.index)
    for _, own in table.groupby(family, sort=False):
        deciding = own[own["decides"]].set_index("outcome")["p_value"]
        for prices, rows in own[~own["decides"]].groupby("prices", sort=False):
            alike = own[own["prices"].eq(prices)].set_index("outcome")["p_value"]
            found = holm(alike.combine_first(deciding))
            adjusted[rows.index] = rows["outcome"].map(found).astype(float)
        rows = own[own["decides"]]
        adjusted[rows.index] = rows["outcome"].map(holm(deciding)).astype(float)
    return adjusted


def without_regions(
    points: pd.DataFrame, values: pd.Series, weights: pd.Series, parts: list[str], figure: Figure2
) -> pd.DataFrame:
    """Points of the district with each of its regions left out: the columns of points with check and variant.

    points: of the district and its parts (outcomes.outcome_points). values: indexed by indicator, year, region
    (units.usable_values). weights: by indicator, the indicator that weights its mean, missing where it adds up.
    parts: the regions. What is left is the district minus the region; missing where a figure of either is.
    """
    district = points[points["region"].eq(figure.district)]
    frames = [district.iloc[:0].assign(check="", variant="")]
    for part in parts:
        both = district.merge(
            points.loc[points["region"].eq(part), ["outcome", "prices", "year", "education_percent", "value"]],
            on=["outcome", "prices", "year"],
            suffixes=("", "_part"),
            validate="one_to_one",
        )
        left = both.assign(check="without_region", variant=part)
        left["education_percent"] = _rest(
            both, "education_percent", [figure.regressor] * len(both), part, values, weights
        )
        left["value"] = _rest(both, "value", both["outcome"], part, values, weights)
        frames.append(left[frames[0].columns])
    return pd.concat(frames, ignore_index=True)


def _rest(both: pd.DataFrame, column: str, indicators, part: str, values: pd.Series, weights: pd.Series) -> pd.Series:
    """A column of the district less that of a part, both in `both`: a difference, or of means by their weights."""
    names = pd.Series(indicators, index=both.index).map(weights)

    def mass(region) -> pd.Series:
        key = pd.MultiIndex.from_frame(pd.DataFrame({"indicator": names, "year": both["year"], "region": region}))
        return pd.Series(values.reindex(key).to_numpy(), index=both.index)

    whole, own, total, share = both[column], both[f"{column}_part"], mass(both["region"]), mass(part)
    return ((whole * total - own * share) / (total - share)).where(names.notna(), whole - own)


def _checks(own: pd.DataFrame, education: pd.Series, others: pd.DataFrame, seed: int) -> list[dict]:
    """Every check of one outcome in one kind of prices but the scenarios; own: its points by year."""
    known = own.dropna(subset=["education_percent", "value"])
    rows = [_line("levels", "", known), *_changed_values(known), *_changed_statistics(known, seed)]
    broken = known.loc[known["breaks"].ne(""), "year"]
    rows += [_line("without_break", str(year), known[known["year"].ne(year)]) for year in broken]
    rows += [_line("without_year", str(year), known[known["year"].ne(year)]) for year in known["year"]]
    rows += [_line("lag", f"{lag:+d}", _lagged(own, education, lag)) for lag in LAGS]
    return rows + [_line(check, variant, other) for (check, variant), other in others.groupby(["check", "variant"])]


def _changed_values(known: pd.DataFrame) -> list[dict]:
    """Logged, differenced and growth readings of one panel; `not_positive` where there is no logarithm."""
    both = ["education_percent", "value"]
    is_positive = bool((known[both] > 0).all(axis=None))
    logs = known.assign(**np.log(known[both].where(known[both] > 0)))
    grown = known.assign(value=100 * logs["value"])
    rows = [_line("logarithms", "", logs)]
    for variant, over in (("", False), (OVER_BREAKS, True)):
        if over and not known["breaks"].ne("").any():
            continue
        rows.append(_line("first_differences", variant, steps(known, over_breaks=over), known))
        rows.append(_line("growth_rates", variant, steps(grown, over_breaks=over), grown))
    refused = {"status": NOT_POSITIVE, "correlation": np.nan, "slope": np.nan}
    refused |= dict.fromkeys(["slope_lower_95", "slope_upper_95", "p_value"], np.nan)
    return [row if is_positive or row["check"] == "first_differences" else row | refused for row in rows]


def _changed_statistics(own: pd.DataFrame, seed: int) -> list[dict]:
    """Partial correlation on a trend, rank correlations and the median slope of the printed values."""
    from scipy import stats

    x, y = own["education_percent"].to_numpy(float), own["value"].to_numpy(float)
    trend = np.column_stack([x, own["year"].to_numpy(float)])
    status = fit_status(x, y)
    # Ranks of a perfect fit are no worse than others.
    rank_status = {
        check: ("" if status == PERFECT_FIT else status) or too_few(check, len(own))
        for check in ("spearman", "kendall", "theil_sen")
    }
    return [
        _row("partial_on_trend", own, fit_status(trend, y), lambda: line_numbers(trend, y)),
        _row("spearman", own, rank_status["spearman"], lambda: _spearman(stats.rankdata(x), stats.rankdata(y), seed)),
        _row("kendall", own, rank_status["kendall"], lambda: _rank(stats.kendalltau(x, y))),
        _row("theil_sen", own, rank_status["theil_sen"], lambda: _median_slope(stats.theilslopes(y, x, 0.95))),
    ]


def _row(check: str, own: pd.DataFrame, status: str, numbers) -> dict:
    facts = {"check": check, "variant": "", "n": len(own), "flags": ""}
    facts |= {"first_year": own["year"].min(), "last_year": own["year"].max(), "status": told(status)}
    return facts if status else facts | numbers()


def _spearman(x: np.ndarray, y: np.ndarray, seed: int) -> dict:
    """Spearman's correlation of two columns of ranks; p-value from permutations, so that it is never zero."""
    x, y = x - x.mean(), y - y.mean()
    orders = np.random.default_rng(seed).permuted(np.tile(y, (_PERMUTATIONS, 1)), axis=1)
    reached = reaches(np.abs(orders @ x), abs(y @ x))
    correlation = x @ y / np.sqrt((x @ x) * (y @ y))
    return {"correlation": correlation, "p_value": (1 + reached.sum()) / (1 + _PERMUTATIONS)}


def _rank(found) -> dict:
    return {"correlation": found.statistic, "p_value": found.pvalue}


def _median_slope(found) -> dict:
    return {"slope": found.slope, "slope_lower_95": found.low_slope, "slope_upper_95": found.high_slope}


def line_numbers(columns: np.ndarray, outcome: np.ndarray) -> dict:
    """Partial correlation, slope, its classical 95 % interval and p-value of the first column beside the others."""
    fit = least_squares(with_constant(columns), outcome)
    found = intervals.classical(fit)
    return {
        "correlation": fit.partial_correlation,
        "slope": found.slope,
        "slope_lower_95": found.lower_95,
        "slope_upper_95": found.upper_95,
        "p_value": found.p_value,
    }


def _line(check: str, variant: str, frame: pd.DataFrame, levels: pd.DataFrame | None = None) -> dict:
    """A straight line through the years in which both values are known, or its status.

    levels: what the frame holds the differences of.
    """
    both = ["education_percent", "value"]
    known = frame.dropna(subset=both)
    x, y = known["education_percent"].to_numpy(float), known["value"].to_numpy(float)
    sizes = (0.0, 0.0) if levels is None else tuple(levels[both].abs().max())
    return _row(check, known, fit_status(x, y, levels=sizes), lambda: line_numbers(x, y)) | {"variant": variant}


def _lagged(own: pd.DataFrame, education: pd.Series, lag: int) -> pd.DataFrame:
    """Values beside the education of `lag` years before (after, where lag is negative)."""
    earlier = education.set_axis(education.index + lag)
    return own.assign(education_percent=own["year"].map(earlier))


def _scenario(method: str, values: pd.Series, bridge: Bridge, seed: int) -> dict:
    """The slope over all years with missing education bridged; its band holds the doubt of bridge and line."""
    from scipy import stats

    facts = {"check": "bridged", "variant": method, "n": len(values), "flags": "estimate"}
    facts |= {"first_year": values.index.min(), "last_year": values.index.max()}
    if bridge.status != FITTED or len(values) < 4:
        return facts | {"status": REFUSED if bridge.status == FITTED else bridge.status}
    band, paths = bridge.table, bridge.paths
    draws = len(paths)
    y = values.to_numpy(float)
    status = fit_status(band["value"].to_numpy(), y)
    if status:
        return facts | {"status": status}
    x = paths - paths.mean(axis=1, keepdims=True)
    y = y - y.mean()
    squares = (x**2).sum(axis=1)
    slopes = x @ y / squares
    residuals = ((y - slopes[:, None] * x) ** 2).sum(axis=1)
    error = np.sqrt(residuals / (len(y) - 2) / squares)
    spread = stats.t.ppf((np.random.default_rng(seed).permutation(draws) + 0.5) / draws, len(y) - 2)
    lower, upper = np.quantile(slopes + error * spread, [0.025, 0.975])
    numbers = {"correlation": np.median(slopes * np.sqrt(squares / (y @ y))), "slope": np.median(slopes)}
    return facts | {"status": FITTED, **numbers, "slope_lower_95": lower, "slope_upper_95": upper}
