"""Supplementary figure 4: coverage and error of every method of the derivative on known curves."""

import math
from types import SimpleNamespace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from regioncodes.codes.simulation import SMOOTH, TRUTHS
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.simulation_case import BAR_PERCENT, bar_counts, shown_case, simulation_caption
from regioncodes.words.captions import source_line
from regioncodes.words.numbers import MISSING, number
from regioncodes.words.texts import Texts

NAME = "figure_s4_simulation"
WIDTH_CM = 17.0
LEFT_CM = 3.3
TOP_CM = 1.55
GAP_CM = 1.75
FOOT_CM = 0.9
RIGHT_CM = 0.6
BETWEEN_CM = 0.5
ROW_CM = 0.6
# From good to bad; a value takes the first whose bound it does not pass.
COLOURS = (colours.GRADES[1], colours.GRADES[0], colours.GRADES[3], colours.BELOW)
ERROR_BOUNDS = (0.4, 0.7, 1.0, math.inf)
SHORTFALL_BOUNDS = (0.0, 100.0 - BAR_PERCENT, 25.0, math.inf)
TITLE_POINTS = 30  # above the slanted names of the curves


def _colour(column: str, value: float) -> str:
    """Coverage is judged by how far it falls short of 100 less 5 %, an error by its ratio to differences."""
    if math.isnan(value):
        return "white"
    bounds, amount = ERROR_BOUNDS, value
    if column == "coverage_95_percent":
        bounds, amount = SHORTFALL_BOUNDS, (0.0 if value >= 95 else 100.0 - value)
    return next(colour for bound, colour in zip(bounds, COLOURS, strict=True) if amount <= bound + 1e-9)


def _draw_panel(axes: Axes, cells: pd.DataFrame, column: str, methods: list[str], texts: Texts) -> None:
    """One cell for every method and truth, its colour saying how good, its number how much."""
    values = cells.set_index(["method", "truth"])[column]
    digits = 0 if column == "coverage_95_percent" else 2
    for row, method in enumerate(methods):
        for place, truth in enumerate(TRUTHS):
            value = float(values.loc[method, truth])
            fill = _colour(column, value)
            across = place + (0.15 if place >= len(SMOOTH) else 0.0)
            axes.add_patch(Rectangle((across, row), 1, 1, facecolor=fill, edgecolor="white", linewidth=1))
            words = MISSING if math.isnan(value) else number(value, texts.language, digits)
            axes.text(across + 0.5, row + 0.52, words, ha="center", va="center", fontsize=7, color=colours.INK)
    centres = [place + 0.5 + (0.15 if place >= len(SMOOTH) else 0.0) for place in range(len(TRUTHS))]
    axes.set_xlim(0, len(TRUTHS) + 0.15)
    axes.set_ylim(len(methods), 0)
    names = [texts[f"truth.{truth}"] for truth in TRUTHS]
    axes.set_xticks(centres, names, rotation=25, ha="left", va="bottom", rotation_mode="anchor")
    axes.set_yticks([row + 0.5 for row in range(len(methods))], [texts[f"method_short.{name}"] for name in methods])
    axes.tick_params(length=0, labelsize=6.5, top=False, labeltop=True, bottom=False, labelbottom=False, pad=2)
    axes.spines[:].set_visible(False)


def figure_caption(study: pd.DataFrame, texts: Texts) -> str:
    """Caption of Figure S4: the case shown, n, how many bands of the primary method reach the bar."""
    years, noise = shown_case(study)
    return simulation_caption(NAME, study, texts, period=years, noise=number(noise, texts.language, 1))


@style.house_style()
def figure(study: pd.DataFrame, texts: Texts) -> Figure:
    """Four heat maps, 17 cm wide: coverage (left) and error (right) of f' (above) and f'' (below).

    study: as simulation.derivative_study returns it; the middle length and noise are shown, inner years.
    Rows: methods in the order of the study; columns: smooth curves, then kink and step.
    """
    years, noise = shown_case(study)
    own = study[study["n_years"].eq(years) & study["noise_sd"].eq(noise) & study["years"].eq("inner")]
    methods = list(dict.fromkeys(study["method"]))
    tall = len(methods) * ROW_CM
    wide = (WIDTH_CM - LEFT_CM - BETWEEN_CM - RIGHT_CM) / 2
    height_cm = TOP_CM + 2 * tall + GAP_CM + FOOT_CM
    drawing = style.new_figure(WIDTH_CM, height_cm)
    for block, order in enumerate((1, 2)):
        bottom = height_cm - TOP_CM - tall - block * (tall + GAP_CM)
        for side, column in enumerate(("coverage_95_percent", "rmse_to_differences")):
            left = LEFT_CM + side * (wide + BETWEEN_CM)
            box = (left / WIDTH_CM, bottom / height_cm, wide / WIDTH_CM, tall / height_cm)
            axes = drawing.add_axes(box)
            _draw_panel(axes, own[own["order"].eq(order)], column, methods, texts)
            axes.set_title(texts[f"figure_s4.{column}.{order}"], fontsize=7.5, weight="bold", pad=TITLE_POINTS)
            axes.tick_params(labelleft=side == 0)
    style.add_footer(drawing, source_line(NAME, "synthetic", texts))
    reached, total = bar_counts(study, methods[0])
    words = {"method": texts[f"method_short.{methods[0]}"], "reached": reached, "total": total, "bar": BAR_PERCENT}
    style.add_title(drawing, texts("figure_s4.title", **words))
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return figure(results.simulation, texts), figure_caption(results.simulation, texts)
