"""Supplementary figure 6: Figure 2 with the years of unpublished education bridged, a scenario and no finding."""

from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import IdentityTransform, ScaledTranslation

from regioncodes.education.outcomes import NOMINAL
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.labels import dense, label_points, pixels, place_in_corner
from regioncodes.exhibits.printing.outcome_panels import decimals, divisor, name_axes, panels
from regioncodes.exhibits.printing.selection import full_name
from regioncodes.words.captions import caption
from regioncodes.words.numbers import MISSING, interval, number, significant
from regioncodes.words.texts import Texts

NAME = "figure_s6_scenario"
SIZE_CM = (17.0, 16.4)
EDGES = {"left": 0.085, "right": 0.985, "top": 0.905, "bottom": 0.15}
LABEL_SIZE = 7.0
BAND = {"color": colours.EDUCATION, "alpha": 0.28, "linewidth": 4, "solid_capstyle": "butt"}
GUIDED_BAND = {**BAND, "color": colours.INK, "alpha": 0.5, "linewidth": 1.6}
# The two bridges of a year share their height: the guided one stands this much lower, so that both are seen.
LOWER_POINTS = 5.0


def _slope(checks: pd.DataFrame, method: str, texts: Texts) -> str:
    """Slope of one scenario with its band, or why there is none; a dash where it was not asked for."""
    own = checks[checks["variant"].eq(method)]
    if own.empty:
        return MISSING
    row = own.iloc[0]
    if row["status"] != "fitted":
        return texts[f"status_of_fit.{row['status']}"]
    digits = 0 if abs(row["slope"]) >= 100 else 1
    band = interval(row["slope_lower_95"], row["slope_upper_95"], texts.language, digits)
    return f"{number(row['slope'], texts.language, digits)} {band}"


def _slopes(fit: pd.DataFrame, checks: pd.DataFrame, texts: Texts) -> str:
    """Slope of the published years and those of the two scenarios with their bands."""
    is_fitted = fit["status"].eq("fitted").any()
    published = significant(fit["slope"].iloc[0], texts.language, 3) if is_fitted else MISSING
    scenarios = {method: _slope(checks, method, texts) for method in ("trend", "guided")}
    return texts("figure_s6.slopes", published=published, **scenarios)


def _parts(points: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Published points, those bridged by the trend, and those bridged along the guide, where there is one."""
    is_bridged, is_guided = points["flags"].eq("estimate"), points["method"].eq("guided")
    known = points["education_percent"].notna()
    return points[~is_bridged & ~is_guided], points[is_bridged & ~is_guided], points[is_bridged & is_guided & known]


def _draw_points(axes: Axes, points: pd.DataFrame, divisor: int) -> None:
    """Published years filled; bridged ones hollow, on the horizontal band of their education."""
    published, trend, guided = _parts(points)
    lower = ScaledTranslation(0, -LOWER_POINTS / 72, axes.figure.dpi_scale_trans)
    for own, colour, face, marker, band, shift in (
        (published, colours.INK, colours.INK, "o", None, IdentityTransform()),
        (trend, colours.EDUCATION, "white", "o", BAND, IdentityTransform()),
        (guided, colours.INK, "white", "D", GUIDED_BAND, lower),
    ):
        place = axes.transData + shift
        for row in own.itertuples() if band else ():
            axes.plot([row.lower_95, row.upper_95], [row.value / divisor] * 2, transform=place, **band)
        axes.scatter(
            own["education_percent"],
            own["value"] / divisor,
            s=16 if marker == "o" else 12,
            marker=marker,
            linewidths=1.0,
            edgecolors=colour,
            facecolors=face,
            zorder=3,
            transform=place,
        )


def _obstacles(axes: Axes, points: pd.DataFrame, line: pd.DataFrame, divisor: int) -> np.ndarray:
    """Places in pixels that labels keep off: the line, and the bands of the bridged years."""
    _, trend, guided = _parts(points)
    down = np.array([0, LOWER_POINTS / 72 * axes.figure.dpi])
    curves = [pixels(axes, line["education_percent"], line["fitted"] / divisor)] if len(line) else []
    curves += [
        pixels(axes, [row.lower_95, row.upper_95], [row.value / divisor] * 2) - shift
        for own, shift in ((trend, 0 * down), (guided, down))
        for row in own.itertuples()
    ]
    return np.concatenate([np.empty((0, 2)), *map(dense, curves)])


def _draw_panel(axes: Axes, place: int, outcome: str, frames: dict[str, pd.DataFrame], texts: Texts) -> None:
    own = {name: frame[frame["outcome"].eq(outcome)] for name, frame in frames.items()}
    points, line = own["points"].sort_values(["method", "year"]), own["lines"]
    points = points[points["education_percent"].notna()]
    scale = divisor(outcome, points["value"])
    axes.plot(line["education_percent"], line["fitted"] / scale, color=colours.EDUCATION, zorder=2)
    _draw_points(axes, points, scale)
    name_axes(axes, place, outcome, scale, texts)
    style.print_axis_numbers(axes.yaxis, texts.language, decimals(points["value"] / scale))
    axes.margins(0.06, 0.16)
    axes.set(xlim=axes.get_xlim(), ylim=axes.get_ylim())
    if points.empty:
        axes.text(0.5, 0.5, texts["figure_s6.none"], transform=axes.transAxes, ha="center", fontsize=LABEL_SIZE)
        return
    named = pd.concat(_parts(points)[:2])
    places = list(zip(named["education_percent"], named["value"] / scale, strict=True))
    obstacles = _obstacles(axes, points, line, scale)
    words = _slopes(own["fits"], own["checks"], texts)
    note = place_in_corner(axes, words, axes.transData.transform(places), obstacles, LABEL_SIZE)
    labels = named["year"].astype(int).astype(str).tolist()
    label_points(axes, places, labels, obstacles, [note.get_window_extent()], LABEL_SIZE)


def _draw_key(drawing: Figure, texts: Texts) -> None:
    """Key of the panels, under them, a column for each kind of point."""
    marker = {"linestyle": "", "markersize": 4}
    hollow = {**marker, "markerfacecolor": "white"}
    handles = [
        Line2D([], [], color=colours.INK, marker="o", label=texts["figure_s6.published"], **marker),
        Line2D([], [], color=colours.EDUCATION, label=texts["figure_s6.line"]),
        Line2D([], [], marker="o", markeredgecolor=colours.EDUCATION, label=texts["figure_s6.trend"], **hollow),
        Line2D([], [], label=texts["figure_s6.band"], **BAND),
        Line2D([], [], marker="D", markeredgecolor=colours.INK, label=texts["figure_s6.guided"], **hollow),
        Line2D([], [], label=texts["figure_s6.band"], **GUIDED_BAND),
    ]
    place = {"loc": "lower left", "bbox_to_anchor": (0.005, 0.025), "columnspacing": 1.4}
    drawing.legend(handles=handles, ncols=3, fontsize=LABEL_SIZE, **place)


def _years(scenario: pd.DataFrame, is_bridged: bool) -> str:
    """First and last year of the published or of the bridged points."""
    scenario = scenario[scenario["method"].ne("guided")]
    years = scenario.loc[scenario["flags"].eq("estimate").eq(is_bridged), "year"]
    return f"{int(years.min())}–{int(years.max())}" if len(years) else MISSING


def _guide(scenario: pd.DataFrame, texts: Texts) -> str:
    """What the bridge along the guide is, or why there is none."""
    own = scenario[scenario["method"].eq("guided") & scenario["flags"].eq("estimate")]
    refused = own.loc[own["status"].ne("fitted"), "status"]
    if len(refused):
        return texts("figure_s6.no_guide", reason=texts[f"status_of_fit.{refused.iloc[0]}"])
    return texts["figure_s6.guide"]


def figure_caption(scenario: pd.DataFrame, fits: pd.DataFrame, texts: Texts, *, district: str) -> str:
    """Caption: what is published and what is estimated, how it was bridged, and that it is a scenario only.

    scenario: as of figure. fits: as of correlations.education_fits. district: its printed name.
    """
    return caption(
        NAME,
        texts,
        status="published",
        district=district,
        published=_years(scenario, False),
        bridged=_years(scenario, True),
        guide=_guide(scenario, texts),
        n=" / ".join(map(str, sorted(set(fits["n"].astype(int))))) or MISSING,
    )


@style.house_style()
def figure(
    scenario: pd.DataFrame,
    fits: pd.DataFrame,
    lines: pd.DataFrame,
    checks: pd.DataFrame,
    texts: Texts,
    *,
    outcomes: Sequence[str],
) -> Figure:
    """A panel for each outcome, 17 cm wide: published years filled with their line, bridged ones hollow, banded.

    scenario: outcome, year, value, method, status, education_percent, lower_95, upper_95, flags (`estimate` where
    bridged; district_series.scenario_points). fits, lines: as of correlations.education_fits. checks:
    robustness.ROBUSTNESS, of which the rows `bridged` give the slopes of the scenarios. outcomes: in the order of the
    panels; one without points says so.
    """
    drawing, places = panels(outcomes, texts, SIZE_CM, EDGES)
    drawing.text(0.015, 0.985, texts["figure_s6.flag"], color=colours.WARNING, weight="bold", fontsize=8.5, va="top")
    frames = {"points": scenario, "fits": fits, "lines": lines, "checks": checks[checks["check"].eq("bridged")]}
    for place, (axes, outcome) in enumerate(zip(places, outcomes, strict=True)):
        _draw_panel(axes, place, outcome, frames, texts)
    _draw_key(drawing, texts)
    style.add_footer(drawing, texts("figure_s6.source_line", source=texts[f"{NAME}.source"]))
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    name = full_name(choices.district, results.regions, texts)
    frames = (results.scenario_points, results.education_fits, results.education_lines, results.robustness)
    # As Figure 2 itself, in the prices of the day.
    frames = [frame[frame["prices"].eq(NOMINAL)] for frame in frames]
    return figure(*frames, texts, outcomes=choices.outcomes), figure_caption(*frames[:2], texts, district=name)
