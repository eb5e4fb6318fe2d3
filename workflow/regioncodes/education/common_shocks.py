"""How often the tests of Figure 2 find a relation where regions share shocks of education and of outcomes apart."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from regioncodes.education.outcomes import each_outcome
from regioncodes.statistics.common_factors import FEWEST_CHANGES, FEWEST_REGIONS, Factor, common_factors
from regioncodes.statistics.gate import FITTED, TOO_FEW_CLUSTERS, TOO_FEW_YEARS
from regioncodes.statistics.rounding import is_nothing
from regioncodes.statistics.trends import (
    FACTORS_OF,
    LARGEST_SIZE_PERCENT,
    NO_SHOCKS,
    NOT_MEASURED,
    Pair,
    Points,
    rejections,
    sizes,
)

EDUCATION = "education"
FACTORS = [
    "side",
    "outcome",
    "prices",
    "decides",
    "shocks",
    "factor",
    "status",
    "share_percent",
    "persistence",
    "alike_percent",
    "regions",
    "first_year",
    "last_year",
]
_LEVELS = ("levels", "logarithms", "without_break", "without_year", "without_region", "lag", "edition")
# Tests of the checks of robustness.robustness: estimator, method, and points that differences cost.
_TESTS_OF_CHECKS = {
    **dict.fromkeys(_LEVELS, ("levels", "classical", 0)),
    "first_differences": ("first_differences", "classical", 1),
    "growth_rates": ("first_differences", "classical", 1),
    "partial_on_trend": ("partial_on_trend", "classical", 0),
    "spearman": ("spearman", "permutation", 0),
    "kendall": ("kendall", "exact", 0),
}
# A lag costs up to two years, a break or a year left out one.
_YEARS_LOST = 2
# A line with a trend held constant, and differences of which one is left out, need as many to have an error.
_FEWEST_YEARS = 5


def shared_shocks(points: pd.DataFrame) -> pd.DataFrame:
    """Common factors of the yearly changes of education and of each outcome: one row a factor, where it is one or two.

    points: of all regions, as of outcomes.of_period. Changes of education are in percentage points, those of outcomes
    in logarithms, of the regions that have every year (and no zero); a year in which the method changes in most regions
    is left out. Columns FACTORS. side: `education` (outcome and prices empty) or `outcome`. share_percent: of the
    variance of changes within regions. persistence: autoregressive coefficient. alike_percent: of the factor, what all
    regions share and year effects take out.
    status: `fitted`, or without numbers `too_few_clusters`, `too_few_years`, `no_real_value`.
    """
    regions = points.drop_duplicates(["region", "year"])
    rows = _rows(regions.assign(level=regions["education_percent"], is_broken=False), {"side": EDUCATION})
    for outcome, status, known in each_outcome(points):
        level = np.log(known["value"].where(known["value"] > 0).astype(float))
        own = known.assign(level=level, is_broken=known["breaks"].ne(""))
        rows += _rows(own, {"side": "outcome", **outcome}, status)
    return pd.DataFrame(rows, columns=FACTORS)


def pairs_of_factors(table: pd.DataFrame) -> dict[str, list[Pair]]:
    """For each kind of shocks the factors of education beside those of each outcome that decides and has them.

    table: as of shared_shocks. A kind is missing where education or every outcome has no factors.
    """
    fitted = table[table["status"].eq(FITTED)]
    found: dict[str, list[Pair]] = {NO_SHOCKS: [((), ())]}
    for kind, own in fitted.groupby("shocks"):
        education = _factors(own[own["side"].eq(EDUCATION)])
        judged = own[own["side"].eq("outcome") & own["decides"].eq(True)]
        outcomes = [_factors(rows) for _, rows in judged.groupby("outcome", sort=False)]
        if education and outcomes:
            found[kind] = [(education, factors) for factors in outcomes]
    return found


def measured_sizes(
    models: pd.DataFrame,
    points: Mapping[str, pd.DataFrame],
    shocks: pd.DataFrame,
    districts: Mapping[str, str],
    *,
    series: str,
    series_draws: int,
    panel_draws: Mapping[str, int],
    drift_sd: float,
    seed: int,
) -> pd.DataFrame:
    """Sizes of the tests that were made, under each kind of shocks: the columns SIZES of statistics.trends.

    models: as of panel_models.panel_models, of every scope. points: by scope, as of outcomes.of_period; a simulated
    panel has as many regions. shocks: as of shared_shocks, of all regions also where the panel is a district's, whose
    few tell no factor from noise. districts: of each region. series: scope of the single
    series, as long as its panel and up to two years shorter. panel_draws: by scope.
    """
    regions = {scope: sorted(own["region"].unique()) for scope, own in points.items()}
    simulated = []
    fitted = models[models["status"].eq(FITTED)]
    for (scope, years), own in fitted.groupby(["scope", "years"], sort=False):
        by_district = own["method"].eq("cr2_district").any()
        labels = tuple(districts[region] for region in regions[scope]) if by_district else ()
        estimators = tuple(dict.fromkeys(own["estimator"]))
        facts = (len(regions[scope]), int(years), panel_draws[scope])
        simulated.append(Points(scope, "panel", *facts, labels, estimators))
    longest = fitted.loc[fitted["scope"].eq(series), "years"].max()
    lengths = [] if pd.isna(longest) else range(int(longest) - _YEARS_LOST, int(longest) + 1)
    simulated += [Points(series, "series", 1, length, series_draws) for length in lengths if length >= _FEWEST_YEARS]
    found = rejections(simulated, pairs_of_factors(shocks), drift_sd=drift_sd, seed=seed)
    return sizes(found)


def with_sizes(models: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame:
    """The models with size_percent and size_verdict of their tests, and whether a p-value enters_verdict.

    tests: as of statistics.trends.sizes_of_tests. size_verdict is `not_measured` where no test of that scope,
    estimator, method and number of years was simulated, empty where there is no test. enters_verdict: the prices
    decide, there is a p-value, and the size is known and at most 10 %.
    """
    keys = ["scope", "estimator", "method", "years"]
    panels = tests.loc[tests["reading"].eq("panel"), [*keys, "size_percent", "size_verdict"]]
    joined = models.merge(panels.astype({"years": "Int64"}), on=keys, how="left", validate="many_to_one")
    is_test = joined["p_value"].notna()
    size = joined["size_percent"].where(is_test)
    verdicts = joined["size_verdict"].fillna(NOT_MEASURED).where(is_test)
    enters = is_test & joined["decides"].eq(True) & size.le(LARGEST_SIZE_PERCENT)
    return joined.assign(size_percent=size, size_verdict=verdicts, enters_verdict=enters)


def sizes_of_checks(tests: pd.DataFrame) -> pd.DataFrame:
    """Sizes of the tests of robustness.robustness: one row for each check and n, with size_percent and size_verdict.

    tests: as of statistics.trends.sizes_of_tests. n: points of the check, which are one fewer than the years of the
    walks where differences are taken. Checks without a p-value (theil_sen, bridged) have no row.
    """
    series = tests[tests["reading"].eq("series")]
    frames = []
    for check, (estimator, method, lost) in _TESTS_OF_CHECKS.items():
        own = series[series["estimator"].eq(estimator) & series["method"].eq(method)]
        frames.append(own.assign(check=check, n=own["years"] - lost))
    return pd.concat(frames, ignore_index=True)[["check", "n", "size_percent", "error_percent", "size_verdict"]]


def _rows(points: pd.DataFrame, facts: Mapping, status: str = "") -> list[dict]:
    """Rows of one variable: a status, or the factors of either number."""
    changes, years = _changes(points)
    facts = {**facts, "regions": len(changes)}
    if len(years):
        facts |= {"first_year": years.min(), "last_year": years.max()}
    if not status and len(changes) < FEWEST_REGIONS:
        status = TOO_FEW_CLUSTERS
    if not status and len(years) < FEWEST_CHANGES:
        status = TOO_FEW_YEARS
    rows = []
    for kind, count in FACTORS_OF.items():
        found = [None] * count if status else common_factors(changes, years, count)
        for place, factor in enumerate(found):
            row = {**facts, "shocks": kind, "factor": place + 1, "status": status or FITTED}
            rows.append(row | (_numbers(factor) if factor else {}))
    return rows


def _numbers(factor: Factor) -> dict:
    return {
        "share_percent": 100 * factor.share,
        "persistence": factor.persistence,
        "alike_percent": 100 * factor.alike,
    }


def _factors(rows: pd.DataFrame) -> list[Factor]:
    return [Factor(row.share_percent / 100, row.persistence, row.alike_percent / 100) for row in rows.itertuples()]


def _changes(points: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Changes (G, T) of the regions that have every year and vary, and the years of these changes."""
    levels = points.pivot(index="region", columns="year", values="level").dropna()
    broken = points.groupby("year")["is_broken"].mean() > 0.5
    changes = levels.diff(axis=1).iloc[:, 1:]
    years = changes.columns.to_numpy(dtype=int)
    kept = ~broken.reindex(years).to_numpy(dtype=bool) & (np.diff(levels.columns) == 1)
    values = changes.to_numpy(dtype=float)[:, kept]
    if not values.size:
        return values, years[kept]
    varies = ~is_nothing(np.ptp(values, axis=1), np.abs(levels.to_numpy(dtype=float)).max(axis=1, initial=0.0))
    return values[varies], years[kept]
