"""The choices of the study, checked before anything runs."""

import datetime
import json
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field, ValidationError, model_validator

from regioncodes.ground.choices import unlike, unserved, untouched
from regioncodes.ground.config_codes import Codes, Period, Strict, Validity
from regioncodes.ground.config_values import (
    Autocorrelations,
    Distinct,
    District,
    Edition,
    Education,
    Indicator,
    Positive,
    Range,
    Region,
    Year,
    refusal,
)
from regioncodes.ground.errors import raise_problems
from regioncodes.ground.regions import LEVELS

Method = Literal[
    "gaussian_process", "central_difference", "savitzky_golay", "local_polynomial", "smoothing_spline", "kalman"
]


class Derivative(Strict):
    """How the rates of the codes are estimated."""

    methods: Distinct[Method] = Field(min_length=1, description="the first is shown in the exhibits")
    length_scale_years: Range = Field(description="range of the Gaussian process's length scale")
    noise_to_signal: Range = Field(description="range of noise to signal, standard deviations")
    grid: int = Field(ge=2, le=60, description="points on each axis of the grid")
    edge_years: int = Field(ge=0, description="first and last years that are flagged as edges")


class Simulation(Strict):
    """Known curves under noise, on which every method of the derivative is tried."""

    years: Distinct[Annotated[int, Field(ge=5, le=60)]] = Field(min_length=1, description="lengths of the series")
    noise_sd: Distinct[Positive] = Field(min_length=1, description="noise of the observations, in SD of the curve")
    replications: int = Field(ge=2, description="noisy series for each curve, length and noise")
    units: int = Field(ge=20, description="units of three codes for each truth of the joint process")


class Calibration(Strict):
    """Figures of real series left out and predicted from the rest."""

    # With fewer the joint process of three codes has a prediction without a variance.
    fewest_years: int = Field(ge=7, le=60, description="observations that a prediction is made from")
    crisis: Period = Field(description="years that are shown by themselves")
    simulated_series: int = Field(ge=20, description="series drawn from the prior of the length scale")


class Formulas(Strict):
    """Formula (1) and Formula (2) of the article."""

    periods: int = Field(ge=0, description="n of Formula (2): periods before the current one")
    memory_years: Positive = Field(description="τ of the memory reading: weights exp(−j/τ)")
    draws: int = Field(ge=100, description="points behind the ranks; draws behind bands of positive parts and signs")


class Sensitivity(Strict):
    """Other choices under which Code NID is computed again, one at a time, beside those that need no list."""

    base_periods: Distinct[Period] = Field(description="base periods of the standardisation")
    price_base_years: Distinct[Year] = Field(description="years of the constant prices")
    periods: Distinct[Annotated[int, Field(ge=0)]] = Field(description="n of Formula (2)")
    memory_years: Distinct[Positive] = Field(description="τ of the memory reading")


class Multiverse(Strict):
    """All choices at once: those of `sensitivity`, mappings, weights, scaling, breaks, deflators, readings together."""

    sample: int = Field(
        ge=100, description="combinations of each formula, no two alike, that every level of every choice is in alike"
    )


class Size(Strict):
    """How often a test finds a relation between unrelated walks with a trend."""

    drift_sd: float = Field(ge=0, description="mean yearly step of the walks, in standard deviations of a step")
    draws: int = Field(ge=20, description="pairs of series for each number of years that is used")
    district_draws: int = Field(ge=20, description="pairs of panels of the district's regions for each length")
    country_draws: int = Field(ge=20, description="pairs of panels of the country's regions for each length")


class Specifications(Strict):
    """The specification curve of Figure 2 and its joint test."""

    periods: Distinct[Period] = Field(min_length=1, description="periods that are tried, each where the data cover it")
    draws: int = Field(ge=10, description="orders of the yearly steps of the regressor in the joint test")


class Cointegration(Strict):
    """The test whether outcomes and education of all regions are held together."""

    draws: int = Field(ge=99, description="unrelated panels, and related ones for each strength of their pull")


class SlopeDraws(Strict):
    """How often each scenario of the corrected slopes is drawn."""

    series: int = Field(ge=20, description="series of the district")
    panel: int = Field(ge=20, description="panels of regions")


class Reliability(Strict):
    """Noise in the share of educated employed, and what a test must be able to see."""

    minimum_reliability: float = Field(gt=0, lt=1, description="reliability below which a test excludes nothing")
    change_autocorrelation: Autocorrelations = Field(
        description="range of the autocorrelation of the true yearly changes, for bounds"
    )
    design_effect: float = Field(ge=1, le=20, description="variance of the labour survey over that of a simple sample")
    share_of_slope: float = Field(
        gt=0, le=1, description="share of Figure 2's slope; where the limit lies below it, a relation is excluded"
    )
    power: float = Field(gt=0.05, lt=1, description="power with which the smallest slope is seen")
    draws: SlopeDraws = Field(description="of every scenario in which the true slope is known")


class Correlation(Strict):
    """The regressions of Figure 2."""

    edition: Edition = Field(description="figures as this edition prints them, or newest")
    regressor: Education = Field(description="x of the panels: the measure of education of which their texts speak")
    outcomes: Distinct[Indicator] = Field(min_length=1, description="y of the panels, in their order")
    real_prices: dict[Indicator, Literal["cpi", "volume"]] = Field(
        description="by outcome in roubles the real form that decides: consumer prices (where not said), or its own "
        "volume index of data/reference/indicators.csv"
    )
    wild_draws: int = Field(ge=99, description="of the wild bootstrap where clusters are too many to enumerate")
    size: Size = Field(description="the tests on data in which there is nothing to find")
    placebo_walks: int = Field(ge=100, description="independent trending walks that education is held against")
    cointegration: Cointegration = Field(description="the test whether outcomes and education are held together")
    scenario_draws: int = Field(ge=100, description="draws of education in the years without a published figure")
    scenario_guide: Indicator = Field(description="indicator of the country that guides education in those years")
    specifications: Specifications = Field(description="the specification curve")
    reliability: Reliability = Field(description="noise of the regressor, power and equivalence")

    @model_validator(mode="after")
    def _is_not_explained_by_itself(self):
        if self.regressor in self.outcomes:
            raise ValueError(f"outcomes hold the regressor, {self.regressor!r}; any other indicator is allowed")
        return self


Bases = Annotated[Distinct[Annotated[int, Field(ge=1)]], Field(min_length=1)]


class CandidateBases(Strict):
    """Numbers of respondents against which the shares of each printed table are held."""

    table_1: Bases = Field(description="of Table 1")
    table_2: Bases = Field(description="of Table 2")
    sample_group: Bases = Field(description="of the sample by group")
    sample_company_size: Bases = Field(description="of the companies by size")
    sample_occupation: Bases = Field(description="of the respondents by occupation")


class Granularity(Strict):
    """The check of printed shares against whole numbers of respondents (GRIM)."""

    candidate_bases: CandidateBases = Field(description="bases to try, by table")
    lowest_base: int = Field(ge=1, description="the search for fitting bases starts here")
    highest_base: int = Field(ge=1, description="and ends here")

    @model_validator(mode="after")
    def _in_order(self):
        if self.lowest_base > self.highest_base:
            found = f"lowest_base {self.lowest_base} is above highest_base {self.highest_base}"
            raise ValueError(f"{found}; lowest ≤ highest is allowed")
        return self


class Values(Strict):
    """The scores of values by group of respondents."""

    draws: int = Field(ge=20, description="bootstrap draws behind the intervals of a group")
    minimum_n: int = Field(ge=1, description="respondents of a group, below which its numbers are not shown")


class Config(Strict):
    """Choices of the study."""

    district: District = Field(
        description="the district whose regions are studied: its code, its English word (ural, siberian, …), or all"
    )
    years: Period = Field(description="period of the study")
    vintage: Literal["newest"] | datetime.date = Field(
        description="newest, or a day: the newest edition published by then"
    )
    languages: Distinct[Literal["en", "ru"]] = Field(min_length=1, description="languages of the exhibits")
    passports: Literal["district", "all"] | Annotated[Distinct[Region], Field(min_length=1)] = Field(
        description="regions that get a passport: those of the district, all of Russia, or a list of codes"
    )
    seed: int = Field(ge=0, description="the one seed of every random number")
    codes: Codes = Field(description="the defining codes")
    derivative: Derivative = Field(description="their rates")
    simulation: Simulation = Field(description="how good the rates are where the truth is known")
    calibration: Calibration = Field(description="whether the bands hold what they say, on the real series")
    formulas: Formulas = Field(description="Formula (1) and Formula (2)")
    sensitivity: Sensitivity = Field(description="other choices, to see how much each moves the result")
    multiverse: Multiverse = Field(description="all choices at once, to see which results hold in nearly all of them")
    validity: Validity = Field(description="what the dynamic codes should agree with")
    correlation: Correlation = Field(description="Figure 2")
    granularity: Granularity = Field(description="which bases the article's printed shares can have")
    values: Values = Field(description="scores of Inglehart and Welzel")

    @model_validator(mode="after")
    def _simulated_series_have_inner_years(self):
        least = 2 * self.derivative.edge_years + 1
        for count in self.simulation.years:
            if count < least:
                edges = f"{self.derivative.edge_years} years at either end are edges (derivative.edge_years)"
                raise ValueError(f"simulation.years: {count} found; {least} or more is allowed, as {edges}")
        return self

    @model_validator(mode="after")
    def _units_of_three_codes_have_years_enough(self):
        years = sorted(self.simulation.years)
        middle, least = years[(len(years) - 1) // 2], 7
        if middle < least:
            why = "as the joint process of three codes needs them"
            raise ValueError(f"simulation.years: {middle} found in the middle; {least} or more is allowed, {why}")
        return self


def checked(
    config: dict[str, Any],
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    sources: pd.DataFrame,
    tables: pd.DataFrame | None = None,
    breaks: pd.DataFrame | None = None,
) -> dict[str, Any]:
    """The config with defaults filled in, as plain values.

    tables: lines of data/reference/tables.csv; with them the choices are held against the figures that there are.
    breaks: lines of data/reference/breaks.csv; with them a mapping that leaves breaks out must have some.
    Raises StudyError with one line for each wrong key: the key, the value found, what is allowed.
    """
    context = {
        "district": _districts(regions),
        "indicator": list(indicators["indicator"]),
        "mapping": _mapping_names(config),
        "region": list(regions.loc[regions["level"].isin(LEVELS), "region"]),
        "edition": ["newest", *sources["edition"].dropna().drop_duplicates()],
    }
    try:
        plain = Config.model_validate(config, context=context).model_dump(mode="json")
    except ValidationError as error:
        lines = dict.fromkeys(refusal(found) for found in error.errors())
        raise_problems(lines, "workflow/config.yaml")
    served = [] if tables is None else unserved(plain, tables, sources)
    touched = [] if breaks is None else untouched(plain, breaks)
    raise_problems([*unlike(plain, indicators), *served, *touched], "workflow/config.yaml")
    return plain


def _mapping_names(config: dict[str, Any]) -> list[str]:
    """Names of the mappings as they stand, also where one is faulty: a name that is none of them is told beside it."""
    codes = config.get("codes")
    mappings = codes.get("mappings") if isinstance(codes, dict) else None
    return [str(name) for name in mappings] if isinstance(mappings, dict) else []


def _districts(regions: pd.DataFrame) -> dict[str, str]:
    """Codes of the districts by what may stand for them; `all` stands for every region of the country."""
    districts = regions[regions["level"] == "district"]
    words = districts["name_en"].str.removesuffix(" Federal District").str.casefold()
    codes = {
        word: code
        for names in (words, districts["region"].str.casefold())
        for word, code in zip(names, districts["region"], strict=True)
    }
    return codes | {"all": "RU"}


if __name__ == "__main__":
    print(json.dumps(Config.model_json_schema(), ensure_ascii=False, indent=2))
