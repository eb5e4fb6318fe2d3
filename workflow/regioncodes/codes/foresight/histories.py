"""Predictors at every origin, origins × regions: the codes as they stood then, and their rivals."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.codes.codes import needed_indicators
from regioncodes.codes.foresight.estimates import Estimates, estimates
from regioncodes.codes.foresight.lags import Lags, lag_of
from regioncodes.codes.foresight.names import (
    AUTOREGRESSION,
    CONDITION,
    DESCRIPTIVE,
    EDUCATION,
    FORMULAS,
    LEVEL,
    NO_FIGURES_OUT,
    PAST_GROWTH,
    RIVAL,
    SHUFFLED,
    TECHNOLOGIES,
    TOO_FEW_INDICATORS,
    YEARS_MEAN,
)
from regioncodes.codes.foresight.origins import Deal, Figures, codes_at, lag_of_codes
from regioncodes.codes.foresight.rivals import shrunk_forecast
from regioncodes.codes.foresight.targets import Series, Target, last_known, past, series_of
from regioncodes.codes.foresight.trials import Predictor
from regioncodes.ground.code_names import CODES, DYNAMIC_CODES
from regioncodes.ground.options import Derivative, Formulas

# Rivals that are one indicator alone: its last figure, over what it is divided by, as log(1 + x) where it is a count.
ALONE = {EDUCATION: ("employed_higher_education_share", ""), TECHNOLOGIES: ("adv_tech_used", "employment_avg")}


class Study(NamedTuple):
    """What all trials share. origins: T in a row; window: years behind a code, and behind a rival."""

    origins: np.ndarray
    window: int
    formulas: Formulas
    derivative: Derivative


class Information(NamedTuple):
    """What was known at each origin. at: the figures, None where there are none; absent: the status that says so."""

    label: str
    at: dict[int, Figures | None]
    leaves: list[str]
    lags: Lags
    absent: str = NO_FIGURES_OUT


def left_out_terms(figures: Figures, target: Target) -> frozenset[str]:
    """Indicators of a target that some term of the codes needs: which code is held against it."""
    needed = set().union(*(needed_indicators(term) for term in figures.terms.values()))
    return target.own & needed


def codes_of_origins(
    known: Information, study: Study, without: frozenset[str], *, deal: Deal | None = None, with_bands: bool = False
) -> Estimates:
    """The estimates of the last year that was out at each origin, T × R × what estimates.Estimates has."""
    found = []
    for origin, figures in known.at.items():
        lag = None if figures is None else lag_of_codes(figures, without)
        if lag is None:
            found.append([np.full((len(known.leaves), size), np.nan) for size in (3, 3, 2, 2, 2, 2)])
            continue
        codes = codes_at(figures, origin, origin - lag, study.window, without, deal)
        end = np.array([study.window - 1])
        own = estimates(codes, end, study.formulas, study.derivative, with_bands=with_bands)
        found.append([part[..., 0] for part in own])
    return Estimates(*(np.stack(parts) for parts in zip(*found, strict=True)))


def code_predictors(own: Estimates, known: Information) -> dict[str, Predictor]:
    """Code ID and Code NID, the article's condition, the dynamic codes and the levels, as predictors."""
    is_possible = any(figures is not None for figures in known.at.values()) and np.isfinite(own.levels).any()
    absent = known.absent if is_possible or known.absent != NO_FIGURES_OUT else TOO_FEW_INDICATORS
    parts = {name: (own.formulas[..., place], True) for place, name in enumerate(FORMULAS)}
    both = (own.formulas > 0).all(axis=2)
    parts[CONDITION] = (np.where(np.isfinite(own.formulas).all(axis=2), both, np.nan), True)
    parts |= {DYNAMIC_CODES[code]: (own.rates[..., place], True) for place, code in enumerate(CODES)}
    parts |= {code: (own.levels[..., place], False) for place, code in enumerate(CODES)}
    return {name: Predictor(values, DESCRIPTIVE, zero, absent) for name, (values, zero) in parts.items()}


def formula_predictors(own: Estimates, known: Information, ending: str) -> dict[str, Predictor]:
    """Code ID and Code NID under other names."""
    found = code_predictors(own, known)
    return {f"{name}{ending}": found[name] for name in FORMULAS}


def shuffled_predictors(own: Iterable[Estimates], known: Information) -> dict[str, Predictor]:
    """Codes whose indicators were dealt to other regions, numbered: `shuffled_code_id 0` and so on."""
    found = {}
    for number, one in enumerate(own):
        for name in FORMULAS:
            found[f"{SHUFFLED}{name} {number}"] = code_predictors(one, known)[name]._replace(role=RIVAL)
    return found


def series_at(known: Information, target: Target) -> dict[int, Series | None]:
    """A target as it was known at each origin: made once where origins share their figures."""
    made: dict[int, Series] = {}
    found = {}
    for origin, own in known.at.items():
        if own is not None and id(own) not in made:
            made[id(own)] = series_of(target, own.panel, own.values, own.leaves, own.lags)
        found[origin] = None if own is None else made[id(own)]
    return found


def growth_rivals(
    series: dict[int, Series | None], study: Study, horizon: int, count: int, absent: str = NO_FIGURES_OUT
) -> dict[str, Predictor]:
    """What the target's own past foretells: nothing, its growth, its level and both shrunk.

    past_growth: over as many years as are foretold, the last ones out. level: the last one out of the window. count: R.
    """
    nothing = np.full(count, np.nan)
    made: dict[str, list[np.ndarray]] = {name: [] for name in (YEARS_MEAN, PAST_GROWTH, LEVEL, AUTOREGRESSION)}
    for origin, own in series.items():
        if own is None:
            for parts in made.values():
                parts.append(nothing)
            continue
        made[YEARS_MEAN].append(np.zeros(count))
        made[PAST_GROWTH].append(past(own, origin, horizon))
        made[LEVEL].append(last_known(own.level, origin - own.level_lag, study.window))
        last = origin - own.lag
        foretold = shrunk_forecast(own.yearly, last, study.window, own.lag, horizon) if own.last else nothing
        made[AUTOREGRESSION].append(foretold)
    return {name: Predictor(np.stack(parts), RIVAL, absent=absent) for name, parts in made.items()}


def single_indicators(known: Information, study: Study) -> dict[str, Predictor]:
    """Education alone and technologies alone: the last figure out of the window, none where it was not read."""
    return {
        name: Predictor(np.stack([_alone(own, origin, study, *ALONE[name]) for origin, own in known.at.items()]))
        for name in ALONE
    }


def _alone(figures: Figures, origin: int, study: Study, indicator: str, per: str) -> np.ndarray:
    needed = {indicator, per} - {""}
    if not needed <= set(figures.values.index.unique("indicator")):
        return np.full(len(figures.leaves), np.nan)
    wide = {name: figures.values.loc[name].unstack("region").reindex(columns=figures.leaves) for name in needed}
    frame: pd.DataFrame = np.log1p(wide[indicator] / wide[per]) if per else wide[indicator]
    return last_known(frame, origin - lag_of(needed, figures.lags), study.window)
