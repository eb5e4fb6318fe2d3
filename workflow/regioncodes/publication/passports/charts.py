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
from regioncodes.publication.passports.wrapped_text import width_cm, wrapped
from regioncodes.words.texts import Texts

GAP_CM = 0.95
TITLE_CM = 0.45
MOST_BARS = 5
BAR_CM = 0.62
SMALLEST_POINTS = 5.0


def axes_at(drawing: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes whose frame begins at a place in centimetres from the upper left corner."""
    across, up = (size * style.CENTIMETRES_PER_INCH for size in drawing.get_size_inches())
    return drawing.add_axes((left / across, 1 - (top + height) / up, width / across, height / up))


def draw_curves(
    drawing: Figure, region_facts: RegionFacts, texts: Texts, left: float, top: float, width: float, height: float
):
    """Two rows of four panels: levels and Code ID above, rates and Code NID below; codes share a scale in each row."""
    panel = (width - 3 * GAP_CM) / 4
    row_height = height / 2 - TITLE_CM - 0.7
    for row, (order, formula, reading) in enumerate(((0, "code_id", "sum"), (1, "code_nid", MAIN))):
        own_top = top + row * height / 2 + TITLE_CM
        shared: Axes | None = None
        rates = region_facts.rates[region_facts.rates["order"].eq(order) & region_facts.rates["estimate"].notna()]
        for column, code in enumerate(CODES):
            axes = axes_at(drawing, left + column * (panel + GAP_CM), own_top, panel, row_height)
            word = texts[f"code.{code if order == 0 else DYNAMIC_CODES[code]}"].capitalize()
            title = texts(f"passport.panel.{'rate' if order else 'level'}", code=word)
            _draw(axes, rates[rates["code"].eq(code)], rates, COLOURS[code], title, texts)
            shared = shared or axes
        sums = region_facts.nid[
            region_facts.nid["formula"].eq(formula)
            & region_facts.nid["reading"].eq(reading)
            & region_facts.nid["estimate"].notna()
        ]
        axes = axes_at(drawing, left + 3 * (panel + GAP_CM), own_top, panel, row_height)
        title = texts["passport.panel.nid" if order else "passport.panel.id"]
        _draw(axes, sums, sums, colours.INK, title, texts)
        # A region of which nothing was read has no years.
        for axes in drawing.axes[-4:] if len(region_facts.nid) else []:
            axes.set_xlim(region_facts.nid["year"].min() - 0.5, region_facts.last_year + 0.5)


def _draw(axes: Axes, rows: pd.DataFrame, scale: pd.DataFrame, colour: str, title: str, texts: Texts) -> None:
    """One panel: the curve on the scale of its row, or the words that there is none."""
    axes.set_title(title, fontsize=7, color=colour)
    axes.set_ylim(*band_limits(scale))
    style.print_axis_years(axes, ticks=3)
    style.print_axis_numbers(axes, texts.language, 1)
    axes.yaxis.set_major_locator(style.MaxNLocator(4, steps=[1, 2, 5, 10]))
    if rows.empty:
        axes.set_yticks([])
        axes.text(
            0.5, 0.5, texts["passport.none"], transform=axes.transAxes, ha="center", fontsize=7, color=colours.GREY
        )
        return
    draw_curve(axes, rows.sort_values("year"), colour)


def bars_height(region_facts: RegionFacts) -> float:
    """Height in centimetres that the bars need; no height where no change could be split."""
    most = max(min(len(drivers(region_facts, code)), MOST_BARS) for code in CODES)
    return TITLE_CM + most * BAR_CM if most else 0.0


def draw_bars(
    drawing: Figure, region_facts: RegionFacts, names: Names, texts: Texts, left: float, top: float, width: float
) -> None:
    """Three columns of bars, one a code: contributions of its indicators, the largest above, each under its name."""
    column = (width - 2 * 0.5) / 3
    known = region_facts.contributions["contribution_sd"].abs().max()
    reach = known if known > 0 else 1.0
    for place, code in enumerate(CODES):
        rows = drivers(region_facts, code).head(MOST_BARS)
        if rows.empty:
            continue
        height = len(rows) * BAR_CM
        axes = axes_at(drawing, left + place * (column + 0.5), top + TITLE_CM, column, height)
        # Room for the figures beside the bars.
        axes.set_xlim(-1.45 * reach, 1.45 * reach)
        axes.set_ylim(len(rows), 0)
        axes.set_axis_off()
        word = texts[f"code.{code}"].capitalize()
        change = signed(rows["change_sd"].iloc[0], texts)
        axes.set_title(texts("passport.panel.driver", code=word, change=change), fontsize=7, color=COLOURS[code])
        for line, row in enumerate(rows.itertuples()):
            value = row.contribution_sd
            axes.barh(line + 0.72, value, height=0.36, color=COLOURS[code], alpha=0.75, linewidth=0)
            axes.vlines(0, line + 0.5, line + 0.94, color=colours.GREY, linewidth=0.6)
            side = "left" if value >= 0 else "right"
            pad = 0.03 * reach if value >= 0 else -0.03 * reach
            axes.text(value + pad, line + 0.72, signed(value, texts), ha=side, va="center", fontsize=6)
            name = names.terms[code, row.indicator]
            size = max(SMALLEST_POINTS, min(6.0, 6.0 * column / width_cm(name, 6.0)))
            lines = wrapped(name, column, size)
            short = lines[0] if len(lines) == 1 else f"{lines[0].rstrip(',')}…"
            axes.text(0.0, line + 0.3, short, transform=axes.get_yaxis_transform(), va="center", fontsize=size)
