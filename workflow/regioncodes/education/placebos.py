"""What else fits the outcomes of Figure 2: the calendar, other districts' education, walks that know nothing."""

import numpy as np
import pandas as pd

from regioncodes.education.outcomes import each_outcome
from regioncodes.ground.options import Figure2
from regioncodes.statistics.gate import FITTED, fit_status, too_few
from regioncodes.statistics.rounding import ROUNDING, is_nothing, reaches
from regioncodes.statistics.walks import trending_walks

FITS = [
    "outcome",
    "prices",
    "decides",
    "kind",
    "regressor",
    "status",
    "n",
    "first_year",
    "last_year",
    "r_squared",
    "correlation",
    "education_r_squared",
    "at_least_as_good",
]
WALKS = [
    "outcome",
    "prices",
    "decides",
    "status",
    "n",
    "walks",
    "drift_to_noise",
    "outcome_drift_to_noise",
    "education_r_squared",
    "median_r_squared",
    "lower_5_r_squared",
    "upper_95_r_squared",
    "share_at_least_percent",
    "p_value",
]
PAIRS = ["n", "pairs", "drift_to_noise", "median_r_squared", "share_above_80_percent"]


def education_elsewhere(panel: pd.DataFrame, regions: pd.DataFrame, figure: Figure2) -> pd.DataFrame:
    """Share with higher education of every other district: region, year, education_percent."""
    other = regions.loc[regions["level"].eq("district") & regions["region"].ne(figure.district), "region"]
    wanted = panel["region"].isin(other) & panel["indicator"].eq(figure.regressor) & panel["value"].notna()
    own = panel[wanted & panel["year"].between(figure.period.first, figure.period.last)]
    return own[["region", "year", "value"]].rename(columns={"value": "education_percent"}).reset_index(drop=True)


def placebo_fits(points: pd.DataFrame, education: pd.DataFrame) -> pd.DataFrame:
    """R² of each outcome on education, on the calendar year, and on the education of every other district.

    points: of the district and period (outcomes.outcome_points). education: region, year, education_percent of the
    other districts. Columns FITS, one row per outcome, prices and regressor, sorted by kind
    (`education`, `year`, `district`); education_r_squared is that of the district's own education in the same
    years, and at_least_as_good says whether the placebo reaches it: education that is linear in the year does not
    beat the calendar.
    """
    rows = []
    for facts, status, own in each_outcome(points):
        placebos = {
            ("education", "education"): own["education_percent"],
            ("year", "calendar_year"): own["year"].astype(float),
        }
        for region, other in education.groupby("region", sort=True):
            placebos["district", region] = own["year"].map(other.set_index("year")["education_percent"])
        rows += [{**facts, **_row(*names, own, placebo, status)} for names, placebo in placebos.items()]
    return pd.DataFrame(rows, columns=FITS)


def placebo_walks(points: pd.DataFrame, *, walks: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Where the R² of education stands among independent trending walks, and the R² of every walk.

    points: as in placebo_fits. A walk steps by independent normal increments with the mean and the standard
    deviation of the yearly changes of education, so it rises as education does and knows nothing of the outcome.
    Returns the columns WALKS, one row per outcome and prices (drift_to_noise: of the steps of education and of the
    outcome, drift_to_noise; p_value: (1 + walks that reach education) / (1 + walks)), and outcome, prices, walk,
    r_squared. Outcomes share their walks where they share their years.
    """
    rows, draws = [], []
    for facts, status, own in each_outcome(points):
        education, value = own["education_percent"].to_numpy(float), own["value"].to_numpy(float)
        status = status or fit_status(education, value) or too_few("r_squared", len(own))
        if status:
            rows.append({**facts, "status": status, "n": len(own)})
            continue
        observed = np.corrcoef(education, value)[0, 1] ** 2
        steps = np.diff(education) / np.diff(own["year"])
        drawn = trending_walks(steps.mean(), steps.std(ddof=1), own["year"].to_numpy(), walks=walks, seed=seed)
        found = squared_correlations(drawn, value)
        reached = int(reaches(found, observed).sum())
        edges = np.quantile(found, [0.05, 0.5, 0.95])
        drifts = [drift_to_noise(series, own["year"].to_numpy()) for series in (education, value)]
        numbers = (len(own), walks, *drifts, observed, edges[1], edges[0], edges[2], 100 * reached / walks)
        named = dict(zip(WALKS[3:], (FITTED, *numbers, (1 + reached) / (1 + walks)), strict=True))
        rows.append(facts | named)
        names = {"outcome": facts["outcome"], "prices": facts["prices"]}
        draws.append(pd.DataFrame(names | {"walk": range(walks), "r_squared": found}))
    columns = ["outcome", "prices", "walk", "r_squared"]
    return pd.DataFrame(rows, columns=WALKS), pd.concat(draws) if draws else pd.DataFrame(columns=columns)


def paired_walks(lengths: list[int], ratios: list[float], *, pairs: int, seed: int) -> pd.DataFrame:
    """R² of two independent trending walks, the null expectation: by length and by drift to noise of the steps.

    Columns PAIRS: median R² over the pairs and the share of pairs with R² above 0.8.
    Reference: Granger and Newbold (1974) Journal of Econometrics 2:111-120.
    """
    rows = []
    for n in lengths:
        for ratio in ratios:
            both = trending_walks(ratio, 1.0, np.arange(n), walks=2 * pairs, seed=seed)
            found = squared_correlations(both[:pairs], both[pairs:])
            rows.append((n, pairs, ratio, np.median(found), 100 * np.mean(found > 0.8)))
    return pd.DataFrame(rows, columns=PAIRS)


def drift_to_noise(values: np.ndarray, years: np.ndarray) -> float:
    """Mean yearly change over the standard deviation of the yearly changes; missing where they are all one."""
    changes = np.diff(values) / np.diff(years)
    spread = changes.std(ddof=1)
    return float("nan") if is_nothing(spread, np.abs(values).max(), ROUNDING) else changes.mean() / spread


def squared_correlations(regressors: np.ndarray, outcomes: np.ndarray) -> np.ndarray:
    """Squared correlation of every row of the regressors with the outcome: one for all rows, or one a row."""
    x = regressors - regressors.mean(axis=-1, keepdims=True)
    y = outcomes - outcomes.mean(axis=-1, keepdims=True)
    return (x * y).sum(axis=-1) ** 2 / ((x**2).sum(axis=-1) * (y**2).sum(axis=-1))


def _row(kind: str, regressor: str, own: pd.DataFrame, placebo: pd.Series, status: str) -> dict:
    """One placebo beside education in the same years."""
    used = own[placebo.notna()]
    x, value, education = (
        column.to_numpy(float) for column in (placebo.dropna(), used["value"], used["education_percent"])
    )
    status = status or fit_status(x, value) or fit_status(education, value) or too_few("r_squared", len(used))
    facts = {"kind": kind, "regressor": regressor, "n": len(used)}
    facts |= {"first_year": used["year"].min(), "last_year": used["year"].max()}
    if status:
        return facts | {"status": status, "at_least_as_good": False}
    correlation = np.corrcoef(x, value)[0, 1]
    own_fit = np.corrcoef(education, value)[0, 1] ** 2
    numbers = {"r_squared": correlation**2, "correlation": correlation, "education_r_squared": own_fit}
    better = kind != "education" and bool(reaches(correlation**2, own_fit))
    return facts | {"status": FITTED, **numbers, "at_least_as_good": better}
