"""Bands and probabilities at an origin judged by what came: what the full series says of the year, and later growth."""

import numpy as np
import pandas as pd

from regioncodes.codes.foresight.estimates import READINGS
from regioncodes.codes.foresight.names import ABOVE_MEDIAN, ALL, BAND_HELD, SIGN_HELD, TOLD_SIGN_HELD
from regioncodes.codes.foresight.scores import above_median
from regioncodes.statistics.clustered_means import clustered_ratio

# Bins of the probability of more than zero.
EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
COLUMNS = [
    "measure",
    "formula",
    "horizon_years",
    "origin",
    "probability_from",
    "probability_to",
    "n",
    "share_percent",
    "share_lower_95",
    "share_upper_95",
    "status",
]


def bands_judged(
    shown: dict[str, np.ndarray],
    full: np.ndarray,
    later: dict[int, np.ndarray],
    origins: np.ndarray,
) -> pd.DataFrame:
    """How often what was said at an origin held, in per cent, with limits for regions and years that move together.

    shown: estimate, lower, upper and above (probability of more than zero) at the origins, each T × R × 2 formulas.
    full: T × R × 2, the estimate of the same year from all years that there are now, NaN where these hardly go on after
    it. later: by horizon, T × R, growth that came.
    measure: `band_held`, the full estimate lies in the 95 % band of then (of a model that is right it does so in 95 %
    or more, as it is an estimate itself); `sign_held`, it has the sign of then; `told_sign_held`, the same of bands
    that excluded zero; `above_median`, growth over the horizon is above the year's median, by the probability of then
    that the formula is above zero.
    status: `estimated`, or `no_figures` without a case. Limits are missing under five origins.
    """
    lines = []
    for place, formula in enumerate(READINGS):
        own = {name: part[..., place] for name, part in shown.items()}
        final = full[..., place]
        inside = (final >= own["lower"]) & (final <= own["upper"])
        alike = np.sign(final) == np.sign(own["estimate"])
        banded, both = np.isfinite(own["lower"]) & np.isfinite(final), np.isfinite(own["estimate"]) & np.isfinite(final)
        told = banded & ((own["lower"] > 0) | (own["upper"] < 0))
        for measure, hits, cases in (
            (BAND_HELD, inside, banded),
            (SIGN_HELD, alike, both),
            (TOLD_SIGN_HELD, alike, told),
        ):
            keys = {"measure": measure, "formula": formula}
            lines.append(keys | {"origin": ALL} | _share(hits, cases))
            for number, year in enumerate(origins):
                at = cases & (np.arange(len(origins)) == number)[:, None]
                lines.append(keys | {"origin": str(year)} | _share(hits, at))
        for horizon, growth in later.items():
            keys = {"measure": ABOVE_MEDIAN, "formula": formula, "horizon_years": horizon, "origin": ALL}
            lines += [keys | line for line in _above_median(own["above"], growth)]
    return pd.DataFrame(lines).reindex(columns=COLUMNS).astype({"horizon_years": "Int64"})


def _above_median(probability: np.ndarray, growth: np.ndarray) -> list[dict]:
    """A line for each bin of the probability."""
    known = np.isfinite(probability) & np.isfinite(growth)
    hits = above_median(np.where(known, growth, np.nan))
    # A probability at an edge belongs to the bin above it, whatever its rounding.
    bins = np.clip(np.digitize(np.round(probability, 9), EDGES) - 1, 0, len(EDGES) - 2)
    return [
        {"probability_from": EDGES[place], "probability_to": EDGES[place + 1]} | _share(hits, known & (bins == place))
        for place in range(len(EDGES) - 1)
    ]


def _share(hits: np.ndarray, cases: np.ndarray) -> dict:
    """Share of the cases that are hits, with limits."""
    if not cases.any():
        return {"n": 0, "status": "no_figures"}
    years, regions = np.nonzero(cases)
    found = clustered_ratio(100.0 * hits[cases], np.ones(len(years)), regions, years)
    share, lower, upper = np.clip(found, 0.0, 100.0)
    return {
        "n": len(years),
        "share_percent": share,
        "share_lower_95": lower,
        "share_upper_95": upper,
        "status": "estimated",
    }
