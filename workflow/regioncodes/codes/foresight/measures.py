"""What the trials say of every predictor: correlations and their tests, forecasts, the article's condition."""

from typing import NamedTuple

import numpy as np

from regioncodes.codes.foresight.names import ALL, CONSTANT, ESTIMATED
from regioncodes.codes.foresight.permutations import (
    block_test,
    district_p_value,
    permutation_test,
    smallest_seen,
)
from regioncodes.codes.foresight.scores import above_less_below, areas_under_curve, deviations, rank_scores, steady
from regioncodes.codes.foresight.trials import Trial
from regioncodes.statistics.clustered_means import clustered_ratio
from regioncodes.statistics.permutations import LEVEL


class Design(NamedTuple):
    """How trials are judged. family: tests that Holm takes together. districts: of the R regions."""

    draws: int
    seed: int
    power: float
    family: int
    districts: np.ndarray


def measured(own: Trial, name: str, design: Design | None, *, each: bool = True) -> list[dict]:
    """Scores of one predictor over all origins, then at each of them. Later growth is in the unit of the target.

    design: of the tests, which are left out without it. Forecasts are of differences from the mean of the year's
    regions: r2_out_of_sample is the share of these that they explain, mean_absolute_error what they miss on average.
    """
    at = own.usable[name]
    reasons = [own.status(name, place) for place in range(len(own.origins))]
    if not at.any():
        # The reason of the last origin with an outcome says most.
        with_outcome = [reason for reason, absent in zip(reasons, own.absent, strict=True) if not absent]
        lines, whole = [{"n": 0, "status": reason} for reason in reasons], (with_outcome or reasons)[-1]
        first = {"origin": ALL, "n": 0, "status": whole}
    else:
        columns = _by_origin(own, name)
        first, places = _whole(own, name, columns, design), np.cumsum(at) - 1
        lines = [
            _line({key: column[place] for key, column in columns.items()}) if known else {"n": 0, "status": reason}
            for known, place, reason in zip(at, places, reasons, strict=True)
        ]
    rows = [{"origin": str(year), **line} for year, line in zip(own.origins, lines, strict=True)]
    return [first, *(rows if each else [])]


def _line(numbers: dict) -> dict:
    """One origin's numbers with their status."""
    return numbers | {"origins": 1, "status": ESTIMATED if np.isfinite(numbers["rank_correlation"]) else CONSTANT}


def _by_origin(own: Trial, name: str) -> dict[str, np.ndarray]:
    """The numbers of each usable origin."""
    values, later = own.values(name), own.outcomes(name)
    mine, theirs = rank_scores(values), rank_scores(later)
    has_both = mine.any(axis=1) & theirs.any(axis=1)
    missed, spread = np.square(own.missed(name)), np.square(deviations(later))
    nothing, count = np.full(len(values), np.nan), np.isfinite(values).sum(axis=1)
    has_zero = own.predictors[name].has_zero
    total = np.nansum(spread, axis=1)
    foretold = np.isfinite(missed).any(axis=1)
    return {
        "n": count,
        "regions": count,
        "rank_correlation": np.where(has_both, (mine * theirs).sum(axis=1), np.nan),
        "auc": np.where(has_both, areas_under_curve(values, later), np.nan),
        "growth_above_less_below": above_less_below(values, later) if has_zero else nothing,
        "above_zero_percent": 100 * (steady(values) > 0).sum(axis=1) / count if has_zero else nothing,
        "r2_out_of_sample": 1 - np.nansum(missed, axis=1) / np.where(foretold & (total > 0), total, np.nan),
        "mean_absolute_error": np.where(foretold, np.nansum(np.sqrt(missed), axis=1) / count, np.nan),
    }


def _whole(own: Trial, name: str, columns: dict[str, np.ndarray], design: Design | None) -> dict:
    """The numbers of all origins together: means over the origins, forecasts over all cells."""
    correlations, at = columns["rank_correlation"], own.usable[name]
    told, cells = np.isfinite(correlations), own.cells[at]
    missed = own.missed(name)
    foretold = np.isfinite(missed)
    spread = deviations(own.outcomes(name))[foretold]
    facts = {key: _mean(column) for key, column in columns.items()} | {
        "origin": ALL,
        "n": int(cells.sum()),
        "regions": int(cells.any(axis=0).sum()),
        "origins": int(at.sum()),
        "forecast_origins": int(foretold.any(axis=1).sum()),
        "r2_out_of_sample": _explained(missed[foretold], spread),
        "mean_absolute_error": _mean(np.abs(missed[foretold])),
    }
    if not told.any():
        return facts | {"status": CONSTANT}
    tests = {} if design is None else _tests(own, name, correlations, design)
    return facts | tests | {"status": ESTIMATED}


def _tests(own: Trial, name: str, correlations: np.ndarray, design: Design) -> dict:
    """The mean rank correlation with its p-values, and what could have been seen. correlations: of usable origins."""
    told = np.isfinite(correlations)
    mine, theirs = (rank_scores(part)[told] for part in (own.values(name), own.outcomes(name)))
    test = permutation_test(mine, theirs, design.draws, design.seed, own.alike(name))
    every = own.over_all_origins(name, correlations)
    blocks = block_test(every[np.flatnonzero(own.usable[name])[0] :], own.horizon)
    seen = smallest_seen(test, design.power, LEVEL / design.family)
    return {
        "rank_correlation": test.correlation,
        "p_value": test.p_value,
        "lowest_p_value": test.lowest_p_value,
        "district_p_value": district_p_value(mine, theirs, design.districts),
        "smallest_seen": seen,
        "smallest_seen_alone": smallest_seen(test, design.power),
        "smallest_skill_percent": 100 * seen**2,
        "blocks": blocks.blocks,
        "block_statistic": blocks.statistic,
        "block_p_value": blocks.p_value,
        "block_lowest_p_value": blocks.lowest_p_value,
    }


def skills(own: Trial, name: str, rivals: list[str]) -> list[dict]:
    """By how much the squared errors of a predictor are smaller than those of each rival, in per cent, with limits.

    On the origins at which both foretell. Above zero the predictor is better; limits of 95 % allow for regions and
    years that move together, and are missing under five origins.
    """
    mine = own.over_all_origins(name, np.square(own.missed(name)))
    lines = []
    for rival in rivals:
        theirs = own.over_all_origins(rival, np.square(own.missed(rival)))
        shared = np.isfinite(mine) & np.isfinite(theirs)
        years, regions = np.nonzero(shared)
        line = {"predictor": name, "rival": rival, "n": int(shared.sum()), "origins": len(np.unique(years))}
        if shared.any() and theirs[shared].sum() > 0:
            ratio, low, high = clustered_ratio(mine[shared], theirs[shared], regions, years)
            line |= {"skill_percent": 100 * (1 - ratio), "lower_95": 100 * (1 - high), "upper_95": 100 * (1 - low)}
        lines.append(line | {"status": ESTIMATED if "skill_percent" in line else "no_shared_forecast"})
    return lines


def _mean(column: np.ndarray) -> float:
    known = column[np.isfinite(column)]
    return float(known.mean()) if len(known) else np.nan


def _explained(missed: np.ndarray, spread: np.ndarray) -> float:
    total = np.square(spread).sum()
    return float(1 - np.square(missed).sum() / total) if total > 0 else np.nan
