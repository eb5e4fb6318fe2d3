"""Supplementary figure 14: whether the bands of the codes hold what they say on real series, beside a random walk."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from regioncodes.codes.calibration.calibration import ALL, PUBLISHED, STUDY
from regioncodes.codes.calibration.foretold import TASKS
from regioncodes.codes.calibration.left_out import WALK
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.calibration_facts import SHOWN, calibration_caption, row_of
from regioncodes.ground.code_names import CODES
from regioncodes.words.captions import source_line
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

NAME = "figure_s14_calibration"
WIDTH_CM, HEIGHT_CM = 17.0, 18.5
LEFT_CM, BETWEEN_CM, RIGHT_CM = 1.5, 1.6, 0.4
FOOT_CM, ROW_CM, GAP_CM = 2.65, 3.7, 2.0
# Names of codes stand left of the scores; the legend of the middle row lies under its axis.
NAMES_CM, LEGEND_CM = 1.9, 0.8
LINES = {
    (SHOWN, PUBLISHED): {"color": colours.INK, "linewidth": 1.6},
    (SHOWN, STUDY): {"color": colours.INK, "linewidth": 1.2, "linestyle": (0, (2, 1.5))},
    (WALK, PUBLISHED): {"color": colours.RIVAL, "linewidth": 1.2},
}
TASK_COLOURS = dict(zip(TASKS, (colours.INK, colours.GREY), strict=True))


def _draw_places(axes: Axes, bins: pd.DataFrame, task: str, texts: Texts) -> None:
    """Histogram of places: bars of the study's bands, outline of the walk; level where bands hold."""
    own = bins[bins["task"].eq(task) & bins["span"].eq(PUBLISHED) & bins["code"].eq(ALL)]
    bars, outline = (own[own["method"] == method].sort_values("lower") for method in (SHOWN, WALK))
    axes.axhline(10, color=colours.GREY, linewidth=0.8, linestyle=(0, (4, 2)))
    axes.bar(bars["lower"], bars["share_percent"], width=0.1, align="edge", color=colours.PALE, edgecolor="white")
    if len(outline):
        edges = [*outline["lower"], outline["upper"].iloc[-1]]
        axes.stairs(outline["share_percent"], edges, color=colours.RIVAL, linewidth=1.2)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, max(20.0, 1.1 * own["share_percent"].max()) if len(own) else 20.0)
    axes.set_xticks([0, 0.5, 1], [texts["figure_s14.low"], texts["figure_s14.middle"], texts["figure_s14.high"]])
    for label, side in zip(axes.get_xticklabels(), ("left", "center", "right"), strict=True):
        label.set_horizontalalignment(side)
    axes.set_ylabel(texts["figure_s14.share"])


def _draw_coverage(axes: Axes, calibration: pd.DataFrame, task: str, crisis: dict, texts: Texts) -> None:
    """Coverage of the 95 % band year by year."""
    yearly = calibration[calibration["years"].str.isdecimal() & calibration["code"].eq(ALL)]
    axes.axvspan(crisis["first"] - 0.5, crisis["last"] + 0.5, color=colours.PALE, alpha=0.6, linewidth=0)
    axes.axhline(95, color=colours.GREY, linewidth=0.8, linestyle=(0, (4, 2)))
    for (method, span), look in LINES.items():
        own = yearly[yearly["task"].eq(task) & yearly["method"].eq(method) & yearly["span"].eq(span)]
        label = texts[f"figure_s14.line.{method}.{span}"]
        axes.plot(own["years"].astype(int), own["coverage_95_percent"], marker="o", markersize=2.2, label=label, **look)
    lowest = yearly.loc[yearly["method"].isin([SHOWN, WALK]), "coverage_95_percent"].min()
    axes.set_ylim(min(80.0, 0 if np.isnan(lowest) else lowest - 3), 101)
    style.print_axis_numbers(axes.yaxis, texts.language)
    style.print_axis_years(axes, 6)
    axes.set_ylabel(texts["figure_s14.covered"])


def _draw_ratios(axes: Axes, calibration: pd.DataFrame, texts: Texts) -> None:
    """Score over that of the walk with limits, by code: left of the line the study's bands score better."""
    names = [ALL, *CODES]
    axes.axvline(1, color=colours.GREY, linewidth=0.8, linestyle=(0, (4, 2)))
    for shift, task in zip((-0.17, 0.17), TASKS, strict=True):
        rows = pd.DataFrame([row_of(calibration, task=task, span=PUBLISHED, code=code) for code in names])
        middle, lower, upper = (rows[f"crps_to_walk{end}"].to_numpy(dtype=float) for end in ("", "_lower", "_upper"))
        places = np.arange(len(names)) + shift
        axes.hlines(places, lower, upper, color=TASK_COLOURS[task], linewidth=1.6)
        label = texts[f"figure_s14.task.{task}"]
        axes.plot(middle, places, "o", markersize=4, color=TASK_COLOURS[task], label=label)
    axes.set_yticks(range(len(names)), [texts[f"calibration.code.{name}"] for name in names])
    axes.set_ylim(len(names) - 0.3, -0.6)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, texts.language, 2)))
    axes.set_xlabel(texts["figure_s14.ratio"])
    axes.legend(loc="upper center", bbox_to_anchor=(0.45, -0.26), ncols=2, fontsize=6.5, handlelength=1)


def _draw_length_scales(axes: Axes, scales: pd.DataFrame, texts: Texts) -> None:
    """Posterior weight of the length scales beside the prior and what series drawn from it give."""
    own = scales[scales["span"] == STUDY]
    for code in CODES:
        part = own[own["code"] == code]
        label = texts[f"code.{code}"]
        axes.plot(part["length_scale_years"], part["real_percent"], color=colours.DEFINING[code], label=label)
    drawn = own.groupby("length_scale_years")["simulated_percent"].mean()
    look = {"color": colours.GREY, "linewidth": 1, "linestyle": (0, (4, 2)), "label": texts["figure_s14.drawn"]}
    axes.plot(drawn.index, drawn, **look)
    axes.set_xscale("log")
    ends = [scales["length_scale_years"].min(), scales["length_scale_years"].max()] if len(own) else [1.5, 12.0]
    ticks = [ends[0], float(np.sqrt(ends[0] * ends[1])), ends[1]]
    axes.set_xticks(ticks, [number(tick, texts.language, 1) for tick in ticks])
    axes.minorticks_off()
    axes.set_ylim(0, max(12.0, 1.1 * own[["real_percent", "simulated_percent"]].max().max()) if len(own) else 12.0)
    style.print_axis_numbers(axes.yaxis, texts.language)
    axes.set_xlabel(texts["figure_s14.length_scale"])
    axes.set_ylabel(texts["figure_s14.weight"])
    axes.legend(loc="upper center", bbox_to_anchor=(0.45, -0.26), ncols=2, fontsize=6.5, handlelength=1.4)


@style.house_style()
def figure(
    calibration: pd.DataFrame, bins: pd.DataFrame, scales: pd.DataFrame, texts: Texts, *, crisis: dict
) -> Figure:
    """Six panels, 17 cm wide: places and coverage by year for both tasks, scores over the walk's, length scales.

    calibration, bins: of calibration.calibration_of_bands and places_counted; scales: of length_scales.length_scales.
    """
    drawing = style.new_figure(WIDTH_CM, HEIGHT_CM)
    panels = np.array([[_axes(drawing, row, column) for column in range(2)] for row in range(3)])
    for column, task in enumerate(TASKS):
        _draw_places(panels[0, column], bins, task, texts)
        _draw_coverage(panels[1, column], calibration, task, crisis, texts)
        panels[0, column].set_title(texts[f"figure_s14.places.{task}"])
        panels[1, column].set_title(texts[f"figure_s14.coverage.{task}"])
    handles, labels = panels[1, 0].get_legend_handles_labels()
    under = panels[1, 0].get_position().y0 - LEGEND_CM / HEIGHT_CM
    drawing.legend(handles, labels, loc="center", bbox_to_anchor=(0.5, under), ncols=3, fontsize=6.5)
    _draw_ratios(panels[2, 0], calibration, texts)
    panels[2, 0].set_title(texts["figure_s14.ratios"])
    _draw_length_scales(panels[2, 1], scales, texts)
    panels[2, 1].set_title(texts["figure_s14.scales"])
    style.add_footer(drawing, source_line(NAME, "published", texts))
    held = {task: row_of(calibration, task=task, span=PUBLISHED)["coverage_95_percent"] for task in TASKS}
    shares = {task: number(share, texts.language, 1) for task, share in held.items()}
    style.add_title(drawing, texts("figure_s14.title", **shares))
    return drawing


def _axes(drawing: Figure, row: int, column: int) -> Axes:
    wide = (WIDTH_CM - LEFT_CM - BETWEEN_CM - RIGHT_CM) / 2
    names = NAMES_CM if (row, column) == (2, 0) else 0.0
    left = LEFT_CM + column * (wide + BETWEEN_CM) + names
    bottom = FOOT_CM + (2 - row) * (ROW_CM + GAP_CM)
    return drawing.add_axes((left / WIDTH_CM, bottom / HEIGHT_CM, (wide - names) / WIDTH_CM, ROW_CM / HEIGHT_CM))


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    drawing = figure(results.calibration, results.calibration_pit, results.length_scales, texts, crisis=choices.crisis)
    words = calibration_caption(NAME, results.calibration, texts, crisis=choices.crisis, period=choices.period)
    return drawing, words
