"""Every slope of Figure 2 on one scale: what each test found, what it could have seen, and what it excludes."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from regioncodes.education.corrected_slopes import CORRECTED_SLOPES, corrected_slopes
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
from regioncodes.panel.panel import as_printed_in
from regioncodes.statistics.forms import form_of
from regioncodes.statistics.gate import FITTED, NO_SIGNAL_SEEN, NOT_POSITIVE, REFUSED, fit_status
from regioncodes.statistics.intervals import Slope, classical
from regioncodes.statistics.least_squares import least_squares, with_constant
from regioncodes.statistics.power import CANNOT_BE_TOLD, outcome_of_test
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
    "smallest_slope_without_noise",
    "smallest_slope_seen",
    "power_without_noise_percent",
    "power_percent",
    "largest_not_excluded_percent",
    "test_outcome",
]
# Of corrected_slopes: what has no part in the verdict here, or is told of the test itself.
_OF_NOISE = [name for name in CORRECTED_SLOPES if name in ESTIMATES and name not in ("sample", "form")]


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
    where the district's slope is that of a sum. What is told of the noise is as of corrected_slopes, by the way to the
    noise named in source; lowest_reliability: by the way that leaves least, 0 where one sees nothing but noise.
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
                found = {"status": status} if status else _test(known, key, tables)
                if found["status"] == FITTED:
                    found |= _with_noise(known, key, found, reference, noises[scope, sample], options)
                rows.append(key | found)
    whole = dict.fromkeys(["n", "clusters", "first_year", "last_year"], "Int64")
    table = pd.DataFrame(rows, columns=ESTIMATES).astype(whole)
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


def _test(known: pd.DataFrame, key: dict, tables: Mapping[str, pd.DataFrame]) -> dict:
    """The test of one sample, form and scale with its size, or a status: classical, or CR2 of the panel models."""
    status, own = _on_scale(known, key["sample"], key["scale"])
    if status:
        return {"status": status}
    found = _series_test(own, key, tables["sizes"]) if key["sample"] == SERIES else _panel_test(key, tables["models"])
    if found["status"] != FITTED:
        return found
    keeps = bool(found["size_percent"] <= LARGEST_SIZE_PERCENT)
    return found | {"enters_verdict": key["decides"] and keeps and key["scale"] == "log" and key["form"] != LEVELS}


def _series_test(own: pd.DataFrame, key: dict, sizes: pd.DataFrame) -> dict:
    breaks = own["breaks"].ne("").to_numpy()
    form = form_of(own["region"].to_numpy(), own["year"].to_numpy(), key["form"], breaks)
    values = own["education_percent"].to_numpy(float), own["value"].to_numpy(float)
    if form.degrees_of_freedom < 1:
        return {"status": REFUSED}
    x, y = (form(column) for column in values)
    levels = tuple(float(np.abs(column).max()) for column in values)
    if status := fit_status(x, y, absorbed=form.basis.shape[1], levels=levels):
        return {"status": status}
    slope = classical(least_squares(x[:, None], y, absorbed=form.basis.shape[1]))
    alike = sizes["check"].eq(FORMS[SERIES][key["form"]]) & sizes["n"].eq(len(form.years))
    size = sizes.loc[alike, "size_percent"]
    return slope._asdict() | {"status": FITTED, "size_percent": float(size.iloc[0]) if len(size) else np.nan}


def _panel_test(key: dict, models: pd.DataFrame) -> dict:
    wanted = {"scope": key["scope"], "outcome": key["outcome"], "prices": key["prices"], "form": key["scale"]}
    wanted |= {"estimator": FORMS[PANEL][key["form"]], "method": "cr2"}
    rows = models[(models[list(wanted)] == pd.Series(wanted)).all(axis=1)]
    names = ["status", *(name for name in Slope._fields if name != "status"), "size_percent"]
    return rows.iloc[0][names].to_dict() if len(rows) else {"status": REFUSED}


def _with_noise(
    known: pd.DataFrame,
    key: dict,
    found: dict,
    reference: Slope | None,
    ways: Mapping[str, NoiseOfRegressor],
    options: Reliability,
) -> dict:
    """What the noise does to a test, and its outcome; nothing can be told without a slope of Figure 2."""
    cells = _on_scale(known, key["sample"], key["scale"])[1]
    holds = bool(found["size_percent"] <= LARGEST_SIZE_PERCENT)
    slope = 1.0 if reference is None else reference.slope
    facts = {"sample": key["sample"], "slope_of_figure": slope, "options": options}
    table = corrected_slopes(cells, list(ways.values()), [key["form"]], size_holds={key["form"]: holds}, **facts)
    # What is no noise at all leaves everything, what is nothing but noise leaves nothing.
    shares = table["reliability"].mask(table["status"].eq(NO_SIGNAL_SEEN), 0.0)
    first = table.iloc[0]
    judged = first[[name for name in _OF_NOISE if name not in found]].to_dict() | {"lowest_reliability": shares.min()}
    if reference is None:
        hidden = [name for name in judged if name.endswith("_percent")] + ["slope_of_figure"]
        return judged | dict.fromkeys(hidden, np.nan) | {"test_outcome": CANNOT_BE_TOLD}
    outcome = outcome_of_test(
        slope=found["slope"],
        p_value=found["p_value"],
        size_holds=holds,
        lower_limit=first["lower_limit_95"],
        upper_limit=first["upper_limit_95"],
        reliability=shares.min(),
        slope_of_figure=slope,
        share_of_slope=options.share_of_slope,
        minimum_reliability=options.minimum_reliability,
    )
    bounds = {"figure_lower_95": reference.lower_95, "figure_upper_95": reference.upper_95}
    return judged | bounds | {"test_outcome": str(outcome)}
