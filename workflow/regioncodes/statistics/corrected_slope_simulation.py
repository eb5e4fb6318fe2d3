"""Corrected slopes where the truth is known: bias, coverage, and how often each outcome of a test is told."""

from itertools import product

import numpy as np
import pandas as pd

from regioncodes.statistics.errors_in_regressor import (
    INTERVAL,
    OUTSIDE,
    CorrectedSlope,
    corrected_panel_slope,
    corrected_slope,
)
from regioncodes.statistics.forms import Form, form_of
from regioncodes.statistics.noise_variance import Noise, noise_design, noise_of
from regioncodes.statistics.power import OUTCOMES, outcome_of_test, smallest_slope_seen

SIMULATION = [
    "sample",
    "form",
    "common_factor",
    "true_slope_percent",
    "reliability_of_changes",
    "draws",
    "reliability",
    "naive_slope_percent",
    "corrected_slope_percent",
    "without_number_percent",
    "coverage_percent",
    "without_end_percent",
    "smallest_slope_seen_percent",
    *(f"{outcome}_percent" for outcome in OUTCOMES),
]
FORMS = {"series": ("first_differences",), "panel": ("region_year_effects", "first_differences_year_effects")}
# Regions of the panel and years of both, about those of the study.
REGIONS, YEARS = 80, 9
TRUE_SLOPES = (0.0, 0.5, 1.0)
RELIABILITIES = (0.1, 0.5, 0.9)
# Assumption: yearly shocks of the response, in units of Figure 2's slope times a step of the regressor.
SHOCKS = {"series": 0.5, "panel": 3.0}
# Assumption: the standard error of a noise variance that comes from elsewhere, as a share of it (measured: 0.23).
NOISE_ERROR = 0.2
# Assumption: spread of the regions' loadings on the common factor; year effects take out the mean of 1, not this.
SPREAD_OF_LOADINGS = 0.5


def simulated_slopes(
    *, draws: dict[str, int], share_of_slope: float, minimum_reliability: float, power: float, seed: int
) -> pd.DataFrame:
    """Columns SIMULATION, one row for each sample, form, common factor, true slope and reliability of changes.

    draws: by sample, `series` (one of nine years, noise variance known with an error of a fifth) or `panel` (80
    regions, noise variance from its own autocovariances). True changes and shocks are independent normal steps, the
    regressor has noise on its levels; with a common factor each has one more walk that all regions share, at unequal
    loadings. Slopes in per cent of Figure 2's, which is 100: means of the naive, medians of the corrected ones where
    there is a number. coverage_percent: sets that hold the true slope, of those that exist. Tests are taken to hold
    their size. power: with which the smallest slope is seen, a median over the draws.
    """
    rules = {"share_of_slope": share_of_slope, "minimum_reliability": minimum_reliability}
    scenarios = [("series", False), ("panel", False), ("panel", True)]
    regions, years = np.repeat(np.arange(REGIONS), YEARS), np.tile(np.arange(YEARS), REGIONS)
    points = {"series": (np.zeros(YEARS), np.arange(YEARS)), "panel": (regions, years)}
    forms = {(sample, name): form_of(*points[sample], name) for sample, names in FORMS.items() for name in names}
    design = noise_design(regions, years)
    rows = []
    for (sample, factor), kept in product(scenarios, RELIABILITIES):
        # The same walks for every slope, so that rows differ by the slope alone.
        generator = np.random.default_rng([seed, len(sample), factor, round(100 * kept)])
        shape = (draws[sample], REGIONS if sample == "panel" else 1)
        true, shocks, unit_noise = _walks(shape, SHOCKS[sample], factor, generator)
        noise_variance = (1 - kept) / kept / 2
        seen = (true + np.sqrt(noise_variance) * unit_noise).reshape(shape[0], -1)
        elsewhere = noise_variance * generator.normal(1.0, NOISE_ERROR, shape[0])
        noise = noise_of(design, seen) if sample == "panel" else elsewhere
        for form, slope in product(FORMS[sample], TRUE_SLOPES):
            response = (slope * true + shocks).reshape(shape[0], -1)
            found = _found(forms[sample, form], seen, response, noise)
            facts = {"sample": sample, "form": form, "common_factor": factor, "reliability_of_changes": kept}
            rows.append({**facts, **_rates(found, slope, rules, power)})
    return pd.DataFrame(rows)[SIMULATION]


def _walks(shape: tuple[int, int], shock: float, factor: bool, generator: np.random.Generator):
    """True regressor, shocks of the response and unit noise, each (draws, regions, years)."""
    whole = (*shape, YEARS)
    true, shocks = (np.cumsum(generator.normal(size=whole), axis=-1) for _ in range(2))
    noise = generator.normal(size=whole)
    if factor:
        # The hardest case: the regions that one common walk moves most, the other moves most too.
        loadings = generator.normal(1.0, SPREAD_OF_LOADINGS, (*shape, 1))
        common = np.cumsum(generator.normal(size=(2, shape[0], 1, YEARS)), axis=-1)
        true, shocks = true + loadings * common[0], shocks + loadings * common[1]
    return true, shock * shocks, noise


def _found(form: Form, regressor: np.ndarray, response: np.ndarray, noise: Noise | np.ndarray) -> CorrectedSlope:
    if isinstance(noise, Noise):
        return corrected_panel_slope(form, regressor, response, noise.noise_variance, noise.influences)
    return corrected_slope(form, regressor, response, noise, NOISE_ERROR * np.abs(noise))


def _rates(found: CorrectedSlope, slope: float, rules: dict[str, float], share: float) -> dict[str, float]:
    ends = found.set_95
    inside = (ends.lower <= slope) & (slope <= ends.upper)
    held = np.where(ends.kind == OUTSIDE, (slope <= ends.lower) | (slope >= ends.upper), inside)
    there = found.status == ""
    seen = (found.standard_error, found.degrees_of_freedom)
    smallest = smallest_slope_seen(*seen, share=share, reliability=found.reliability)
    told = outcome_of_test(
        slope=found.naive_slope,
        p_value=found.p_value,
        size_holds=True,
        lower_limit=found.lower_limit,
        upper_limit=found.upper_limit,
        reliability=found.reliability,
        slope_of_figure=1.0,
        **rules,
    )
    return {
        "true_slope_percent": 100 * slope,
        "draws": len(there),
        "reliability": np.median(found.reliability[there]) if there.any() else np.nan,
        "naive_slope_percent": 100 * np.mean(found.naive_slope),
        "corrected_slope_percent": 100 * np.median(found.slope[there]) if there.any() else np.nan,
        "without_number_percent": 100 * np.mean(~there),
        "coverage_percent": 100 * np.mean(held[there]) if there.any() else np.nan,
        "without_end_percent": 100 * np.mean(ends.kind[there] != INTERVAL) if there.any() else np.nan,
        "smallest_slope_seen_percent": 100 * np.median(smallest[there]) if there.any() else np.nan,
        **{f"{outcome}_percent": 100 * np.mean(told == outcome) for outcome in OUTCOMES},
    }
