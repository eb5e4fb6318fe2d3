"""Charts of a passport, placed in centimetres from the upper left corner of a figure."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from regioncodes.exhibits.figures.figure_s5_profiles import COLOURS, draw_curve
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.code_bands import band_limits
from regioncodes.ground.code_names import CODES, DYNAMIC_CODES
from regioncodes.publication.passports.facts import MAIN, Names, RegionFacts, drivers
from regioncodes.publication.passports.words import signed
from regioncodes.publication.passports.wrapped_text import wrapped
from regioncodes.words.texts import Texts

GAP_CM = 0.95
TITLE_CM = 0.45
MOST_BARS = 5
BETWEEN_CM = 0.5
# A bar, and a line of the name above it.
BAR_CM, NAME_CM = 0.34, 0.26
NAME_POINTS = 6.0


def axes_at(drawing: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes whose frame begins at a place in centimetres from the upper left corner."""
    across, up = (size * style.CENTIMETRES_PER_INCH for size in drawing.get_size_inches())
    return drawing.add_axes((left / across, 1 - (top + height) / up, width / across, height / up))


def draw_curves(
    drawing: Figure,
    region_facts: RegionFacts,
    texts: Texts,
    left: float,
    top: float,
    width: float,
    height: float,
    columns: int = 4,
) -> None:
    """Eight panels: levels and Code ID, then rates and Code NID; the codes of each four share a scale."""
    rows = 8 // columns
    panel, row_height = (width - (columns - 1) * GAP_CM) / columns, height / rows - TITLE_CM - 0.7

    def next_axes(place: int) -> Axes:
        row, column = divmod(place, columns)
        own_top = top + row * height / rows + TITLE_CM
        return axes_at(drawing, left + column * (panel + GAP_CM), own_top, panel, row_height)

    for order, formula, reading in ((0, "code_id", "sum"), (1, "code_nid", MAIN)):
        rates = region_facts.rates[region_facts.rates["order"].eq(order) & region_facts.rates["estimate"].notna()]
        for place, code in enumerate(CODES, start=4 * order):
            word = texts[f"code.{code if order == 0 else DYNAMIC_CODES[code]}"].capitalize()
            title = texts(f"passport.panel.{'rate' if order else 'level'}", code=word)
            _draw(next_axes(place), rates[rates["code"].eq(code)], rates, COLOURS[code], title, texts)
        sums = region_facts.nid[
            region_facts.nid["formula"].eq(formula)
            & region_facts.nid["reading"].eq(reading)
            & region_facts.nid["estimate"].notna()
        ]
        title = texts["passport.panel.nid" if order else "passport.panel.id"]
        _draw(next_axes(4 * order + 3), sums, sums, colours.INK, title, texts)
        # A region of which nothing was read has no years.
        for axes in drawing.axes[-4:] if len(region_facts.nid) else []:
            axes.set_xlim(region_facts.nid["year"].min() - 0.5, region_facts.last_year + 0.5)


def _draw(axes: Axes, rows: pd.DataFrame, scale: pd.DataFrame, colour: str, title: str, texts: Texts) -> None:
    """One panel: the curve on the scale of its row, or the words that there is none."""
    axes.set_title(title, fontsize=7, color=colour)
    axes.set_ylim(*band_limits(scale))
    style.print_axis_years(axes, ticks=3)
    style.print_axis_numbers(axes.yaxis, texts.language, 1)
    axes.yaxis.set_major_locator(style.MaxNLocator(4, steps=[1, 2, 5, 10]))
    if rows.empty:
        axes.set_yticks([])
        axes.text(
            0.5, 0.5, texts["passport.none"], transform=axes.transAxes, ha="center", fontsize=7, color=colours.GREY
        )
        return
    draw_curve(axes, rows.sort_values("year"), colour)


def bars_height(region_facts: RegionFacts, names: Names, width: float, columns: int = 3) -> float:
    """Height in centimetres that the bars need; no height where no change could be split."""
    found = [_bars_cm(_named_bars(region_facts, names, code, _column_cm(width, columns))) for code in CODES]
    heights = [TITLE_CM + height for height in found if height]
    return max(heights, default=0.0) if columns > 1 else sum(heights)


def draw_bars(
    drawing: Figure,
    region_facts: RegionFacts,
    names: Names,
    texts: Texts,
    left: float,
    top: float,
    width: float,
    columns: int = 3,
) -> None:
    """Bars of every code, side by side or in one column: contributions, the largest above, each under its name."""
    column = _column_cm(width, columns)
    known = region_facts.contributions["contribution_sd"].abs().max()
    reach = known if known > 0 else 1.0
    for place, code in enumerate(CODES):
        bars = _named_bars(region_facts, names, code, column)
        if not bars:
            continue
        own_left = left + (place * (column + BETWEEN_CM) if columns > 1 else 0.0)
        axes = axes_at(drawing, own_left, top + TITLE_CM, column, _bars_cm(bars))
        top += 0.0 if columns > 1 else TITLE_CM + _bars_cm(bars)
        word = texts[f"code.{code}"].capitalize()
        change = signed(drivers(region_facts, code)["change_sd"].iloc[0], texts)
        axes.set_title(texts("passport.panel.driver", code=word, change=change), fontsize=7, color=COLOURS[code])
        _draw_bars(axes, bars, reach, COLOURS[code], texts)


def _column_cm(width: float, columns: int) -> float:
    return (width - (columns - 1) * BETWEEN_CM) / columns


def _named_bars(region_facts: RegionFacts, names: Names, code: str, column: float) -> list[tuple[list[str], float]]:
    """The largest contributions of a code, each after the lines of its name."""
    rows = drivers(region_facts, code).head(MOST_BARS)
    return [
        (wrapped(names.terms[code, row.indicator], column, NAME_POINTS), row.contribution_sd)
        for row in rows.itertuples()
    ]


def _bars_cm(bars: list[tuple[list[str], float]]) -> float:
    return sum(len(lines) * NAME_CM + BAR_CM for lines, _ in bars)


def _draw_bars(axes: Axes, bars: list[tuple[list[str], float]], reach: float, colour: str, texts: Texts) -> None:
    """Bars of one code, downwards in centimetres. reach: the largest contribution of all."""
    # Room for the figures beside the bars.
    axes.set_xlim(-1.45 * reach, 1.45 * reach)
    axes.set_ylim(_bars_cm(bars), 0)
    axes.set_axis_off()
    across, down = axes.get_yaxis_transform(), 0.0
    for lines, value in bars:
        for line in lines:
            axes.text(0.0, down + NAME_CM / 2, line, transform=across, va="center", fontsize=NAME_POINTS)
            down += NAME_CM
        middle = down + BAR_CM / 2
        axes.barh(middle, value, height=0.6 * BAR_CM, color=colour, alpha=0.75, linewidth=0)
        axes.vlines(0, down + 0.04, down + BAR_CM - 0.04, color=colours.GREY, linewidth=0.6)
        side, pad = ("left", 0.03 * reach) if value >= 0 else ("right", -0.03 * reach)
        axes.text(value + pad, middle, signed(value, texts), ha=side, va="center", fontsize=NAME_POINTS)
        down += BAR_CM
