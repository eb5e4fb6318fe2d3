"""Options of the study as frozen objects: what the checked config holds, handed from function to function as one.

Fields have the names of the keys of workflow/config.yaml; what they may be is checked there (ground.config), once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Period:
    """First and last year, both included."""

    first: int
    last: int


@dataclass(frozen=True)
class CodeYears:
    """The years that a code hangs on: of the study, of the base period, and the one whose prices real figures have."""

    period: Period
    base_period: Period
    price_base_year: int


@dataclass(frozen=True)
class Derivative:
    """How rates are estimated: the grid of the Gaussian process, and which years are edges.

    length_scale_years, noise_to_signal: lowest and highest, in years and as a ratio of standard deviations.
    grid: points on each of these two axes. edge_years: first and last years of a series that are flagged.
    """

    length_scale_years: Sequence[float] = (1.5, 12.0)
    noise_to_signal: Sequence[float] = (0.03, 3.0)
    grid: int = 15
    edge_years: int = 2


@dataclass(frozen=True)
class Simulation:
    """Known curves under noise.

    years: lengths of the series, in years. noise_sd: of the observations, in standard deviations of a curve.
    replications: noisy series of each curve, length and noise. units: of three codes, for each truth of the joint
    process.
    """

    years: Sequence[int]
    noise_sd: Sequence[float]
    replications: int
    units: int


@dataclass(frozen=True)
class Calibration:
    """Figures left out and predicted.

    fewest_years: observations that a prediction is made from. crisis: the years that are shown by themselves.
    simulated_series: drawn from the prior of the length scale.
    """

    fewest_years: int
    crisis: Period
    simulated_series: int


@dataclass(frozen=True)
class Formulas:
    """Formulas (1) and (2).

    periods: n, the years before the current one. memory_years: τ of the weights exp(−j / τ), in years. draws: points
    behind the ranks, and joint draws behind the bands of positive parts and signs.
    """

    periods: int = 5
    memory_years: float = 5.0
    draws: int = 4000


# Those of the shipped config.
USUAL_DERIVATIVE, USUAL_FORMULAS = Derivative(), Formulas()


@dataclass(frozen=True)
class Figure2:
    """What Figure 2 shows: outcomes of a district on the share of its employed with higher education.

    district: its code. regressor, outcomes: ids of indicators. edition: whose figures the points are, or `newest`.
    price_base_year: of real outcomes. real_prices: by outcome in roubles the prices that decide, `cpi` where not said.
    """

    district: str
    regressor: str
    outcomes: Sequence[str]
    period: Period
    edition: str = "newest"
    price_base_year: int = 2009
    real_prices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Specifications:
    """The specification curve: periods that are tried, and draws of the regressor in its joint test."""

    periods: Sequence[Period]
    draws: int


@dataclass(frozen=True)
class Reliability:
    """When a noisy regressor can tell anything.

    minimum_reliability: in the form of a test, below which it excludes nothing. change_autocorrelation: lowest and
    highest autocorrelation of the true yearly changes, for bounds. design_effect: of the labour survey, variance over
    that of a simple sample. share_of_slope: of Figure 2's slope, below which a relation is excluded. power: with
    which the smallest slope is seen.
    """

    minimum_reliability: float
    change_autocorrelation: Sequence[float]
    design_effect: float
    share_of_slope: float
    power: float


@dataclass(frozen=True)
class SiteChoices:
    """What the site shows: district, mapping and method of the codes; terms of the mapping; regressor and edition.

    terms: indicators by code, as codes.mappings has them. regressor, edition: of Figure 2.
    """

    district: str
    mapping: str
    method: str
    terms: Mapping
    regressor: str
    edition: str
