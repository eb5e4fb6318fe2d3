"""Every slope of Figure 2 on one scale: what each test found, what it could have seen, and what it excludes."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from regioncodes.education.outcomes import each_outcome
from regioncodes.education.reliability import (
    AUTOCOVARIANCES,
    SCALED_SURVEY,
    NoiseOfRegressor,
    country_evidence,
    education_shares,
    noises_of,
)
from regioncodes.ground.options import Figure2, Reliability
from regioncodes.statistics.errors_in_regressor import (
    bounds_of_slope,
    corrected_panel_slope,
    corrected_slope,
    reliability,
)
from regioncodes.statistics.forms import Form, form_of
from regioncodes.statistics.gate import FITTED, NOT_POSITIVE, REFUSED, fit_status
from regioncodes.statistics.intervals import Slope, classical
from regioncodes.statistics.least_squares import least_squares
from regioncodes.statistics.power import (
    CANNOT_BE_TOLD,
    largest_slope_not_excluded,
    outcome_of_test,
    power,
    smallest_slope_seen,
)
from regioncodes.statistics.trends import LARGEST_SIZE_PERCENT

LEVELS = "levels"
SERIES, PANEL = "series", "panel"
SCALES = ("level", "log")
# Forms of a sample, and the check or estimator of which the size is measured.
FORMS = {
    SERIES: {LEVELS: "levels", "trend": "partial_on_trend", "first_differences": "first_differences"},
    PANEL: {name: name for name in ("region_year_effects", "first_differences", "first_differences_year_effects")},
}
ESTIMATES = [
    "outcome",
    "prices",
    "decides",
    "scope",
    "sample",
    "form",
    "scale",
    "status",
    "n",
    "clusters",
    "first_year",
    "last_year",
    "slope",
    "lower_95",
    "upper_95",
    "p_value",
    "size_percent",
    "enters_verdict",
    "figure_slope",
    "figure_lower_95",
    "figure_upper_95",
    "noise_source",
    "reliability",
    "lowest_reliability",
    "corrected_slope",
    "set_kind",
    "corrected_lower_95",
    "corrected_upper_95",
    "upper_limit",
    "direct_slope",
    "reverse_slope",
    "smallest_seen_percent",
    "power_percent",
    "power_with_noise_percent",
    "not_excluded_percent",
    "finding",
]


def slope_estimates(
    points: Mapping[tuple[str, str], pd.DataFrame],
    tables: Mapping[str, pd.DataFrame],
    figure: Figure2,
    options: Reliability,
) -> pd.DataFrame:
    """Slope of every outcome on education, by sample, form and scale, beside Figure 2's in the same units: ESTIMATES.

    points: by scope and sample (`series` of the district, `panel` of the regions of a scope), those of the period
    (outcomes.of_period). tables: panel, regions, indicators, survey_sizes; models (panel_models with their sizes) and
    sizes of the checks (common_shocks.sizes_of_checks). scale: `level`, units of the outcome per percentage point, or
    `log`, its natural logarithm. Intervals and p-values are classical for the series, CR2 by region for panels.
    figure_slope: of the district's levels, in the same prices and scale. reliability: of education in the form, by the
    noise named in noise_source; lowest_reliability: by the way to the noise that leaves least, 0 where one sees nothing
    but noise. corrected_*: with that noise taken out (errors_in_regressor); upper_limit: one-sided 95 %, of the sign of
    Figure 2. direct_slope and reverse_slope bound the slope whatever the noise. *_percent of slopes: of Figure 2's.
    smallest_seen_percent: seen with the power of the options, noise included; power_percent: at Figure 2's slope,
    without and with the noise. finding: power.outcome_of_test, where nothing is excluded unless lowest_reliability
    reaches the minimum.
    """
    noises = _noises(points, tables, figure, options)
    figures = _figure_slopes(points[figure.district, SERIES])
    rows = []
    for (scope, sample), own in points.items():
        for facts, status, known in each_outcome(own):
            for form, scale in ((form, scale) for form in FORMS[sample] for scale in SCALES):
                key = facts | {"scope": scope, "sample": sample, "form": form, "scale": scale}
                row = {"status": status} if status else _estimate(known, key, noises[scope, sample], tables)
                reference = figures.get((facts["outcome"], facts["prices"], scale))
                rows.append(key | row | (_judged(row, reference, options) if row["status"] == FITTED else {}))
    whole = dict.fromkeys(["n", "clusters", "first_year", "last_year"], "Int64")
    table = pd.DataFrame(rows, columns=ESTIMATES).astype(whole)
    return table.assign(enters_verdict=table["enters_verdict"].eq(True))


def _noises(
    points: Mapping[tuple[str, str], pd.DataFrame],
    tables: Mapping[str, pd.DataFrame],
    figure: Figure2,
    options: Reliability,
) -> dict[tuple[str, str], dict[str, NoiseOfRegressor]]:
    """The noise of every sample by every way to it, that which corrects its slopes first.

    # Assumption: the changes of all regions tell their own noise; those of one district are too few for that and have
    the noise in the proportions of the survey.
    """
    shares = education_shares(tables, figure)
    country = country_evidence(shares, tables["regions"], figure, options)
    found = {}
    for (scope, sample), own in points.items():
        inside = pd.MultiIndex.from_frame(shares[["region", "year"]]).isin(
            pd.MultiIndex.from_frame(own[["region", "year"]])
        )
        facts = (shares[inside], sample, shares, tables["regions"], country, figure, options)
        ways = {noise.source: noise for noise in noises_of(*facts)}
        first = AUTOCOVARIANCES if scope == "RU" and sample == PANEL else SCALED_SURVEY
        found[scope, sample] = {first: ways[first]} | ways
    return found


def _figure_slopes(points: pd.DataFrame) -> dict[tuple[str, str, str], Slope]:
    """Figure 2's slope with its classical interval by outcome, prices and scale, where it is fitted."""
    found = {}
    for facts, _, known in each_outcome(points):
        for scale in SCALES:
            status, own, values = _prepared(known, SERIES, scale)
            form = _form(own, LEVELS)
            if not (status or _gate(form, own, values)):
                found[facts["outcome"], facts["prices"], scale] = _line(form, own, values)
    return found


def _prepared(known: pd.DataFrame, sample: str, scale: str) -> tuple[str, pd.DataFrame, np.ndarray]:
    """A status, the points used and their values on the scale: a panel leaves out what has no logarithm."""
    if scale == "level":
        return "", known, known["value"].to_numpy(float)
    own = known[known["value"] > 0]
    lacks = sample == SERIES and len(own) < len(known)
    return NOT_POSITIVE if lacks else "", own, np.log(own["value"].to_numpy(float))


def _form(points: pd.DataFrame, name: str) -> Form:
    """The form of the points; differences lead into no year whose method changed."""
    breaks = points["breaks"].ne("").to_numpy()
    return form_of(points["region"].to_numpy(), points["year"].to_numpy(), name, breaks)


def _gate(form: Form, points: pd.DataFrame, values: np.ndarray) -> str:
    if form.degrees_of_freedom < 1:
        return REFUSED
    education = points["education_percent"].to_numpy(float)
    sizes = (float(np.abs(education).max()), float(np.abs(values).max()))
    return fit_status(form(education), form(values), absorbed=form.basis.shape[1], levels=sizes)


def _line(form: Form, points: pd.DataFrame, values: np.ndarray) -> Slope:
    """Least squares in the form, with the classical error."""
    x, y = form(points["education_percent"].to_numpy(float)), form(values)
    return classical(least_squares(x[:, None], y, absorbed=len(y) - form.degrees_of_freedom))


def _estimate(
    known: pd.DataFrame, key: dict, ways: Mapping[str, NoiseOfRegressor], tables: Mapping[str, pd.DataFrame]
) -> dict:
    """Slope, test, noise and corrected slope of one sample, form and scale, or a status."""
    status, own, values = _prepared(known, key["sample"], key["scale"])
    form = None if status or own.empty else _form(own, key["form"])
    if status or form is None or (status := _gate(form, own, values)):
        return {"status": status or REFUSED}
    found = _series_test(form, own, values, key, tables) if key["sample"] == SERIES else _panel_test(key, tables)
    if found["status"] != FITTED:
        return found
    education = own["education_percent"].to_numpy(float)
    ends = dict(zip(("direct_slope", "reverse_slope"), bounds_of_slope(form, education, values), strict=True))
    years = form.years
    facts = {"n": len(years), "clusters": own["region"].nunique(), "first_year": years.min(), "last_year": years.max()}
    return found | facts | ends | _corrected(form, own, values, key["sample"], ways)


def _series_test(form: Form, own: pd.DataFrame, values: np.ndarray, key: dict, tables) -> dict:
    """The classical test of a series with the size that its check has at so many points."""
    sizes = tables["sizes"]
    size = sizes.loc[sizes["check"].eq(FORMS[SERIES][key["form"]]) & sizes["n"].eq(len(form.years)), "size_percent"]
    measured = float(size.iloc[0]) if len(size) else np.nan
    slope = _line(form, own, values)
    test = {"size_percent": measured, "enters_verdict": key["decides"] and measured <= LARGEST_SIZE_PERCENT}
    return slope._asdict() | test | {"status": FITTED}


def _panel_test(key: dict, tables: Mapping[str, pd.DataFrame]) -> dict:
    """The test of a panel by CR2 errors, as the panel models have it."""
    models = tables["models"]
    wanted = {"scope": key["scope"], "outcome": key["outcome"], "prices": key["prices"], "form": key["scale"]}
    wanted |= {"estimator": FORMS[PANEL][key["form"]], "method": "cr2"}
    rows = models[(models[list(wanted)] == pd.Series(wanted)).all(axis=1)]
    names = ["status", *Slope._fields[:-1], "size_percent", "enters_verdict"]
    return rows.iloc[0][names].to_dict() if len(rows) else {"status": REFUSED}


def _corrected(
    form: Form, own: pd.DataFrame, values: np.ndarray, sample: str, ways: Mapping[str, NoiseOfRegressor]
) -> dict:
    """Reliability by the first way and the lowest by any, and the slope corrected by the first."""
    education = own["education_percent"].to_numpy(float)
    at = pd.MultiIndex.from_frame(own[["region", "year"]])
    shares = {}
    for source, noise in ways.items():
        if not noise.status:
            weights = noise.weights.reindex(at).fillna(1.0).to_numpy(float)
            shares[source] = (float(reliability(form, education, noise.noise_variance, weights)), weights)
    if not shares:
        return {}
    source = next(iter(shares))
    noise, (share, weights) = ways[source], shares[source]
    lowest = {"noise_source": source, "lowest_reliability": max(0.0, min(one for one, _ in shares.values()))}
    if sample == SERIES:
        error = 0.0 if np.isnan(noise.standard_error) else noise.standard_error
        found = corrected_slope(form, education, values, noise.noise_variance, error, weights=weights)
    else:
        count = len(np.unique(form.regions))
        influences = noise.influences if noise.influences is not None and len(noise.influences) == count else 0.0
        found = corrected_panel_slope(form, education, values, noise.noise_variance, influences, weights=weights)
    return lowest | {
        "reliability": share if 0 < share <= 1 else np.nan,
        "corrected_slope": float(found.slope),
        "set_kind": str(found.set_95.kind),
        "corrected_lower_95": float(found.set_95.lower),
        "corrected_upper_95": float(found.set_95.upper),
        "lower_limit": float(found.lower_limit),
        "upper_limit": float(found.upper_limit),
    }


def _judged(row: dict, reference: Slope | None, options: Reliability) -> dict:
    """What a test could have seen of Figure 2's slope, and what it says of it; nothing without such a slope."""
    if reference is None or reference.slope == 0:
        return {"finding": CANNOT_BE_TOLD}
    figure, kept = reference.slope, row.get("reliability", np.nan)
    error, degrees = row["standard_error"], row["degrees_of_freedom"]
    limits = (row.get("lower_limit", np.nan), row.get("upper_limit", np.nan))
    smallest = smallest_slope_seen(error, degrees, share=options.power, reliability=kept)
    finding = outcome_of_test(
        slope=row["slope"],
        p_value=row["p_value"],
        size_holds=row["size_percent"] <= LARGEST_SIZE_PERCENT,
        lower_limit=limits[0],
        upper_limit=limits[1],
        reliability=row.get("lowest_reliability", np.nan),
        slope_of_figure=figure,
        share_of_slope=options.share_of_slope,
        minimum_reliability=options.minimum_reliability,
    )
    return {
        "figure_slope": figure,
        "figure_lower_95": reference.lower_95,
        "figure_upper_95": reference.upper_95,
        "upper_limit": limits[1] if figure > 0 else limits[0],
        "smallest_seen_percent": 100 * float(smallest) / abs(figure),
        "power_percent": 100 * float(power(figure, error, degrees)),
        "power_with_noise_percent": 100 * float(power(figure * kept, error, degrees)),
        "not_excluded_percent": float(largest_slope_not_excluded(*limits, figure)),
        "finding": str(finding),
    }
