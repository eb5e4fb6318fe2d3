"""Every figure of a code that a method predicts from other years, held against what came: one row a figure."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from regioncodes.codes.calibration.left_out import BRIDGING, FORETELLING, JOINT, Predictions, bridged, left_out
from regioncodes.codes.calibration.scores import places, ranked_scores, widths
from regioncodes.ground.code_names import CODES
from regioncodes.ground.options import Derivative

YEAR_LEFT_OUT, STEP_AHEAD = TASKS = ("year_left_out", "step_ahead")
METHODS = (*FORETELLING, *BRIDGING)
PREDICTED = ["task", "method", "region", "code", "year", "place", "width_95", "crps"]


def foretold(codes: pd.DataFrame, fewest_years: int, derivative: Derivative) -> pd.DataFrame:
    """One row per task, method, region, code and year that is predicted: place (PIT), width_95 and crps, in SD.

    codes: region, code, year, value_sd of one mapping. fewest_years: observations that a prediction is made from.
    task: `year_left_out`, a year that is no edge from all other years of its series; `step_ahead`, the year after an
    observed one from all years up to it. A method without a prediction, or without a band for it, has no row.
    """
    known = codes.dropna(subset="value_sd")
    if known.empty:
        return pd.DataFrame(columns=PREDICTED)
    years = np.arange(known["year"].min(), known["year"].max() + 1)
    single = known.pivot(index=["region", "code"], columns="year", values="value_sd").reindex(columns=years)
    is_whole = single.groupby("region").transform("size").eq(len(CODES))
    frames = [pd.DataFrame(columns=PREDICTED)]
    for method in METHODS:
        together, table = (len(CODES), single[is_whole]) if method == JOINT else (1, single)
        units = table.to_numpy().reshape(-1, together, len(years))
        for task, seen, units_of_part in _parts(units, fewest_years, method):
            names = table.index.to_numpy().reshape(-1, together)[units_of_part].ravel()
            own = units[units_of_part][..., : len(seen)]
            found, targets, values = _predicted(method, task, years[: len(seen)], seen, own, derivative)
            frames.append(_rows(names, years[targets], values, found).assign(task=task, method=method))
    return pd.concat(frames, ignore_index=True).dropna(subset="crps")[PREDICTED]


def _parts(units: np.ndarray, fewest_years: int, method: str) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Task, years seen by all its series, and the places of the units that share them. units: units × codes × years."""
    observed = np.isfinite(units).all(axis=1)
    wanted = [(YEAR_LEFT_OUT, observed.shape[1])]
    if method in FORETELLING:
        wanted += [(STEP_AHEAD, last) for last in range(2, observed.shape[1] + 1)]
    for task, last in wanted:
        patterns, members = np.unique(observed[:, :last], axis=0, return_inverse=True)
        for place, seen in enumerate(patterns):
            if seen.sum() > fewest_years and (task == YEAR_LEFT_OUT or seen[-2:].all()):
                yield task, seen, np.flatnonzero(members == place)


def _predicted(
    method: str, task: str, years: np.ndarray, seen: np.ndarray, units: np.ndarray, derivative: Derivative
) -> tuple[Predictions, np.ndarray, np.ndarray]:
    """Predictions of series by years, the places of these years, and what came. seen: the years observed."""
    there = np.flatnonzero(seen)
    is_inner = (there >= there[0] + derivative.edge_years) & (there <= there[-1] - derivative.edge_years)
    places = np.flatnonzero(is_inner) if task == YEAR_LEFT_OUT else np.array([len(there) - 1])
    targets = there[places]
    series = units.reshape(-1, len(seen))
    if method in BRIDGING:
        return bridged(method, years, series, targets), targets, series[:, targets]
    values = units if method == JOINT else series
    return left_out(method, years[seen], values[..., seen], places, derivative), targets, series[:, targets]


def _rows(names: np.ndarray, years: np.ndarray, values: np.ndarray, found: Predictions) -> pd.DataFrame:
    regions, codes = zip(*names, strict=True)
    return pd.DataFrame(
        {
            "region": np.repeat(regions, len(years)),
            "code": np.repeat(codes, len(years)),
            "year": np.tile(years, len(names)),
            "place": places(found, values).ravel(),
            "width_95": widths(found, 0.95).ravel(),
            "crps": ranked_scores(found, values).ravel(),
        }
    )
