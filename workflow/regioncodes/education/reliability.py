"""How much of the share of employed with higher education is signal, in each form in which Figure 2 is tested.

The share is an estimate from a labour survey. What noise it has is told in ways that share no assumption: by the
autocovariances of its yearly changes, and by the number of respondents.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from regioncodes.ground.options import Figure2, Reliability
from regioncodes.ground.regions import regions_of
from regioncodes.panel.units import usable_values
from regioncodes.statistics.errors_in_regressor import reliability, reliability_status
from regioncodes.statistics.forms import PANEL_FORMS, SERIES_FORMS, form_of
from regioncodes.statistics.gate import CONSTANT_REGRESSOR, FITTED, NO_EMPLOYMENT, NO_SIGNAL_SEEN, REFUSED
from regioncodes.statistics.noise_variance import (
    Noise,
    NoiseDesign,
    lag_one_autocorrelation,
    noise_design,
    noise_of,
    sampling_variance,
)
from regioncodes.statistics.rounding import reaches

# Ways to the noise variance.
AUTOCOVARIANCES, ALL_REGIONS, PARTS = "autocovariances", "all_regions", "parts"
SURVEY_SIZE, SCALED_SURVEY = "survey_size", "scaled_survey"
RELIABILITY = [
    "unit",
    "sample",
    "form",
    "source",
    "status",
    "n",
    "first_year",
    "last_year",
    "noise_sd_points",
    "noise_variance",
    "noise_variance_error",
    "lag_one_autocorrelation",
    "reliability",
    "reliability_error",
    "reliability_lower",
    "reliability_upper",
    "is_enough",
]
EMPLOYED, EMPLOYMENT_RATE = "employment_avg", "employment_rate"
_THOUSAND = 1000
# Of the regressor in a form: with fewer its sum of squares is one accident.
FEWEST_DEGREES = 2
# Forms of the panel that a test of Figure 2 has; the remaining one only serves to find the noise.
_PANEL_FORMS = PANEL_FORMS[:4]


@dataclass(frozen=True)
class NoiseOfRegressor:
    """The noise of the points of a unit by one way to it: variances noise_variance × weights, in squared points.

    weights: with mean 1, indexed by region and year, of the points whose noise is known. standard_error: of
    noise_variance, missing where the way to it has none. bounds: noise_variance under the lowest and the highest
    autocorrelation of the true changes, or none. influences: of the regions of a panel, by which they move
    noise_variance, or none. autocorrelation: of the observed changes. status: "", or why there is no noise variance.
    """

    source: str
    status: str
    noise_variance: float
    standard_error: float
    weights: pd.Series
    bounds: tuple[float, ...] = ()
    influences: pd.Series | None = None
    autocorrelation: float = np.nan


@dataclass(frozen=True)
class Evidence:
    """What the changes of some points tell of their noise.

    ends: the same under the lowest and the highest autocorrelation of the true changes. autocorrelation: of the
    observed ones with those of the year before.
    """

    noise: Noise
    ends: tuple[Noise, ...]
    autocorrelation: float


@dataclass(frozen=True)
class Country:
    """Evidence from all regions of Russia: their noise taken as equal, and as in proportion to the survey's."""

    equal: Evidence
    in_proportion: Evidence | None


def education_reliability(tables: Mapping[str, pd.DataFrame], figure: Figure2, options: Reliability) -> pd.DataFrame:
    """Reliability of the share of educated employed, one row per unit, form and way to its noise: columns RELIABILITY.

    tables: panel, regions, indicators and survey_sizes (data/reference). Units: the district and each of its regions
    as series, the regions of the district and of the country (`RU`) as panels, over the years of Figure 2.
    noise_variance: mean over the points, squared percentage points. reliability_error: from that of the noise variance
    alone. reliability_lower, reliability_upper: under the
    highest and lowest autocorrelation of the true changes that the options allow, within 0 and 1; missing where the
    way to the noise does not hang on it. is_enough: whether the reliability reaches the options' minimum. Where a
    number has no meaning there is a status of gate.STATUSES instead.
    """
    shares, regions = education_shares(tables, figure), tables["regions"]
    country = country_evidence(shares, regions, figure, options)
    rows = []
    for unit, sample, points in _units(shares, regions, figure):
        for noise in noises_of(points, sample, shares, regions, country, figure, options):
            rows += [
                {"unit": unit, "sample": sample, "form": form, **_row(points, form, noise, options)}
                for form in (SERIES_FORMS if sample == "series" else _PANEL_FORMS)
            ]
    whole = dict.fromkeys(["n", "first_year", "last_year"], "Int64")
    return pd.DataFrame(rows, columns=RELIABILITY).astype(whole)


def education_shares(tables: Mapping[str, pd.DataFrame], figure: Figure2) -> pd.DataFrame:
    """Every published or derived share: region, year, value (per cent), employed and respondents, sorted.

    employed: thousand persons. respondents: employed persons that the labour survey asks in a year; missing where the
    survey, the employment or the employment rate of the country is not known.
    # Assumption: respondents are spread over the regions as the employed are. Rosstat asks relatively more in small
    # regions, so that the noise of large ones is understated and that of small ones overstated.
    """
    panel, names = tables["panel"], (figure.regressor, EMPLOYED, EMPLOYMENT_RATE)
    values = usable_values(panel[panel["indicator"].isin(names)], tables["indicators"])
    indicator = values.index.get_level_values("indicator")
    wide = {name: values[indicator == name].droplevel("indicator") for name in names}
    shares = wide[figure.regressor].rename("value").reset_index().sort_values(["region", "year"], ignore_index=True)
    employed = _looked_up(wide[EMPLOYED], shares["year"], shares["region"])
    country = pd.Series("RU", index=shares.index)
    of_country = _looked_up(wide[EMPLOYED], shares["year"], country)
    rate = _looked_up(wide[EMPLOYMENT_RATE], shares["year"], country) / 100
    asked = shares["year"].map(_respondents(tables["survey_sizes"])) * rate
    return shares.assign(employed=employed, respondents=asked * employed / of_country)


def country_evidence(shares: pd.DataFrame, regions: pd.DataFrame, figure: Figure2, options: Reliability) -> Country:
    """What all regions of Russia tell of the noise of their shares (education_shares) in the years of Figure 2."""
    points = _of(shares, regions_of("RU", regions), figure)
    known = points[points["respondents"].notna()]
    sampled = sampling_variance(known["value"], known["respondents"], 1.0).to_numpy(float)
    return Country(_evidence(points, options), _evidence(known, options, sampled) if len(known) else None)


def noises_of(
    points: pd.DataFrame,
    sample: str,
    shares: pd.DataFrame,
    regions: pd.DataFrame,
    country: Country,
    figure: Figure2,
    options: Reliability,
) -> Iterator[NoiseOfRegressor]:
    """The noise of points by every way to it.

    points: rows of education_shares over the years of Figure 2, of one unit (sample `series`) or of the regions of a
    `panel`. `autocovariances`: of their own changes; a single series lends all its published years, as nine points
    tell nothing. `all_regions`: the mean noise of the regions of Russia. `parts`: that of the district as the weighted
    mean of its regions with such noise. `survey_size`: as many respondents give, times the design effect of the
    options. `scaled_survey`: in the proportions of survey_size, at the height that the changes of all regions have.
    """
    is_series = sample == "series"
    own = shares[shares["region"].eq(points["region"].iloc[0])] if is_series else points
    of_points = pd.MultiIndex.from_frame(points[["region", "year"]])
    equal = pd.Series(1.0, index=of_points)
    yield _noise(AUTOCOVARIANCES, _evidence(own, options), equal, is_own=True)
    if is_series and points["region"].iloc[0] == figure.district:
        squared = points["year"].map(_squared_weights(shares, regions_of(figure.district, regions, "within")))
        yield _noise(PARTS, country.equal, pd.Series(squared.to_numpy(float), index=of_points))
    elif is_series or points["region"].nunique() < country.equal.noise.influences.shape[-1]:
        yield _noise(ALL_REGIONS, country.equal, equal)
    sampled = sampling_variance(points["value"], points["respondents"], 1.0).set_axis(of_points).dropna()
    if sampled.empty or country.in_proportion is None:
        nothing = (NO_EMPLOYMENT, np.nan, np.nan, equal)
        yield from (NoiseOfRegressor(source, *nothing) for source in (SURVEY_SIZE, SCALED_SURVEY))
        return
    mean = sampled.mean()
    yield NoiseOfRegressor(SURVEY_SIZE, "", float(mean) * options.design_effect, np.nan, sampled / mean)
    yield _noise(SCALED_SURVEY, country.in_proportion, sampled)


def _units(shares: pd.DataFrame, regions: pd.DataFrame, figure: Figure2) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Code, sample and points of every unit that has any."""
    district = figure.district
    own = [] if district == "RU" else [*regions_of(district, regions, "within"), *regions_of(district, regions)]
    units = [(unit, "series", [unit]) for unit in dict.fromkeys([district, *own])]
    units += [(scope, "panel", regions_of(scope, regions)) for scope in dict.fromkeys([district, "RU"])]
    for unit, sample, members in units:
        points = _of(shares, members, figure)
        if len(points):
            yield unit, sample, points


def _of(shares: pd.DataFrame, members: list[str], figure: Figure2) -> pd.DataFrame:
    inside = shares["year"].between(figure.period.first, figure.period.last)
    return shares[shares["region"].isin(members) & inside]


def _evidence(points: pd.DataFrame, options: Reliability, weights: np.ndarray | float = 1.0) -> Evidence:
    """weights: noise variances of the points in units of the one that is looked for."""
    regions, years, values = (points[name].to_numpy() for name in ("region", "year", "value"))
    plain = noise_design(regions, years)
    found, *ends = (
        noise_of(NoiseDesign(plain.form, one, weights), values) for one in (0.0, *options.change_autocorrelation)
    )
    return Evidence(found, tuple(ends), float(lag_one_autocorrelation(plain, values)))


def _noise(source: str, evidence: Evidence, weights: pd.Series, *, is_own: bool = False) -> NoiseOfRegressor:
    """Noise of points whose variances are the weights times the one that the evidence gives."""
    found, status = evidence.noise, str(evidence.noise.status)
    height = weights.mean(skipna=False)
    # That all change is noise is no reason to have no noise variance.
    status = "" if status == NO_SIGNAL_SEEN else status
    if not (status or np.isfinite(height)):
        status = NO_EMPLOYMENT
    if status:
        autocorrelation = evidence.autocorrelation if is_own else np.nan
        return NoiseOfRegressor(source, status, np.nan, np.nan, weights, autocorrelation=autocorrelation)
    of_regions = is_own and found.influences.any()
    return NoiseOfRegressor(
        source,
        status,
        float(found.noise_variance * height),
        float(found.standard_error * height),
        weights / height,
        tuple(float(end.noise_variance * height) for end in evidence.ends),
        pd.Series(found.influences, index=weights.index.unique("region").sort_values()) if of_regions else None,
        evidence.autocorrelation if is_own else np.nan,
    )


def _squared_weights(shares: pd.DataFrame, parts: list[str]) -> pd.Series:
    """Sum of the squared weights that the regions have in the mean of their district, by year."""
    employed = shares[shares["region"].isin(parts)].pivot(index="year", columns="region", values="employed")
    weights = employed.div(employed.sum(axis=1, skipna=False), axis=0)
    return (weights**2).sum(axis=1, skipna=False)


def _row(points: pd.DataFrame, form: str, noise: NoiseOfRegressor, options: Reliability) -> dict:
    known = points[pd.MultiIndex.from_frame(points[["region", "year"]]).isin(noise.weights.index)]
    own = form_of(known["region"].to_numpy(), known["year"].to_numpy(), form)
    facts = {
        "source": noise.source,
        "n": len(known),
        "first_year": known["year"].min(),
        "last_year": known["year"].max(),
        "noise_sd_points": np.sqrt(noise.noise_variance),
        "noise_variance": noise.noise_variance,
        "noise_variance_error": noise.standard_error,
        "lag_one_autocorrelation": noise.autocorrelation,
        "is_enough": False,
    }
    if noise.status or own.degrees_of_freedom < FEWEST_DEGREES:
        return facts | {"status": noise.status or REFUSED}
    values, weights = known["value"].to_numpy(float), noise.weights.to_numpy(float)
    share, *ends = (reliability(own, values, one, weights) for one in (noise.noise_variance, *noise.bounds))
    if status := CONSTANT_REGRESSOR if np.isnan(share) else str(reliability_status(share)):
        return facts | {"status": status}
    bounds = dict(zip(("reliability_lower", "reliability_upper"), sorted(np.clip(ends, 0.0, 1.0)), strict=False))
    return (
        facts
        | bounds
        | {
            "status": FITTED,
            "reliability": share,
            "reliability_error": (1 - share) * noise.standard_error / noise.noise_variance,
            "is_enough": bool(reaches(share, options.minimum_reliability)),
        }
    )


def _respondents(sizes: pd.DataFrame) -> dict[int, float]:
    """Respondents of the labour survey in all rounds of a year, by year."""
    return {
        year: _THOUSAND * line.rounds * line.respondents_thousand
        for line in sizes.itertuples()
        for year in range(int(line.first_year), int(line.last_year) + 1)
    }


def _looked_up(values: pd.Series, years: pd.Series, regions: pd.Series) -> np.ndarray:
    """Values by year and region, missing where there is none."""
    return values.reindex(pd.MultiIndex.from_arrays([years, regions])).to_numpy(float)
