"""Specifications computed again by the letter: one by one, with dummies and normal equations, from the panel alone.

Nothing of the package is used but its table of choices: an independent truth for the batches of the curve.
"""

import numpy as np
import pandas as pd
from scipy import stats

LOGGED = {"levels": "", "log_outcome": "y", "logarithms": "xy", "first_differences": "", "growth_rates": "y"}
STEPPED = ("first_differences", "growth_rates")
INDEX = {"grp_per_capita": "grp_volume_index"}
BASE = 2009


def printed(panel: pd.DataFrame, revisions: pd.DataFrame, indicator: str, edition: str) -> pd.DataFrame:
    """Figures of one indicator as an edition prints them, years × regions; a dash is zero."""
    own = panel[panel["indicator"].eq(indicator)]
    value = own["value"].where(~own["status"].eq("absent"), 0.0)
    wide = own.assign(value=value).pivot(index="year", columns="region", values="value")
    older = revisions[revisions["indicator"].eq(indicator) & revisions["superseded_edition"].eq(edition)]
    wide.update(older.pivot(index="year", columns="region", values="superseded_value"))
    return wide


def in_prices(panel, revisions, outcome: str, prices: str, edition: str, parts: dict[str, str]) -> pd.DataFrame:
    """An outcome in its prices, chained year by year; a part without an index has that of its oblast."""
    nominal = printed(panel, revisions, outcome, edition)
    if prices == "nominal":
        return nominal
    index = printed(panel, revisions, "cpi_dec_dec" if prices == "cpi" else INDEX[outcome], "newest")
    for part, whole in parts.items():
        index[part] = index[part].fillna(index[whole]) if part in index else index[whole]
    if prices == "cpi":
        chain = np.exp(np.log(index / 100).cumsum(skipna=False))
        level = np.sqrt(chain * chain.shift())
        return nominal / (level / level.loc[BASE]).reindex_like(nominal)
    # A region's own chain begins with its first index and ends where one is missing.
    chain = np.exp(np.log(index / 100).cumsum())
    for region in chain:
        known = index[region].loc[index[region].first_valid_index() :]
        chain.loc[chain.index >= known.index[known.isna()].min(), region] = np.nan
    volume = chain / printed(panel, revisions, "population_avg", "newest").reindex_like(chain)
    return (volume * nominal.loc[BASE] / volume.loc[BASE]).reindex_like(nominal).where(nominal.notna())


def sample(row, x: pd.DataFrame, y: pd.DataFrame, z: pd.Series, breaks: dict[str, list[int]], regions: list[str]):
    """Long rows of one specification: region, year, x, y, z, none missing."""
    first, last = (int(year) for year in row.period.split("–"))
    years = list(range(first, last + 1))
    sides = {"x": x.reindex(index=years, columns=regions), "y": y.reindex(index=years, columns=regions)}
    sides["z"] = pd.DataFrame({region: z.reindex(years) for region in regions})
    for name, table in sides.items():
        letter = "y" if name == "z" else name
        made = np.log(table.where(table > 0)) if letter in LOGGED[row.transform] else table
        if row.transform in STEPPED:
            made = made.diff()
            for region in regions:
                made.loc[[year for year in breaks.get(region, []) if year in years], region] = np.nan
        sides[name] = made
    cells = pd.concat({name: table.stack() for name, table in sides.items()}, axis=1).rename_axis(["year", "region"])
    needed = ["x", "y", "z"] if row.control == "country" else ["x", "y"]
    return cells.dropna(subset=needed).reset_index().sort_values(["region", "year"], ignore_index=True)


def fitted(row, cells: pd.DataFrame) -> dict[str, float]:
    """n, slope, standard error, t, p and partial correlation of one specification."""
    data = cells.copy()
    if row.estimator == "ranks":
        for name in ("x", "y", "z"):
            data[name] = stats.rankdata(np.round(data[name] / data[name].abs().max(), 9))
    columns = [data["x"], pd.Series(1.0, data.index)]
    if row.estimator in ("region_effects", "region_year_effects"):
        columns += [data["region"].eq(name).astype(float) for name in sorted(data["region"].unique())[1:]]
    if row.estimator == "region_year_effects":
        columns += [data["year"].eq(year).astype(float) for year in sorted(data["year"].unique())[1:]]
    if row.control == "trend":
        columns.append(data["year"] - data["year"].mean())
    if row.control == "country":
        columns.append(data["z"])
    design = np.column_stack(columns)
    scale = np.abs(design).max(axis=0)
    coefficients = np.linalg.lstsq(design / scale, data["y"].to_numpy(), rcond=None)[0] / scale
    residuals = data["y"].to_numpy() - design @ coefficients
    n, rank = len(data), np.linalg.matrix_rank(design / scale)
    bread = np.linalg.pinv((design / scale).T @ (design / scale)) / np.outer(scale, scale)
    classical = np.sqrt(residuals @ residuals / (n - rank) * bread[0, 0])
    t = coefficients[0] / classical
    found = {"n": n, "slope": coefficients[0], "correlation": t / np.sqrt(t**2 + n - rank)}
    if row.units == "district":
        return found | {"standard_error": classical, "p_value": 2 * stats.t.sf(abs(t), n - rank)}
    scores = np.array(
        [design[own].T @ residuals[own] for own in (data["region"].eq(r) for r in data["region"].unique())]
    )
    groups = len(scores)
    error = np.sqrt(groups / (groups - 1) * (n - 1) / (n - rank) * (bread @ scores.T @ scores @ bread)[0, 0])
    return found | {
        "standard_error": error,
        "p_value": 2 * stats.t.sf(abs(coefficients[0] / error), groups - 1),
    }


def weighted_median(values, weights) -> float:
    """The median of values that each stand as often as they weigh."""
    pairs = sorted(zip(values, weights, strict=True))
    half, below = sum(weights) / 2, 0.0
    for place, (value, weight) in enumerate(pairs):
        below += weight
        if abs(below - half) < 1e-9 * half:
            return (value + pairs[place + 1][0]) / 2
        if below > half:
            return value
    raise ValueError("nothing weighs")
