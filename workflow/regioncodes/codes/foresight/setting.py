"""All that was known at the origins, all that came, and the trials made of both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from regioncodes.codes.foresight.as_published import printed_editions, values_at
from regioncodes.codes.foresight.bands import bands_judged
from regioncodes.codes.foresight.district_origins import district_origins
from regioncodes.codes.foresight.estimates import Estimates
from regioncodes.codes.foresight.final_series import YearlyCodes, codes_as_target, final_codes, formulas_of_all_years
from regioncodes.codes.foresight.histories import (
    Information,
    Study,
    code_predictors,
    codes_of_origins,
    formula_predictors,
    growth_rivals,
    left_out_terms,
    series_at,
    shuffled_predictors,
    single_indicators,
)
from regioncodes.codes.foresight.lags import lag_of, without_lag
from regioncodes.codes.foresight.names import (
    AS_PUBLISHED,
    CODES_TARGET,
    DRIVERS,
    FORMULAS,
    LAGGED,
    NOT_IN_VINTAGE,
    PLACEBO,
    PRODUCT,
    WHOLE,
    WITHOUT_LAG,
)
from regioncodes.codes.foresight.origins import Figures, codes_at, deals, lag_of_codes
from regioncodes.codes.foresight.targets import TARGETS, Series, Target, later, past, series_of
from regioncodes.codes.foresight.trials import Predictor, Trial, trial
from regioncodes.ground.options import Derivative, Foresight, Formulas

# Whose mean stands in the tables: one alone may be lucky.
SHUFFLES = 5

LabelledTrial = tuple[str, str, Trial]  # figures, target


@dataclass(frozen=True, eq=False)
class Setting:
    """newest: the figures with their lags, in the newest edition."""

    newest: Figures
    options: Foresight
    formulas: Formulas
    derivative: Derivative

    @cached_property
    def final(self) -> YearlyCodes:
        """The codes in all years of today, nothing left out."""
        return final_codes(self.prompt)

    @cached_property
    def prompt(self) -> Figures:
        """The figures as if each were out at the end of its year."""
        return replace(self.newest, lags=without_lag(self.newest.lags))

    @cached_property
    def outcomes(self) -> dict[str, Series]:
        """What came, by target: those of the study, and the change of the codes themselves."""
        own = self.newest
        found = {
            name: series_of(target, own.panel, own.values, own.leaves, own.lags) for name, target in TARGETS.items()
        }
        without = left_out_terms(own, TARGETS[PRODUCT])
        codes = final_codes(self.prompt, without)
        return found | {CODES_TARGET: codes_as_target(codes, own.leaves, lag_of_codes(own, without) or 0)}

    @cached_property
    def study(self) -> Study:
        """The origins: from the first to the last after which some target has a year."""
        lasts = [own.last for own in self.outcomes.values() if own.last is not None]
        last = max([*(year - min(self.options.horizons) for year in lasts), self.options.first_origin])
        origins = np.arange(self.options.first_origin, last + 1)
        return Study(origins, self.options.window_years, self.formulas, self.derivative)

    @cached_property
    def lagged(self) -> Information:
        """What was out by the publication lags."""
        return self._always(LAGGED, self.newest)

    def _always(self, label: str, figures: Figures) -> Information:
        at = {int(origin): figures for origin in self.study.origins}
        return Information(label, at, figures.leaves, figures.lags)

    @cached_property
    def shown(self) -> Estimates:
        """The codes as the study would have printed them, with bands; T × R."""
        return codes_of_origins(self.lagged, self.study, frozenset(), with_bands=True)

    def trials(self, revisions: pd.DataFrame, sources: pd.DataFrame, seed: int) -> Iterator[LabelledTrial]:
        """Every trial: all targets with lags, the primary one without, the product's growth as published then."""
        for name in TARGETS:
            yield from self._trials(
                self.lagged, name, self._shuffled(seed) | single_indicators(self.lagged, self.study)
            )
        yield from self._other_direction()
        prompt = self._always(WITHOUT_LAG, self.prompt)
        yield from self._trials(prompt, self.options.primary_target, single_indicators(prompt, self.study))
        yield from self._trials(self._vintages(revisions, sources), PRODUCT, {})

    def _trials(self, known: Information, name: str, more: Mapping[str, Predictor]) -> Iterator[LabelledTrial]:
        """One target over all horizons. more: predictors that hang on neither target nor horizon."""
        target, outcome = TARGETS[name], self.outcomes[name]
        codes = self._code_predictors(known, target)
        series = series_at(known, target)
        lag = lag_of(target.needed, known.lags)
        for horizon in self.options.horizons:
            predictors = codes | growth_rivals(series, self.study, horizon, len(known.leaves), known.absent) | more
            yield known.label, name, self._trial(outcome, horizon, lag, predictors)

    def _trial(self, outcome: Series, horizon: int, lag: int, predictors: Mapping[str, Predictor]) -> Trial:
        came = np.stack([later(outcome.yearly, int(origin), horizon) for origin in self.study.origins])
        options = {"origins": self.study.origins, "horizon": horizon, "lag": lag}
        return trial(came, predictors, is_published=outcome.last is not None, **options)

    def _code_predictors(self, known: Information, target: Target) -> dict[str, Predictor]:
        """The codes without what is the target, and where that leaves a term out both formulas with it."""
        without = left_out_terms(self.newest, target)
        whole = self._estimates(known, frozenset())
        if not without:
            return code_predictors(whole, known)
        own = self._estimates(known, without)
        return code_predictors(own, known) | formula_predictors(whole, known, WHOLE)

    def _estimates(self, known: Information, without: frozenset[str]) -> Estimates:
        if known is self.lagged and not without:
            return self.shown
        if (key := (known.label, without)) not in self._made:
            self._made[key] = codes_of_origins(known, self.study, without)
        return self._made[key]

    @cached_property
    def _made(self) -> dict[tuple, Estimates]:
        return {}

    def _shuffled(self, seed: int) -> dict[str, Predictor]:
        """Codes of indicators that were dealt to other regions by chance: the same ones for all targets."""
        if (LAGGED, SHUFFLES) not in self._made:
            ways = deals(self.newest, self.options.first_origin, seed, SHUFFLES)
            made = [codes_of_origins(self.lagged, self.study, frozenset(), deal=deal) for deal in ways]
            self._made[LAGGED, SHUFFLES] = made
        return shuffled_predictors(self._made[LAGGED, SHUFFLES], self.lagged)

    def _other_direction(self) -> Iterator[LabelledTrial]:
        """Growth that foretells the codes, and the cumulative effect of Code NID on them.

        What came is of the codes of today; what was known of them, of the codes as they stood at the origin.
        """
        outcome, without = self.outcomes[CODES_TARGET], left_out_terms(self.newest, TARGETS[PRODUCT])
        codes = code_predictors(self._estimates(self.lagged, without), self.lagged)
        known = self._codes_known(without)
        for horizon in self.options.horizons:
            drivers = {
                name: Predictor(np.stack([past(self.outcomes[target], t, horizon) for t in known]), PLACEBO, True)
                for name, target in DRIVERS.items()
            }
            rivals = growth_rivals(known, self.study, horizon, len(self.lagged.leaves))
            own = {name: codes[name] for name in FORMULAS}
            yield LAGGED, CODES_TARGET, self._trial(outcome, horizon, outcome.lag, own | drivers | rivals)

    def _codes_known(self, without: frozenset[str]) -> dict[int, Series | None]:
        """The sum of the codes as it stood at each origin, None where they cannot exist."""
        own, lag = self.newest, lag_of_codes(self.newest, without)
        found: dict[int, Series | None] = dict.fromkeys(map(int, self.study.origins))
        for origin in found if lag is not None else []:
            years = np.arange(origin - lag - self.study.window + 1, origin - lag + 1)
            values = codes_at(own, origin, origin - lag, self.study.window, without)
            found[origin] = codes_as_target(YearlyCodes(values, years), own.leaves, lag)
        return found

    def _vintages(self, revisions: pd.DataFrame, sources: pd.DataFrame) -> Information:
        """Figures with the product as it was published by each origin; none where that edition lacks the year."""
        own, names = self.newest, sorted(TARGETS[PRODUCT].own)
        printed = printed_editions(own.panel, revisions, sources, names)
        found: dict[int, Figures | None] = {}
        for origin in map(int, self.study.origins):
            last = origin - own.lags[TARGETS[PRODUCT].indicator]
            values = values_at(own.values, printed, origin)
            has_year = set(names) <= set(
                values[values.index.get_level_values("year") == last].index.unique("indicator")
            )
            found[origin] = replace(own, values=values) if has_year else None
        return Information(AS_PUBLISHED, found, own.leaves, own.lags, NOT_IN_VINTAGE)

    def bands(self, primary: list[Trial]) -> pd.DataFrame:
        """Bands and probabilities of the origins judged by what came. primary: trials of the primary target."""
        by_name = {"estimate": "formulas", "lower": "lower", "upper": "upper", "above": "above"}
        shown = {name: getattr(self.shown, part) for name, part in by_name.items()}
        return bands_judged(shown, self._of_all_years, {own.horizon: own.later for own in primary}, self.study.origins)

    def of_district(self, regions: list[str], primary: list[Trial]) -> pd.DataFrame:
        """The rows of district_origins of some regions. primary: as for bands."""
        leaves, lag = self.newest.leaves, lag_of_codes(self.newest)
        return district_origins(regions, leaves, self.study, lag, self.shown, self._of_all_years, primary)

    @cached_property
    def _of_all_years(self) -> np.ndarray:
        years = self.study.origins - (lag_of_codes(self.newest) or 0)
        return formulas_of_all_years(self.final, self.study, years, self.derivative.edge_years)
