"""Whether the bands of the codes hold what they say: coverage, places and scores on real series, beside a random walk.

The truth of a code is never seen, but what it will be printed as is: a figure left out is predicted with the noise of
an observation, and its band holds what it says where its place in the predictive distribution is uniform. A method is
of use where it also scores better than a random walk with drift, which smooths nothing.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from regioncodes.codes.calibration.foretold import METHODS, TASKS, foretold
from regioncodes.codes.calibration.left_out import WALK
from regioncodes.codes.codes import codes
from regioncodes.ground.code_names import CODES
from regioncodes.ground.options import Calibration, CodeYears, Derivative, Period
from regioncodes.ground.regions import leaf_regions
from regioncodes.statistics.clustered_means import clustered_ratio

ALL, CRISIS, WITHOUT_CRISIS = "all", "crisis", "without_crisis"
PUBLISHED, STUDY = SPANS = ("published", "study")
PROBABILITIES = (50, 80, 95)
BINS = 10
KEYS = ["task", "span", "method", "code"]
COLUMNS = [
    *KEYS,
    "years",
    "n",
    "regions",
    "coverage_50_percent",
    "coverage_80_percent",
    "coverage_95_percent",
    "coverage_95_lower",
    "coverage_95_upper",
    "width_95",
    "crps",
    "crps_to_walk",
    "crps_to_walk_lower",
    "crps_to_walk_upper",
    "mean_pit",
    "pit_distance",
    "bands",
    "against_walk",
    "status",
]


def codes_of_published_years(
    panel: pd.DataFrame, regions: pd.DataFrame, indicators: pd.DataFrame, *, mapping: dict, years: CodeYears
) -> pd.DataFrame:
    """The codes of one mapping in every year of the panel, as codes.codes makes them for the years of the study.

    Within the years of the study they differ from those by one constant a region and code, which no prediction hangs
    on: where an indicator begins is counted from another year.
    """
    every = replace(years, period=Period(int(panel["year"].min()), int(panel["year"].max())))
    return codes(panel, regions, indicators, mappings={"shown": mapping}, years=every)


def predictions_of_spans(
    series: pd.DataFrame, regions: pd.DataFrame, *, study: Period, calibration: Calibration, derivative: Derivative
) -> pd.DataFrame:
    """foretold.foretold for both spans, with the walk's score beside each (walk_crps, missing where it has none).

    series: of codes_of_published_years. span: `published`, all of them; `study`, the years of the study
    alone, as its bands are made. Regions do not overlap (leaf regions).
    """
    own = series[series["region"].isin(leaf_regions(regions))]
    spans = {PUBLISHED: own, STUDY: own[own["year"].between(study.first, study.last)]}
    found = pd.concat(
        [foretold(part, calibration.fewest_years, derivative).assign(span=span) for span, part in spans.items()],
        ignore_index=True,
    )
    cell = ["task", "span", "region", "code", "year"]
    walk = found.loc[found["method"] == WALK, [*cell, "crps"]].rename(columns={"crps": "walk_crps"})
    return found.merge(walk, on=cell, how="left", validate="many_to_one")


def calibration_of_bands(predicted: pd.DataFrame, crisis: Period) -> pd.DataFrame:
    """Coverage, width, score and places of every method by task, span, code and years.

    predicted: of predictions_of_spans. years: `all`, `crisis`, `without_crisis`, or one year. Coverage in per cent;
    width_95 and crps (lower is better) in SD; crps_to_walk over the figures that the walk predicts too. mean_pit is 0.5
    and pit_distance (the largest distance of the distribution of places from a uniform one) small where bands hold.
    Limits of 95 % allow for regions and years that move together; missing under five years.
    bands: `too_narrow` or `too_wide` where the limits of coverage_95 exclude 95, `hold` where they do not;
    against_walk: `better` or `worse` where the limits of crps_to_walk exclude 1, else `alike`; both `cannot_be_told`
    without limits.
    status: `estimated`, or `too_few_years` (no region has a series long enough to predict a figure of these years).
    """
    is_crisis = predicted["year"].between(crisis.first, crisis.last)
    of_years = {ALL: np.ones(len(predicted), dtype=bool), CRISIS: is_crisis, WITHOUT_CRISIS: ~is_crisis}
    of_years |= {str(year): predicted["year"] == year for year in sorted(predicted["year"].unique())}
    parts = {name: dict(list(predicted[chosen].groupby(KEYS[:3]))) for name, chosen in of_years.items()}
    nothing = predicted.iloc[:0]
    rows = []
    for task in TASKS:
        for span in SPANS:
            for method in METHODS:
                for code in (ALL, *CODES):
                    for years, groups in parts.items():
                        own = groups.get((task, span, method), nothing)
                        own = own if code == ALL else own[own["code"] == code]
                        if len(own) or (years, code) == (ALL, ALL):
                            keys = {"task": task, "span": span, "method": method, "code": code, "years": years}
                            rows.append(keys | _measures(own))
    return pd.DataFrame(rows).reindex(columns=COLUMNS)


def places_counted(predicted: pd.DataFrame) -> pd.DataFrame:
    """Histogram of places (PIT) by task, span, method and code: ten bins, each with n and its share in per cent."""
    both = pd.concat([predicted, predicted.assign(code=ALL)])
    both = both.assign(bin=np.minimum((both["place"] * BINS).astype(float) // 1, BINS - 1).astype(int))
    counted = both.groupby(KEYS)["bin"].value_counts().unstack("bin", fill_value=0)
    counted = counted.reindex(columns=range(BINS), fill_value=0).stack().rename("n").reset_index()
    total = counted.groupby(KEYS)["n"].transform("sum")
    ends = {"lower": counted["bin"] / BINS, "upper": (counted["bin"] + 1) / BINS}
    return counted.assign(**ends, share_percent=100 * counted["n"] / total)[
        [*KEYS, "lower", "upper", "n", "share_percent"]
    ]


def _measures(own: pd.DataFrame) -> dict:
    """One row's numbers."""
    if own.empty:
        return {"n": 0, "regions": 0, "bands": "cannot_be_told", "against_walk": "cannot_be_told"} | {
            "status": "too_few_years"
        }
    regions, years = own["region"].to_numpy(), own["year"].to_numpy()
    places = own["place"].to_numpy(dtype=float)
    inside = {percent: np.abs(2 * places - 1) <= percent / 100 for percent in PROBABILITIES}
    _, lower, upper = np.clip(clustered_ratio(100.0 * inside[95], np.ones(len(own)), regions, years), 0.0, 100.0)
    shared = own["walk_crps"].notna().to_numpy()
    scores = own[["crps", "walk_crps"]].to_numpy(dtype=float)[shared].T
    ratio, better, worse = clustered_ratio(*scores, regions[shared], years[shared])
    ordered, steps = np.sort(places), np.arange(len(places) + 1) / len(places)
    return {
        "n": len(own),
        "regions": own["region"].nunique(),
        **{f"coverage_{percent}_percent": 100 * hits.mean() for percent, hits in inside.items()},
        "coverage_95_lower": lower,
        "coverage_95_upper": upper,
        "width_95": own["width_95"].mean(),
        "crps": own["crps"].mean(),
        "crps_to_walk": ratio,
        "crps_to_walk_lower": better,
        "crps_to_walk_upper": worse,
        "mean_pit": places.mean(),
        "pit_distance": max((steps[1:] - ordered).max(), (ordered - steps[:-1]).max()),
        "bands": _told(lower, upper, 95.0, ("too_narrow", "too_wide", "hold")),
        "against_walk": _told(better, worse, 1.0, ("better", "worse", "alike")),
        "status": "estimated",
    }


def _told(lower: float, upper: float, bar: float, words: tuple[str, str, str]) -> str:
    """The word for limits below a bar, above it, or around it."""
    if not np.isfinite(lower) or not np.isfinite(upper):
        return "cannot_be_told"
    return words[0] if upper < bar else words[1] if lower > bar else words[2]
