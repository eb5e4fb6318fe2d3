"""Supplementary figure 5: level and rate of the three defining codes of every unit, with bands."""

import textwrap
from types import SimpleNamespace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.code_bands import band_limits, draw_bands
from regioncodes.exhibits.printing.selection import JOINT, POINTWISE, full_name, names_of, shown_codes, told_apart
from regioncodes.ground.code_names import DYNAMIC_CODES
from regioncodes.words.captions import codes_caption, source_line
from regioncodes.words.code_terms import beside_a_rate
from regioncodes.words.texts import Texts

NAME = "figure_s5_profiles"
COLOURS = colours.DEFINING
# Columns of panels: code and order of the derivative; levels to the left, rates to the right.
PANELS = tuple((code, order) for order in (0, 1) for code in DYNAMIC_CODES)
WIDTH_CM = 17.0
ROW_CM = 2.35
TOP_CM = 1.35
FOOT_CM = 1.2
LEFT_CM = 2.9
GAP_CM = 1.1
NAME_CHARACTERS = 13


def draw_curve(axes: Axes, rows: pd.DataFrame, colour: str) -> None:
    """One code of one unit: its line and bands, pale and dashed at the edges; years without a value leave gaps."""
    years = np.arange(rows["year"].min(), rows["year"].max() + 1) if len(rows) else np.array([], dtype=int)
    own = rows.set_index("year").reindex(years)
    inner = own["edge"].eq(False).to_numpy()
    # Edges keep the inner year that they join, so that the two stretches meet.
    beside = np.append(False, inner[:-1] != inner[1:]) | np.append(inner[:-1] != inner[1:], False)
    numbers = own[["estimate", *POINTWISE, *JOINT]].astype(float)
    axes.axhline(0, color=colours.GREY, linewidth=0.5, zorder=1)
    for edge, chosen in ((False, inner), (True, ~inner | beside)):
        shown = numbers[chosen].reindex(years)
        draw_bands(axes, years, shown, colour, edge=edge)
        axes.plot(years, shown["estimate"], color=colour, linestyle=(0, (2, 1.2)) if edge else "-", linewidth=1.2)


def _panel_grid(drawing: Figure, count: int) -> list[list[Axes]]:
    """Rows of six panels; within a row the three levels share one scale, and the three rates another."""
    height_cm = count * ROW_CM + TOP_CM + FOOT_CM
    width = (WIDTH_CM - LEFT_CM - GAP_CM - 0.9) / len(PANELS)
    grid: list[list[Axes]] = []
    for row in range(count):
        grid.append([])
        for column, (_, order) in enumerate(PANELS):
            left = LEFT_CM + column * (width + 0.1) + GAP_CM * order
            bottom = FOOT_CM + (count - 1 - row) * ROW_CM
            years, scale = (grid[0][0] if row or column else None), (grid[row][3 * order] if column % 3 else None)
            place = (left / WIDTH_CM, bottom / height_cm, width / WIDTH_CM, (ROW_CM - 0.45) / height_cm)
            axes = drawing.add_axes(place, sharex=years, sharey=scale)
            axes.tick_params(labelbottom=row == count - 1, labelleft=column % 3 == 0, left=column % 3 == 0)
            grid[-1].append(axes)
    return grid


def _set_scales(row: list[Axes], own: pd.DataFrame, texts: Texts) -> None:
    """Scales of one unit: of its levels as they lie, of its rates about zero. own: its rows with an estimate."""
    levels, rates = row[0], row[3]
    levels.set_ylim(*band_limits(own[own["order"].eq(0)]))
    levels.yaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
    style.centred_scale(rates, max(map(abs, band_limits(own[own["order"].eq(1)]))))
    for axes in (levels, rates):
        style.print_axis_numbers(axes.yaxis, texts.language)


def _draw_heads(drawing: Figure, grid: list[list[Axes]], names: dict[str, str], texts: Texts) -> None:
    """Names of the codes above the columns and of the units before the rows."""
    height_cm = drawing.get_figheight() * style.CENTIMETRES_PER_INCH
    for axes, (code, order) in zip(grid[0], PANELS, strict=True):
        word = texts[f"figure_s5.{code if order == 0 else DYNAMIC_CODES[code]}"]
        axes.set_title(word, fontsize=7, color=COLOURS[code])
    for order, key in enumerate(("figure_s5.level", "figure_s5.rate")):
        left = grid[0][3 * order].get_position().x0
        drawing.text(left, 1 - 0.15 / height_cm, texts[key], va="top", fontsize=7.5, weight="bold")
    for row, name in zip(grid, names.values(), strict=True):
        place = row[0].get_position()
        middle = (place.y0 + place.y1) / 2
        drawing.text(0.1 / WIDTH_CM, middle, textwrap.fill(name, NAME_CHARACTERS), va="center", fontsize=7.5)


def figure_caption(rates: pd.DataFrame, texts: Texts, *, district: str) -> str:
    """Caption of Figure S5: source, period, n and method. rates: as for `figure`. district: its printed name."""
    return codes_caption(NAME, rates, texts, district=district)


@style.house_style()
def figure(rates: pd.DataFrame, regions: pd.DataFrame, texts: Texts, status: str = "published") -> Figure:
    """Small multiples, 17 cm wide: a row for every unit, three levels (SD) and three rates (SD per year).

    rates: of derivatives.rates, one mapping and one method. regions: region, short_en, short_ru; its order is that
    of the rows, of which there are as many as units. Pale and dashed: edge years.
    """
    names = names_of(rates["region"], regions, texts)
    drawing = style.new_figure(WIDTH_CM, len(names) * ROW_CM + TOP_CM + FOOT_CM)
    grid = _panel_grid(drawing, len(names))
    known = rates[rates["estimate"].notna()]
    # Limits stand before the curves: autoscaling many panels of one scale at every curve takes seconds.
    grid[0][0].set_xlim(rates["year"].min() - 0.5, rates["year"].max() + 0.5)
    style.print_axis_years(grid[0][0], ticks=2)
    for row, region in zip(grid, names, strict=True):
        own = known[known["region"].eq(region)]
        _set_scales(row, own, texts)
        for axes, (code, order) in zip(row, PANELS, strict=True):
            draw_curve(axes, own[own["code"].eq(code) & own["order"].eq(order)], COLOURS[code])
    _draw_heads(drawing, grid, names, texts)
    rate = known[known["order"].eq(1) & ~known["edge"].astype(bool)]
    counts = {"told": int(told_apart(rate).sum()), "of": len(rate)}
    style.add_title(drawing, texts("figure_s5.title", **counts), texts["figure_s5.how"])
    style.add_footer(drawing, source_line(NAME, status, texts))
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    shown = shown_codes(results.rates, **choices.shown)
    name = full_name(choices.district, results.regions, texts)
    made_of = beside_a_rate(
        results.code_composition, results.regions, results.indicators, texts, choices.shown["mapping"]
    )
    return figure(shown, results.regions, texts), f"{figure_caption(shown, texts, district=name)} {made_of}"
