"""The regions of the study's district: what their codes said at each origin, and what came."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from regioncodes.codes.foresight.estimates import READINGS, Estimates
from regioncodes.codes.foresight.histories import Study
from regioncodes.codes.foresight.names import CODE_ID, CODE_NID, ESTIMATED, PAST_GROWTH
from regioncodes.codes.foresight.trials import Trial

FORETOLD = {CODE_ID: "foretold_by_code_id", CODE_NID: "foretold_by_code_nid", PAST_GROWTH: "foretold_by_past_growth"}
_OF_FORMULA = ("lower_95", "upper_95", "above_probability", "of_all_years")
COLUMNS = [
    "region",
    "origin",
    "horizon_years",
    "last_year",
    *(column for name in READINGS for column in (name, *(f"{name}_{part}" for part in _OF_FORMULA))),
    "later_change",
    "mean_later_change",
    "later_difference",
    *FORETOLD.values(),
    "status",
]


def district_origins(
    regions: list[str],
    leaves: list[str],
    study: Study,
    lag: int | None,
    shown: Estimates,
    full: np.ndarray,
    trials: Iterable[Trial],
) -> pd.DataFrame:
    """One row per region, origin and horizon: both formulas as they stood, as all years now have them, and growth.

    lag: of the codes, None where they cannot exist. shown: T × R, with bands; full: T × R × 2, of all years. trials: of
    the primary target, one a horizon. later_change: mean yearly change over the horizon, in the target's unit;
    mean_later_change: of the trial's regions, later_difference: the one less the other; foretold_…: that difference as
    the predictor foretells it out of sample, NaN before there are three origins to learn from and for regions outside
    the trial.
    status: `estimated`; `no_code` (too few years of all three codes, or none in the last year out); `no_outcome` (the
    years after it, or the region's figures, are not there): the rest of the row stands.
    """
    places = [leaves.index(region) for region in regions]
    frames = [pd.DataFrame(columns=COLUMNS)]
    for own in trials:
        count = own.cells.sum(axis=1)
        total = np.where(own.cells, own.later, 0.0).sum(axis=1)
        mean = np.divide(total, count, out=np.full(len(count), np.nan), where=own.absent == "")
        foretold = {name: own.over_all_origins(name, own.forecast(name)) for name in FORETOLD}
        for place, region in zip(places, regions, strict=True):
            columns = _of_region(shown, full, place)
            later = own.later[:, place]
            is_known = np.isfinite(columns[CODE_ID])
            columns |= {FORETOLD[name]: part[:, place] for name, part in foretold.items()}
            columns |= {"later_change": later, "mean_later_change": mean, "later_difference": later - mean}
            columns["status"] = np.select(
                [~is_known, ~np.isfinite(later)], ["no_code", "no_outcome"], default=ESTIMATED
            )
            last = pd.array([pd.NA if lag is None else year - lag for year in study.origins], dtype="Int64")
            keys = {"region": region, "origin": study.origins, "horizon_years": own.horizon, "last_year": last}
            frames.append(pd.DataFrame(keys | columns))
    table = pd.concat([frame for frame in frames if len(frame)] or frames)[COLUMNS]
    return table.sort_values(COLUMNS[:3], ignore_index=True)


def _of_region(shown: Estimates, full: np.ndarray, place: int) -> dict[str, np.ndarray]:
    """Both formulas of one region at all origins."""
    found = {}
    for number, name in enumerate(READINGS):
        parts = (shown.lower, shown.upper, shown.above, full)
        found[name] = shown.formulas[:, place, number]
        found |= {f"{name}_{part}": array[:, place, number] for part, array in zip(_OF_FORMULA, parts, strict=True)}
    return found
