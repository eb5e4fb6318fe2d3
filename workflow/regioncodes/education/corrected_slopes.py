"""Slopes of Figure 2 corrected for the noise of the education share, and what their tests could have seen."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from regioncodes.education.reliability import NoiseOfRegressor
from regioncodes.ground.options import Reliability
from regioncodes.statistics.errors_in_regressor import (
    CorrectedSlope,
    bounds_of_slope,
    corrected_panel_slope,
    corrected_slope,
)
from regioncodes.statistics.forms import Form, form_of
from regioncodes.statistics.gate import NO_CELLS, told
from regioncodes.statistics.power import (
    CANNOT_BE_TOLD,
    largest_slope_not_excluded,
    outcome_of_test,
    power,
    smallest_slope_seen,
)

CORRECTED_SLOPES = [
    "sample",
    "form",
    "source",
    "status",
    "n",
    "clusters",
    "first_year",
    "last_year",
    "reliability",
    "naive_slope",
    "standard_error",
    "degrees_of_freedom",
    "p_value",
    "corrected_slope",
    "set_kind",
    "set_lower_95",
    "set_upper_95",
    "lower_limit_95",
    "upper_limit_95",
    "direct_slope",
    "reverse_slope",
    "slope_of_figure",
    "smallest_slope_without_noise",
    "smallest_slope_seen",
    "power_without_noise_percent",
    "power_percent",
    "largest_not_excluded_percent",
    "size_holds",
    "test_outcome",
]


def corrected_slopes(
    cells: pd.DataFrame,
    noises: Sequence[NoiseOfRegressor],
    forms: Sequence[str],
    *,
    sample: str,
    slope_of_figure: float,
    size_holds: Mapping[str, bool],
    options: Reliability,
) -> pd.DataFrame:
    """Slope of one outcome on education by form and way to the noise, naive and corrected, with its power and outcome.

    cells: region, year, education_percent, value (in the unit and the prices of slope_of_figure), breaks (empty, or
    what changes its method in the year, to which no change leads) of one unit (sample `series`) or of the regions of a
    `panel`, each region and year once. noises: of these points
    (reliability.noises_of); points whose noise is not known are left out. forms: of statistics.forms. slope_of_figure:
    that of Figure 2 with the same outcome, unit and prices; of an outcome that adds up over regions it is no slope of a
    region, and logarithms are to be compared. size_holds: by form, whether the test's size does.
    Columns CORRECTED_SLOPES. Slopes in units of the outcome per percentage point. set_kind: `interval`, `outside`
    (below the lower or above the upper end), `all`; limits are one-sided, infinite where nothing limits.
    smallest_slope_seen: with the power of the options; power_percent: at slope_of_figure; both with the noise and
    without. test_outcome: statistics.power.OUTCOMES.
    """
    rows, forms_of_points = [], {}
    for noise in noises:
        own = _with_known_noise(cells, noise)
        facts = {"sample": sample, "source": noise.source, "n": len(own), "slope_of_figure": slope_of_figure}
        for name in forms:
            row = {**facts, "form": name, "size_holds": size_holds[name]}
            if own.empty:
                rows.append({**row, "status": NO_CELLS, "test_outcome": CANNOT_BE_TOLD})
                continue
            key = (name, *own.index)
            if key not in forms_of_points:
                where = (own["region"].to_numpy(), own["year"].to_numpy())
                forms_of_points[key] = form_of(*where, name, own["breaks"].ne("").to_numpy())
            found = _corrected(forms_of_points[key], own, noise, sample)
            numbers = _numbers(forms_of_points[key], own, found, slope_of_figure, size_holds[name], options)
            rows.append({**row, **numbers, "status": noise.status or told(str(found.status))})
    whole = dict.fromkeys(["n", "clusters", "first_year", "last_year", "degrees_of_freedom"], "Int64")
    return pd.DataFrame(rows, columns=CORRECTED_SLOPES).astype(whole)


def _with_known_noise(cells: pd.DataFrame, noise: NoiseOfRegressor) -> pd.DataFrame:
    """Cells with both figures whose noise is known, sorted, with its weights."""
    at = pd.MultiIndex.from_frame(cells[["region", "year"]])
    own = cells.assign(weight=noise.weights.reindex(at).to_numpy(float))
    return own.dropna(subset=["education_percent", "value", "weight"]).sort_values(["region", "year"])


def _corrected(form: Form, own: pd.DataFrame, noise: NoiseOfRegressor, sample: str) -> CorrectedSlope:
    points, weights = _points(own), own["weight"].to_numpy(float)
    error = noise.standard_error if np.isfinite(noise.standard_error) else 0.0
    if sample == "series":
        return corrected_slope(form, *points, noise.noise_variance, error, weights=weights)
    if noise.influences is None:
        return corrected_panel_slope(form, *points, noise.noise_variance, 0.0, error, weights=weights)
    own_regions = np.unique(form.regions)
    influences = noise.influences.reindex(own_regions).fillna(0.0).to_numpy()
    elsewhere = np.sqrt(np.sum(noise.influences.drop(own_regions, errors="ignore") ** 2))
    return corrected_panel_slope(form, *points, noise.noise_variance, influences, elsewhere, weights=weights)


def _numbers(
    form: Form,
    own: pd.DataFrame,
    found: CorrectedSlope,
    slope_of_figure: float,
    size_holds: bool,
    options: Reliability,
) -> dict:
    direct, reverse = bounds_of_slope(form, *_points(own))
    error, degrees, kept = found.standard_error, found.degrees_of_freedom, found.reliability
    seen = [smallest_slope_seen(error, degrees, share=options.power, reliability=one) for one in (1.0, kept)]
    strength = [100 * power(slope_of_figure * one, error, degrees) for one in (1.0, kept)]
    outcome = outcome_of_test(
        slope=found.naive_slope,
        p_value=found.p_value,
        size_holds=size_holds,
        lower_limit=found.lower_limit,
        upper_limit=found.upper_limit,
        reliability=kept,
        slope_of_figure=slope_of_figure,
        share_of_slope=options.share_of_slope,
        minimum_reliability=options.minimum_reliability,
    )
    return {
        "clusters": own["region"].nunique(),
        "first_year": own["year"].min(),
        "last_year": own["year"].max(),
        "reliability": float(kept),
        "naive_slope": float(found.naive_slope),
        "standard_error": float(error),
        "degrees_of_freedom": degrees,
        "p_value": float(found.p_value),
        "corrected_slope": float(found.slope),
        "set_kind": str(found.set_95.kind),
        "set_lower_95": float(found.set_95.lower),
        "set_upper_95": float(found.set_95.upper),
        "lower_limit_95": float(found.lower_limit),
        "upper_limit_95": float(found.upper_limit),
        "direct_slope": float(direct),
        "reverse_slope": float(reverse),
        "smallest_slope_without_noise": float(seen[0]),
        "smallest_slope_seen": float(seen[1]),
        "power_without_noise_percent": float(strength[0]),
        "power_percent": float(strength[1]),
        "largest_not_excluded_percent": float(
            largest_slope_not_excluded(found.lower_limit, found.upper_limit, slope_of_figure)
        ),
        "test_outcome": str(outcome),
    }


def _points(own: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return own["education_percent"].to_numpy(float), own["value"].to_numpy(float)
