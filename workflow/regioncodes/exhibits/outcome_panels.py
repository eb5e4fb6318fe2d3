"""Panels of Figure 2, one for each outcome that the config names: where they stand and what is written around them."""

import math
import textwrap
from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from regioncodes.exhibits import style
from regioncodes.exhibits.texts import Texts

# Roubles that the catalogue shows in thousands: the number that the values are divided by on the axis.
DIVISORS = {"grp_per_capita": 1000, "income_per_capita_month": 1000, "consumer_spending_per_capita_month": 1000}
COLUMNS = 2
# A row of panels with the words under it.
ROW_CM = 6.8
TITLE_WIDTH = 60


def panels(
    outcomes: Sequence[str], size_cm: tuple[float, float], edges: Mapping[str, float]
) -> tuple[Figure, list[Axes]]:
    """A drawing with a panel for each outcome, two in a row, and the panels in the order of the outcomes.

    size_cm: width and height of the drawing with two rows; each further row adds its own height, and a missing one
    takes it away. edges: left, right, top and bottom of the panels there, as shares of the drawing.
    """
    width, height = size_cm
    rows = -(-len(outcomes) // COLUMNS)
    own_height = height + (rows - 2) * ROW_CM
    share = height / own_height
    drawing = style.new_figure(width, own_height)
    drawing.subplots_adjust(
        left=edges["left"], right=edges["right"], top=1 - (1 - edges["top"]) * share, bottom=edges["bottom"] * share,
        wspace=0.22, hspace=0.42,
    )  # fmt: skip
    places = list(drawing.subplots(rows, COLUMNS, squeeze=False).flat)
    for spare in places[len(outcomes) :]:
        spare.remove()
    return drawing, places[: len(outcomes)]


def decimals(values: pd.Series) -> int:
    """Decimals of the numbers of an axis, so that its ticks differ: none where the values span four units or more."""
    span = values.max() - values.min()
    return max(0, -math.floor(math.log10(span / 4))) if span > 0 else 0


def say_nothing_is_there(axes: Axes, words: str) -> None:
    """Write why a panel is empty into its middle, and take the marks off its axes."""
    axes.set(xticks=[], yticks=[])
    axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", fontsize=7.0)


def name_axes(axes: Axes, place: int, outcome: str, texts: Texts) -> None:
    """Write the letter and the title of a panel, the unit of its outcome, and education under it."""
    title = textwrap.fill(texts[f"figure_2.{outcome}.title"], TITLE_WIDTH)
    words = texts("figure_2.panel", letter=texts["figure_2.letters"][place], title=title)
    axes.set_title(words, fontsize=7.5, x=-0.16)
    axes.set_ylabel(texts[f"figure_2.{outcome}.unit"])
    axes.set_xlabel(texts["figure_2.education"])
