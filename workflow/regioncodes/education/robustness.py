"""Each panel of Figure 2 under every change of method that a referee would ask for, one at a time."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from regioncodes.education.bridging import Bridge, bridges
from regioncodes.ground.options import Figure2
from regioncodes.statistics.gate import FITTED, NOT_MONEY, NOT_POSITIVE, PERFECT_FIT, REFUSED, fit_status, told
from regioncodes.statistics.permutations import holm
from regioncodes.statistics.rounding import reaches

CHECKS = (
    "as_printed",
    "real",
    "logarithms",
    "first_differences",
    "growth_rates",
    "partial_on_trend",
    "spearman",
    "kendall",
    "theil_sen",
    "without_year",
    "without_region",
    "lag",
    "edition",
    "bridged",
)
ROBUSTNESS = [
    "outcome",
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
    price_level: pd.Series,
    others: pd.DataFrame,
    *,
    guides: Sequence[pd.Series] = (),
    money: list[str],
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Correlation and slope of each outcome on education under every check, one row per outcome, check and variant.

    points: outcome, year, education_percent, value of the period, also of years in which education is not published
    (missing there). education: per cent by year, with the years around the period, for lags and for the bridge.
    price_level: by year, 1 in the base year. others: the same points with another district (a region left out)
    or another edition: columns check (`without_region`, `edition`), variant, outcome, year, education_percent,
    value. guides: by year, along which education is bridged beside its own trend (bridging.guided). money: outcomes in
    roubles, the only ones that have a real form.
    Columns ROBUSTNESS. correlation: Pearson's, or the partial, rank or median one that the check names; slope in
    units of the outcome per percentage point (differences alike; logarithms: elasticity; growth_rates: per cent
    of growth per point). p_value: classical, exact for Kendall's and by permutation for
    Spearman's, as if years were independent, which they are not.
    p_value_holm: corrected over the outcomes of one check.
    A row that cannot be fitted has a status and no numbers. The bridged rows are scenarios, flagged `estimate`.
    """
    rows = []
    for outcome, own in points.groupby("outcome", sort=False):
        own = own.sort_values("year").set_index("year")[["education_percent", "value"]]
        rows += _changed_values(outcome, own, price_level, outcome in money)
        rows += _changed_statistics(outcome, own.dropna(), seed)
        rows += [_line(outcome, "without_year", str(year), own.dropna().drop(year)) for year in own.dropna().index]
        rows += [_line(outcome, "lag", f"{lag:+d}", _lagged(own, education, lag)) for lag in LAGS]
        for (check, variant), other in others[others["outcome"] == outcome].groupby(["check", "variant"]):
            rows.append(_line(outcome, check, variant, other.set_index("year")[["education_percent", "value"]]))
        values = own["value"].dropna()
        found = bridges(education, guides, [int(year) for year in values.index], draws=draws, seed=seed)
        rows += [_scenario(outcome, method, values, bridge, seed) for method, bridge in found.items()]
    table = pd.DataFrame(rows, columns=ROBUSTNESS)
    table = table.assign(p_value_holm=table.groupby(["check", "variant"])["p_value"].transform(holm))
    order = {check: place for place, check in enumerate(CHECKS)}
    # Stable, so that outcomes keep the order of the points.
    outcomes = {outcome: place for place, outcome in enumerate(table["outcome"].unique())}
    places = table.assign(one=table["outcome"].map(outcomes), two=table["check"].map(order))
    whole = dict.fromkeys(["n", "first_year", "last_year"], "Int64")
    return places.astype(whole).sort_values(["one", "two", "variant"], kind="stable", ignore_index=True)[ROBUSTNESS]


def without_regions(values: pd.Series, weights: pd.Series, parts: list[str], figure: Figure2) -> pd.DataFrame:
    """Points of the district with each of its regions left out: check, variant, outcome, year, both values.

    values: indexed by indicator, year, region (units.usable_values). weights: by indicator, the indicator that
    weights its mean, missing where it adds up. parts: the regions. What is left is the district minus the region;
    nothing where a figure of either is not there.
    """
    district, regressor, outcomes = figure.district, figure.regressor, figure.outcomes
    wide = {name: own.droplevel("indicator").unstack("region") for name, own in values.groupby(level="indicator")}
    frames = []
    for part in parts:
        rest = {}
        for indicator in [regressor, *outcomes]:
            own, weight = _two(wide, indicator, district, part), weights[indicator]
            is_mean = isinstance(weight, str)
            mass = _two(wide, weight, district, part).reindex(own.index) if is_mean else own * 0 + 1
            total = own * mass
            left = total[district] - total[part]
            rest[indicator] = left / (mass[district] - mass[part]) if is_mean else left
        frames += [
            pd.DataFrame({"education_percent": rest[regressor], "value": rest[outcome]})
            .rename_axis("year")
            .reset_index()
            .assign(check="without_region", variant=part, outcome=outcome)
            for outcome in outcomes
        ]
    columns = ["check", "variant", "outcome", "year", "education_percent", "value"]
    return pd.concat(frames)[columns] if frames else pd.DataFrame(columns=columns)


def _two(wide: dict[str, pd.DataFrame], indicator: str, district: str, part: str) -> pd.DataFrame:
    """Figures of a district and of one of its regions by year; no year where there are none."""
    return wide.get(indicator, pd.DataFrame(index=pd.Index([], name="year"))).reindex(columns=[district, part])


def _changed_values(outcome: str, own: pd.DataFrame, price_level: pd.Series, is_money: bool) -> list[dict]:
    """Printed, real, logged, differenced and growth readings of one panel; `not_money`, `not_positive` where not."""
    rows = [_line(outcome, "as_printed", "", own)]
    real = own.assign(value=own["value"] / price_level.reindex(own.index))
    rows.append(
        _line(outcome, "real", "", real)
        if is_money
        else {"outcome": outcome, "check": "real", "variant": "", "status": NOT_MONEY}
    )
    positive = bool((own.dropna() > 0).all(axis=None))
    logs = np.log(own.where(own > 0))
    steps = own.reindex(range(own.index.min(), own.index.max() + 1)).diff()
    growth = 100 * logs["value"].reindex(steps.index).diff()
    rows.append(_line(outcome, "first_differences", "", steps, own))
    grown = (steps.assign(value=growth), own.assign(value=100 * logs["value"]))
    for check, frames in (("logarithms", (logs,)), ("growth_rates", grown)):
        row = _line(outcome, check, "", *frames)
        facts = {"outcome": outcome, "check": check, "variant": "", "status": NOT_POSITIVE}
        rows.append(row if positive else facts)
    return rows


def _changed_statistics(outcome: str, own: pd.DataFrame, seed: int) -> list[dict]:
    """Partial correlation on a trend, rank correlations and the median slope of the printed values."""
    from scipy import stats

    x, y = own["education_percent"].to_numpy(float), own["value"].to_numpy(float)
    year = own.index.to_numpy(float)
    rows = []
    trend = np.column_stack([x, year])
    rows.append(_row(outcome, "partial_on_trend", own, fit_status(trend, y), lambda: _partial(x, y, year)))
    status = fit_status(x, y)
    # Ranks of a perfect fit are no worse than others.
    rank_status = "" if status == PERFECT_FIT else status
    rows.append(
        _row(outcome, "spearman", own, rank_status, lambda: _spearman(stats.rankdata(x), stats.rankdata(y), seed))
    )
    rows.append(_row(outcome, "kendall", own, rank_status, lambda: _rank(stats.kendalltau(x, y))))
    rows.append(_row(outcome, "theil_sen", own, rank_status, lambda: _median_slope(stats.theilslopes(y, x, 0.95))))
    return rows


def _row(outcome: str, check: str, own: pd.DataFrame, status: str, numbers) -> dict:
    facts = {"outcome": outcome, "check": check, "variant": "", "n": len(own), "flags": ""}
    facts |= {"first_year": own.index.min(), "last_year": own.index.max(), "status": told(status)}
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


def _partial(x: np.ndarray, y: np.ndarray, year: np.ndarray) -> dict:
    """Slope and partial correlation once a straight trend is taken out of both."""
    straight = np.column_stack([np.ones_like(year), year - year.mean()])
    rest = [values - straight @ np.linalg.lstsq(straight, values, rcond=None)[0] for values in (x, y)]
    return slope_and_interval(*rest, degrees=len(x) - 3)


def slope_and_interval(x: np.ndarray, y: np.ndarray, degrees: int) -> dict:
    """Correlation, slope, its classical 95 % interval and p-value on the degrees of freedom given."""
    from scipy import stats

    centred, values = x - x.mean(), y - y.mean()
    squares = centred @ centred
    slope = centred @ values / squares
    residuals = values - slope * centred
    error = np.sqrt(residuals @ residuals / degrees / squares)
    half = stats.t.ppf(0.975, degrees) * error
    return {
        "correlation": slope * np.sqrt(squares / (values @ values)),
        "slope": slope,
        "slope_lower_95": slope - half,
        "slope_upper_95": slope + half,
        "p_value": 2 * stats.t.sf(abs(slope / error), degrees),
    }


def _line(outcome: str, check: str, variant: str, frame: pd.DataFrame, levels: pd.DataFrame | None = None) -> dict:
    """A straight line through the years in which both values are known, or its status.

    levels: what the frame holds the differences of.
    """
    known = frame.dropna()
    x, y = known["education_percent"].to_numpy(float), known["value"].to_numpy(float)
    sizes = (0.0, 0.0) if levels is None else tuple(levels[["education_percent", "value"]].abs().max())
    status = fit_status(x, y, levels=sizes)
    row = _row(outcome, check, known, status, lambda: slope_and_interval(x, y, degrees=len(x) - 2))
    return row | {"variant": variant}


def _lagged(own: pd.DataFrame, education: pd.Series, lag: int) -> pd.DataFrame:
    """Values beside the education of `lag` years before (after, where lag is negative)."""
    earlier = education.set_axis(education.index + lag)
    return own.assign(education_percent=earlier.reindex(own.index))


def _scenario(outcome: str, method: str, values: pd.Series, bridge: Bridge, seed: int) -> dict:
    """The slope over all years with missing education bridged; its band holds the doubt of bridge and line."""
    from scipy import stats

    facts = {"outcome": outcome, "check": "bridged", "variant": method, "n": len(values), "flags": "estimate"}
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
