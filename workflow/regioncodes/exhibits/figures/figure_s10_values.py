"""Supplementary figure 10: synthetic students on the two axes of values, and the means of their groups."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MultipleLocator

from regioncodes.exhibits.printing import colours, style
from regioncodes.surveys.values.groups import SHARE
from regioncodes.words.captions import caption, source_line
from regioncodes.words.numbers import interval, number
from regioncodes.words.texts import Texts

NAME = "figure_s10_values"
WIDTH_CM, HEIGHT_CM = 17.0, 8.8
SIDE_CM, BOTTOM_CM = 5.7, 1.8
LEFTS_CM = (1.4, 8.7)  # the names of the groups stand right of the second panel
COLOURS = {"all": colours.INK, "faculty": colours.INK, "sex": colours.GREY}
MARKS = {"all": "s", "faculty": "o", "sex": "D"}


def means_on_the_map(groups: pd.DataFrame) -> pd.DataFrame:
    """Mean and interval of both axes, one row a group: x, x_lower, x_upper (self-expression), y, y_lower, y_upper."""
    found = groups.pivot(index=["grouping", "group"], columns="measure", values=["estimate", "lower_95", "upper_95"])
    names = {"estimate": "", "lower_95": "_lower", "upper_95": "_upper"}
    return pd.DataFrame(
        {
            f"{letter}{suffix}": found[kind, axis]
            for letter, axis in [("x", "self_expression"), ("y", "secular_rational")]
            for kind, suffix in names.items()
        }
    ).reset_index()


def share_above_zero(groups: pd.DataFrame, texts: Texts) -> tuple[str, str]:
    """Share of all respondents above zero on both axes and its 95 % interval, as printed, in percent."""
    row = groups[groups["grouping"].eq("all") & groups["measure"].eq(SHARE)].iloc[0]
    return number(row["estimate"], texts.language, 1), interval(row["lower_95"], row["upper_95"], texts.language, 1)


def figure_caption(scores: pd.DataFrame, groups: pd.DataFrame, texts: Texts) -> str:
    """Caption of Figure S10: source, status, n, method, the share above zero and what zero is."""
    share, bounds = share_above_zero(groups, texts)
    placed = scores[["secular_rational", "self_expression"]].notna().all(axis=1)
    return caption(
        NAME,
        texts,
        status=scores["status"].iloc[0],
        share=share,
        interval=bounds,
        n=number(len(scores), texts.language),
        placed=number(placed.sum(), texts.language),
    )


@style.house_style()
def figure(scores: pd.DataFrame, groups: pd.DataFrame, texts: Texts) -> Figure:
    """Two maps, 17 cm wide: every respondent on the whole scales; the means of groups with their intervals, enlarged.

    scores: secular_rational, self_expression (-1 to 1), status, one row a respondent. groups: as groups.value_groups
    returns them. The status of the answers stands on the face of the figure.
    """
    drawing = style.new_figure(WIDTH_CM, HEIGHT_CM)
    size = (SIDE_CM / WIDTH_CM, SIDE_CM / HEIGHT_CM)
    whole, enlarged = (drawing.add_axes((left / WIDTH_CM, BOTTOM_CM / HEIGHT_CM, *size)) for left in LEFTS_CM)
    means = means_on_the_map(groups)
    _draw_respondents(whole, scores, groups, texts)
    whole.plot(*means.loc[means["grouping"] == "all", ["x", "y"]].iloc[0], marker="s", color=colours.INK, markersize=4)
    _draw_means(enlarged, means, texts)
    for axes, title in [(whole, "respondents"), (enlarged, "groups")]:
        axes.axhline(0, color=colours.GREY, linewidth=0.6, zorder=1)
        axes.axvline(0, color=colours.GREY, linewidth=0.6, zorder=1)
        axes.set_title(texts[f"figure_s10.{title}"])
        axes.set_xlabel(texts["figure_s10.self_expression"])
        axes.set_ylabel(texts["figure_s10.secular_rational"])
    _print_ticks(whole, 0.5, texts)
    _print_ticks(enlarged, 0.1 if means["x"].notna().any() else 0.5, texts)
    label = texts[f"figure_s10.status.{scores['status'].iloc[0]}"]
    drawing.text(0.015, 0.965, label, weight="bold", color=colours.INK, ha="left", va="top", fontsize=8.5)
    style.add_footer(drawing, source_line(NAME, scores["status"].iloc[0], texts))
    return drawing


def _draw_respondents(axes: Axes, scores: pd.DataFrame, groups: pd.DataFrame, texts: Texts) -> None:
    axes.add_patch(Rectangle((0, 0), 1.05, 1.05, color=colours.ABOVE, alpha=0.15, linewidth=0))
    axes.scatter(
        scores["self_expression"], scores["secular_rational"], s=3, color=colours.GREY, alpha=0.35, linewidths=0
    )
    share, bounds = share_above_zero(groups, texts)
    words = texts("figure_s10.share", share=share, interval=bounds)
    axes.text(1.02, 1.02, words, ha="right", va="top", fontsize=7, bbox={"color": "white", "alpha": 0.8, "pad": 1.5})
    axes.set_xlim(-1.05, 1.05)
    axes.set_ylim(-1.05, 1.05)


def _draw_means(axes: Axes, means: pd.DataFrame, texts: Texts) -> None:
    """Crosses of 95 % intervals; a label lies beside its mean, on the side away from the others.

    A group too small to be shown has no mean; where none has, the map says so.
    """
    shown = means.dropna()
    if shown.empty:
        axes.set(xlim=(-1.05, 1.05), ylim=(-1.05, 1.05))
        axes.text(0.5, 0.75, texts["figure_s10.none"], transform=axes.transAxes, ha="center", fontsize=7, wrap=True)
        return
    for row in shown.itertuples():
        colour = COLOURS[row.grouping]
        axes.errorbar(
            row.x,
            row.y,
            xerr=[[row.x - row.x_lower], [row.x_upper - row.x]],
            yerr=[[row.y - row.y_lower], [row.y_upper - row.y]],
            color=colour,
            marker=MARKS[row.grouping],
            markersize=4,
            elinewidth=0.9,
        )
    reach = 1.25 * np.abs(shown[["x_lower", "x_upper", "y_lower", "y_upper"]]).to_numpy().max()
    axes.set_xlim(-reach, reach)
    axes.set_ylim(-reach, reach)
    for row, height in zip(shown.itertuples(), _label_heights(shown["y"], 0.11 * reach), strict=True):
        axes.annotate(
            texts[f"values.group.{row.group}"],
            (row.x, row.y),
            xytext=(1.04 * reach, height),
            fontsize=7,
            color=COLOURS[row.grouping],
            va="center",
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colours.PALE, "linewidth": 0.5, "zorder": 0},
        )


def _label_heights(heights: pd.Series, gap: float) -> list[float]:
    """Heights of labels in the order of the means, moved apart to at least the gap."""
    order = heights.sort_values()
    placed = np.maximum.accumulate(order.to_numpy() - gap * np.arange(len(order))) + gap * np.arange(len(order))
    return list(pd.Series(placed, order.index)[heights.index])


def _print_ticks(axes: Axes, step: float, texts: Texts) -> None:
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MultipleLocator(step))
        axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, texts.language, 1)))


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    facts = (results.value_scores, results.value_groups, texts)
    return figure(*facts), figure_caption(*facts)
