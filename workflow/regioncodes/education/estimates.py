"""Every slope of Figure 2 on one scale: what each test found, what it could have seen, and what it excludes."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from regioncodes.education.outcomes import each_outcome, of_period, outcome_points
from regioncodes.education.reliability import (
    AUTOCOVARIANCES,
    SCALED_SURVEY,
    NoiseOfRegressor,
    country_evidence,
    education_shares,
    noises_of,
)
from regioncodes.ground.options import Figure2, Reliability
from regioncodes.ground.regions import regions_of
from regioncodes.ground.tables import rows_where
from regioncodes.panel.panel import as_printed_in
from regioncodes.statistics.errors_in_regressor import (
    CorrectedSlope,
    bounds_of_slope,
    corrected_panel_slope,
    corrected_slope,
)
from regioncodes.statistics.forms import Form, form_of
from regioncodes.statistics.gate import FITTED, NO_SIGNAL_SEEN, NOT_POSITIVE, REFUSED, fit_status
from regioncodes.statistics.intervals import Slope, classical
from regioncodes.statistics.lagged_instrument import instrumented_slope
from regioncodes.statistics.least_squares import least_squares, with_constant
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
    "standard_error",
    "degrees_of_freedom",
    "p_value",
    "size_percent",
    "enters_verdict",
    "slope_of_figure",
    "figure_lower_95",
    "figure_upper_95",
    "source",
    "reliability",
    "lowest_reliability",
    "corrected_slope",
    "set_kind",
    "set_lower_95",
    "set_upper_95",
    "lower_limit_95",
    "upper_limit_95",
    "direct_slope",
    "reverse_slope",
    "first_stage_f",
    "instrumented_slope",
    "smallest_slope_without_noise",
    "smallest_slope_seen",
    "power_without_noise_percent",
    "power_percent",
    "largest_not_excluded_percent",
    "test_outcome",
]
_ENDS = ["set_lower_95", "set_upper_95", "lower_limit_95", "upper_limit_95"]
# Changes whose levels of two years before may serve as instruments.
_INSTRUMENTED = "first_differences_year_effects"


def samples_of_figure_2(tables: Mapping[str, pd.DataFrame], figure: Figure2) -> dict[tuple[str, str], pd.DataFrame]:
    """Points of Figure 2's period by scope and sample: series of the district, panels of its regions and the country's.

    tables: panel, revisions, regions, indicators.
    """
    printed = as_printed_in(figure.edition, tables["panel"], tables["revisions"])
    facts, regions = (printed, tables["indicators"], tables["regions"], figure), tables["regions"]
    samples = {(figure.district, SERIES): [figure.district]}
    samples |= {(scope, PANEL): regions_of(scope, regions) for scope in (figure.district, "RU")}
    return {name: of_period(outcome_points(*facts, units), figure) for name, units in samples.items()}


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
    `log`, its natural logarithm. Intervals and p-values are classical for the series, CR2 by region for panels;
    slope_of_figure: of the district's levels, in the same prices and scale; none for the level of a total in a panel,
    where the district's slope is that of a sum. n: points, or changes where these are taken. reliability and corrected
    slope are by the way to the noise named in source; lowest_reliability: by the way that leaves least, 0 where one
    sees nothing but noise. set_kind: `interval`, `outside` (below the lower or above the upper end) or `all`; limits
    are one-sided; an end or limit that is not there is missing. direct_slope and reverse_slope bound the slope whatever
    the noise. first_stage_f: of levels two years before as instruments of the changes of a panel; without strength no
    instrumented_slope. smallest_slope_seen: with the power of the options; power_percent: at slope_of_figure; both with
    the noise and without it.
    enters_verdict: logarithms in the prices that decide, by a test that keeps its size; Figure 2's own levels do not.
    test_outcome: power.outcome_of_test, by the p-value given here; nothing is excluded unless lowest_reliability
    reaches the minimum of the options.
    """
    noises = _noises(points, tables, figure, options)
    figures = figure_slopes(points[figure.district, SERIES])
    totals = set(tables["indicators"].loc[tables["indicators"]["kind"].eq("total"), "indicator"])
    rows = []
    for (scope, sample), own in points.items():
        for facts, status, known in each_outcome(own):
            for form, scale in ((form, scale) for form in FORMS[sample] for scale in SCALES):
                key = facts | {"scope": scope, "sample": sample, "form": form, "scale": scale}
                is_sum = sample == PANEL and scale == "level" and facts["outcome"] in totals
                reference = None if is_sum else figures.get((facts["outcome"], facts["prices"], scale))
                given = (reference, noises[scope, sample], tables, options)
                rows.append(key | ({"status": status} if status else _estimate(known, key, *given)))
    whole = dict.fromkeys(["n", "clusters", "first_year", "last_year"], "Int64")
    table = pd.DataFrame(rows, columns=ESTIMATES).astype(whole)
    table[_ENDS] = table[_ENDS].where(np.isfinite(table[_ENDS].astype(float)))
    return table.assign(enters_verdict=table["enters_verdict"].eq(True))


def figure_slopes(points: pd.DataFrame) -> dict[tuple[str, str, str], Slope]:
    """Figure 2's slope with its classical interval by outcome, prices and scale, where it is fitted.

    points: of the district (outcomes.of_period).
    """
    found = {}
    for facts, _, known in each_outcome(points):
        for scale in SCALES:
            status, own = _on_scale(known, SERIES, scale)
            x, y = own["education_percent"].to_numpy(float), own["value"].to_numpy(float)
            if not (status or fit_status(x, y)):
                found[facts["outcome"], facts["prices"], scale] = classical(least_squares(with_constant(x), y))
    return found


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


def _on_scale(known: pd.DataFrame, sample: str, scale: str) -> tuple[str, pd.DataFrame]:
    """A status, and the points with their values on the scale: a panel leaves out what has no logarithm."""
    if scale == "level":
        return "", known
    own = known[known["value"] > 0]
    lacks = sample == SERIES and len(own) < len(known)
    return NOT_POSITIVE if lacks else "", own.assign(value=np.log(own["value"].astype(float)))


def _estimate(
    known: pd.DataFrame,
    key: dict,
    reference: Slope | None,
    ways: Mapping[str, NoiseOfRegressor],
    tables: Mapping[str, pd.DataFrame],
    options: Reliability,
) -> dict:
    """Test, noise and outcome of one sample, form and scale, or a status."""
    status, cells = _on_scale(known, key["sample"], key["scale"])
    if status or cells.empty:
        return {"status": status or REFUSED}
    form = _form(cells, key["form"])
    found = _series_test(form, cells, key, tables["sizes"]) if key["sample"] == SERIES else _panel_test(key, tables)
    if found["status"] != FITTED:
        return found
    keeps = bool(found["size_percent"] <= LARGEST_SIZE_PERCENT)
    found["enters_verdict"] = key["decides"] and keeps and key["scale"] == "log" and key["form"] != LEVELS
    years = form.years
    found |= {"n": len(years), "clusters": cells["region"].nunique()}
    found |= {"first_year": years.min(), "last_year": years.max()}
    direct, reverse = bounds_of_slope(form, *_columns(cells))
    found |= {"direct_slope": float(direct), "reverse_slope": float(reverse)}
    if key["sample"] == PANEL and key["form"] == _INSTRUMENTED:
        where = (cells["region"].to_numpy(), cells["year"].to_numpy())
        instrumented = instrumented_slope(*where, *_columns(cells), cells["breaks"].ne("").to_numpy())
        found |= {"first_stage_f": instrumented.first_stage_f, "instrumented_slope": instrumented.slope}
    found |= _corrected(form, cells, key, ways)
    return found | _judged(found, reference, options, keeps)


def _form(cells: pd.DataFrame, name: str) -> Form:
    """The form of points; no change leads to one whose method differs from that of the year before."""
    where = (cells["region"].to_numpy(), cells["year"].to_numpy())
    return form_of(*where, name, cells["breaks"].ne("").to_numpy())


def _columns(cells: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return cells["education_percent"].to_numpy(float), cells["value"].to_numpy(float)


def _series_test(form: Form, cells: pd.DataFrame, key: dict, sizes: pd.DataFrame) -> dict:
    """The classical test, with the size that its check has on as many points."""
    values = _columns(cells)
    if form.degrees_of_freedom < 1:
        return {"status": REFUSED}
    x, y = (form(column) for column in values)
    levels = tuple(float(np.abs(column).max()) for column in values)
    if status := fit_status(x, y, absorbed=form.basis.shape[1], levels=levels):
        return {"status": status}
    slope = classical(least_squares(x[:, None], y, absorbed=form.basis.shape[1]))
    size = rows_where(sizes, check=FORMS[SERIES][key["form"]], n=len(form.years))["size_percent"]
    return slope._asdict() | {"status": FITTED, "size_percent": float(size.iloc[0]) if len(size) else np.nan}


def _panel_test(key: dict, tables: Mapping[str, pd.DataFrame]) -> dict:
    """The test by CR2 errors, with its size, as the panel models have it."""
    wanted = {"scope": key["scope"], "outcome": key["outcome"], "prices": key["prices"], "form": key["scale"]}
    wanted |= {"estimator": FORMS[PANEL][key["form"]], "method": "cr2"}
    rows = rows_where(tables["models"], **wanted)
    return rows.iloc[0][[*Slope._fields, "size_percent"]].to_dict() if len(rows) else {"status": REFUSED}


def _corrected(form: Form, cells: pd.DataFrame, key: dict, ways: Mapping[str, NoiseOfRegressor]) -> dict:
    """The slope corrected by the first way to the noise, and the lowest reliability that any leaves.

    A way that does not know the noise of a point leaves the point out.
    """
    found = {source: _corrected_by(noise, form, cells, key) for source, noise in ways.items()}
    shares = [0.0 if own.status == NO_SIGNAL_SEEN else float(own.reliability) for own in found.values() if own]
    source, first = next(iter(found.items()))
    lowest = {"source": source, "lowest_reliability": np.nanmin(shares) if np.isfinite(shares).any() else np.nan}
    if first is None:
        return lowest
    return lowest | {
        "reliability": float(first.reliability),
        "corrected_slope": float(first.slope),
        "set_kind": str(first.set_95.kind),
        "set_lower_95": float(first.set_95.lower),
        "set_upper_95": float(first.set_95.upper),
        "lower_limit_95": float(first.lower_limit),
        "upper_limit_95": float(first.upper_limit),
    }


def _corrected_by(noise: NoiseOfRegressor, form: Form, cells: pd.DataFrame, key: dict) -> CorrectedSlope | None:
    """The slope corrected by one way to the noise, or None where it knows the noise of no point."""
    at = pd.MultiIndex.from_frame(cells[["region", "year"]])
    known = cells.assign(weight=noise.weights.reindex(at).to_numpy(float)).dropna(subset="weight")
    if known.empty or noise.status:
        return None
    form = form if len(known) == len(cells) else _form(known, key["form"])
    points, weights = _columns(known), known["weight"].to_numpy(float)
    error = noise.standard_error if np.isfinite(noise.standard_error) else 0.0
    if key["sample"] == SERIES:
        return corrected_slope(form, *points, noise.noise_variance, error, weights=weights)
    if noise.influences is None:
        return corrected_panel_slope(form, *points, noise.noise_variance, 0.0, error, weights=weights)
    own_regions = np.unique(form.regions)
    influences = noise.influences.reindex(own_regions).fillna(0.0).to_numpy()
    elsewhere = np.sqrt(np.sum(noise.influences.drop(own_regions, errors="ignore") ** 2))
    return corrected_panel_slope(form, *points, noise.noise_variance, influences, elsewhere, weights=weights)


def _judged(found: dict, reference: Slope | None, options: Reliability, keeps: bool) -> dict:
    """What a test could have seen, and what it says of Figure 2's slope; nothing can be told without one."""
    error, degrees, kept = found["standard_error"], found["degrees_of_freedom"], found.get("reliability", np.nan)
    smallest = [float(smallest_slope_seen(error, degrees, share=options.power, reliability=own)) for own in (1.0, kept)]
    seen = dict(zip(("smallest_slope_without_noise", "smallest_slope_seen"), smallest, strict=True))
    if reference is None or reference.slope == 0:
        return seen | {"test_outcome": CANNOT_BE_TOLD}
    figure = reference.slope
    strength = [100 * float(power(figure * own, error, degrees)) for own in (1.0, kept)]
    limits = {name: found.get(f"{name}_95", np.nan) for name in ("lower_limit", "upper_limit")}
    outcome = outcome_of_test(
        slope=found["slope"],
        p_value=found["p_value"],
        size_holds=keeps,
        **limits,
        reliability=found["lowest_reliability"],
        slope_of_figure=figure,
        share_of_slope=options.share_of_slope,
        minimum_reliability=options.minimum_reliability,
    )
    return seen | {
        "slope_of_figure": figure,
        "figure_lower_95": reference.lower_95,
        "figure_upper_95": reference.upper_95,
        "power_without_noise_percent": strength[0],
        "power_percent": strength[1],
        "largest_not_excluded_percent": float(largest_slope_not_excluded(*limits.values(), figure)),
        "test_outcome": str(outcome),
    }
