"""Panels of Figure 2, one for each outcome that the config names: where they stand and what is written around them."""

import math
import textwrap
from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from regioncodes.exhibits.printing import style
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

# Roubles that the catalogue shows in thousands: the number that the values are divided by on the axis.
DIVISORS = {"grp_per_capita": 1000, "income_per_capita_month": 1000, "consumer_spending_per_capita_month": 1000}
COLUMNS = 2
# Height of a panel, of the words between two as a share of it, of a panel with them, and of one more line of a title.
PANEL_CM = 4.8
GAP = 0.42
ROW_CM = 6.8
LINE_CM = 0.35
# Letters of a title that fit over a panel and the gap beside it, and of its lines where there are more.
LONGEST_TITLE = {"en": 53, "ru": 50}
LONGEST_LINE = 44
# The largest number that is printed beside an axis.
MOST = 10_000


def panels(
    outcomes: Sequence[str], texts: Texts, size_cm: tuple[float, float], edges: Mapping[str, float]
) -> tuple[Figure, list[Axes]]:
    """A drawing with a panel for each outcome, two in a row, and the panels in the order of the outcomes.

    size_cm: width and height of the drawing with two rows; each further row adds its own height, and a missing one
    takes it away; longer titles add theirs. edges: left, right, top and bottom of the panels there, as shares of it.
    """
    width, height = size_cm
    rows = -(-len(outcomes) // COLUMNS)
    lines = max(_title(place, outcome, texts).count("\n") for place, outcome in enumerate(outcomes))
    own_height = height + (rows - 2) * ROW_CM + rows * lines * LINE_CM
    top = ((1 - edges["top"]) * height + lines * LINE_CM) / own_height
    bottom = edges["bottom"] * height / own_height
    drawing = style.new_figure(width, own_height)
    drawing.subplots_adjust(
        left=edges["left"],
        right=edges["right"],
        top=1 - top,
        bottom=bottom,
        wspace=0.22,
        hspace=GAP + lines * LINE_CM / PANEL_CM,
    )
    places = list(drawing.subplots(rows, COLUMNS, squeeze=False).flat)
    for spare in places[len(outcomes) :]:
        spare.remove()
    return drawing, places[: len(outcomes)]


def divisor(outcome: str, values: pd.Series) -> int:
    """The number that the values of an outcome are divided by on its axis, so that none has more than four digits."""
    if outcome in DIVISORS:
        return DIVISORS[outcome]
    largest = values.abs().max()
    return 1000 ** max(0, math.ceil(math.log10(largest / MOST) / 3)) if largest > MOST else 1


def decimals(values: pd.Series) -> int:
    """Decimals of the numbers of an axis, so that its ticks differ: none where the values span four units or more."""
    span = values.max() - values.min()
    return max(0, -math.floor(math.log10(span / 4))) if span > 0 else 0


def say_nothing_is_there(axes: Axes, words: str) -> None:
    """Write why a panel is empty into its middle, and take the marks off its axes."""
    axes.set(xticks=[], yticks=[])
    axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", fontsize=7.0)


def name_axes(axes: Axes, place: int, outcome: str, scale: int, texts: Texts) -> None:
    """Write the letter and the title of a panel, the unit of its outcome, and education under it.

    scale: the divisor of its values.
    """
    axes.set_title(_title(place, outcome, texts), fontsize=7.5, x=-0.16)
    unit = texts[f"figure_2.{outcome}.unit"]
    is_scaled = scale > 1 and outcome not in DIVISORS
    axes.set_ylabel(texts("figure_2.scaled", unit=unit, factor=number(scale, texts.language)) if is_scaled else unit)
    axes.set_xlabel(texts["figure_2.education"])
    style.print_axis_numbers(axes.xaxis, texts.language)


def _title(place: int, outcome: str, texts: Texts) -> str:
    """Letter and title of a panel, on as many lines as they need."""
    letter, title = texts["figure_2.letters"][place], texts[f"figure_2.{outcome}.title"]
    words = texts("figure_2.panel", letter=letter, title=title)
    return words if len(words) <= LONGEST_TITLE[texts.language] else textwrap.fill(words, LONGEST_LINE)
