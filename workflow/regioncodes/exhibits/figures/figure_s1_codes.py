"""Supplementary figure 1: the codes of Formulas (1) and (2) by region and year, with bands."""

import textwrap
from types import SimpleNamespace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.code_bands import band_limits, draw_bands, key_of_bands
from regioncodes.exhibits.printing.selection import (
    JOINT,
    POINTWISE,
    full_name,
    names_of,
    of_whole_windows,
    shown_codes,
    signed_codes,
    told_apart,
)
from regioncodes.words.captions import codes_caption, source_line
from regioncodes.words.code_terms import beside_a_rate
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

NAME = "figure_s1_codes"
# Formula, its reading drawn here, and its colour.
BLOCKS = (("code_id", "sum", colours.CODE_ID), ("code_nid", "memory", colours.CODE_NID))
# Of the years that are told from zero.
MARK = {"marker": "o", "s": 26, "facecolors": "none", "edgecolors": colours.INK, "linewidths": 1.0, "zorder": 4}
COLUMNS = 4
WIDTH_CM = 17.0
ROW_CM = 3.9
NAME_CHARACTERS = 22
HEADING_CM = 0.9
FOOT_CM = 2.0


def _runs(rows: pd.DataFrame) -> list[tuple[pd.DataFrame, bool]]:
    """Unbroken stretches of years of a region, each with whether it is provisional; gaps are not bridged.

    A step from one year to the next is provisional when either of its ends is, so stretches share an end.
    """
    ordered = rows.sort_values("year").reset_index(drop=True)
    provisional = ordered["provisional"] | ordered["provisional"].shift(-1, fill_value=False)
    is_step = ordered["year"].shift(-1).sub(ordered["year"]).eq(1)
    steps = pd.DataFrame({"provisional": provisional, "is_step": is_step})
    run = steps.ne(steps.shift()).any(axis=1).cumsum()
    return [
        (ordered.iloc[group.index[0] : group.index[-1] + 2], bool(group["provisional"].iloc[0]))
        for _, group in steps[is_step].groupby(run[is_step])
    ]


def _printable(codes: pd.DataFrame) -> pd.DataFrame:
    """Rows with an estimate of the whole window, and whether each is provisional: the window reaches an edge year."""
    rows = of_whole_windows(codes)
    return rows[rows["status"].eq("estimated")].assign(provisional=rows["edge"])


def _draw_region(axes: Axes, rows: pd.DataFrame, colour: str, texts: Texts) -> None:
    axes.axhline(0, color=colours.GREY, linewidth=0.6, zorder=1)
    for run, provisional in _runs(rows):
        draw_bands(axes, run["year"], run, colour, edge=provisional)
        dashes = (0, (2, 1.2)) if provisional else "-"
        line = {"linestyle": dashes, "linewidth": 1.1 if provisional else 1.6}
        axes.plot(run["year"], run["estimate"], color=colour, alpha=0.7 if provisional else 1, **line)
    axes.scatter(rows["year"], rows["estimate"], s=4, color=colour, linewidths=0, zorder=3)
    told = rows[told_apart(rows)]
    if len(told):
        axes.scatter(told["year"], told["estimate"], **MARK)
    # A year between two gaps has no line to carry its band.
    lone = rows[~rows["year"].sub(1).isin(rows["year"]) & ~rows["year"].add(1).isin(rows["year"])]
    for lower, upper in (JOINT, POINTWISE):
        axes.vlines(lone["year"], lone[lower], lone[upper], color=colour, linewidth=2, alpha=0.2)
    if rows.empty:
        words = texts["figure.no_data"]
        axes.text(0.5, 0.62, words, transform=axes.transAxes, ha="center", fontsize=7, color=colours.GREY)


def _draw_block(
    drawing: Figure, top_cm: float, codes: pd.DataFrame, names: dict, years: tuple, colour: str, texts: Texts
) -> None:
    """One formula: a panel for every region, each on a scale of its own about zero, so that narrow bands are seen.

    top_cm: where the block begins, from the lower edge of the drawing.
    """
    rows = -(-len(names) // COLUMNS)
    height_cm = drawing.get_figheight() * style.CENTIMETRES_PER_INCH
    low, high = top_cm - rows * ROW_CM - HEADING_CM + 0.8, top_cm - 1.35
    edges = {"left": 0.083, "right": 0.985, "bottom": low / height_cm, "top": high / height_cm}
    grid = drawing.add_gridspec(rows, COLUMNS, wspace=0.3, hspace=0.38, **edges)
    panels = grid.subplots(sharex=True, squeeze=False)
    for axes, (region, name) in zip(panels.flat, names.items(), strict=False):
        rows = codes[codes["region"].eq(region)]
        _draw_region(axes, rows, colour, texts)
        style.centred_scale(axes, max(map(abs, band_limits(rows))))
        style.print_axis_numbers(axes.yaxis, texts.language)
        axes.set_title(textwrap.fill(name, NAME_CHARACTERS), fontsize=7.5)
    for axes in panels.flat[len(names) :]:
        axes.set_axis_off()
    panels[0, 0].set_xlim(years[0] - 0.5, years[1] + 0.5)
    style.print_axis_years(panels[0, 0], ticks=4)
    for axes in panels[:, 0]:
        axes.set_ylabel(texts["figure_s1.unit"])


def _draw_key(figure: Figure, texts: Texts, *, is_told: bool) -> None:
    """Key of lines, bands and, where there is one, of the mark, under the panels."""
    handles = [
        Line2D([], [], color=colours.INK, linewidth=1.6, label=texts["figure_s1.line"]),
        Line2D(
            [],
            [],
            color=colours.INK,
            linewidth=1.1,
            linestyle=(0, (2, 1.2)),
            label=texts["figure_s1.provisional"],
        ),
        *key_of_bands(texts),
        *(
            [Line2D([], [], linestyle="", marker="o", mfc="none", mec=colours.INK, label=texts["figure_s1.told"])]
            * is_told
        ),
    ]
    height_cm = figure.get_figheight() * style.CENTIMETRES_PER_INCH
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.005, 0.4 / height_cm), ncols=2, fontsize=7)


def counts_of(shown: pd.DataFrame, texts: Texts) -> dict[str, int | str]:
    """By formula: inner years, those told from zero, and the mean probability that their sign is wrong, per cent.

    shown: rows with an estimate of the whole window, and edge.
    """
    counts: dict[str, int | str] = {}
    for formula, reading, _ in BLOCKS:
        own = shown[shown["formula"].eq(formula) & shown["reading"].eq(reading) & ~shown["edge"]]
        counts |= {f"told_{formula}": int(told_apart(own).sum()), f"of_{formula}": len(own)}
        counts[f"false_{formula}"] = number(100 * own["false_sign_probability"].mean(), texts.language)
    return counts


def figure_caption(nid: pd.DataFrame, texts: Texts, *, district: str) -> str:
    """Caption of Figure S1: source, period, n, method, and how many inner years are told from zero.

    nid: as for `figure`. district: its printed name.
    """
    counts = counts_of(_printable(signed_codes(nid, NAME)), texts)
    return codes_caption(NAME, nid, texts, district=district, **counts)


@style.house_style()
def figure(nid: pd.DataFrame, regions: pd.DataFrame, texts: Texts, status: str = "published") -> Figure:
    """Small multiples, 17 cm wide: Code ID above, Code NID (memory reading) below, a panel for every region.

    nid: mapping, region, year, formula, reading, sign, method, estimate, pointwise and joint bands (SD per year), edge,
    inner, status; of one mapping and one method, the signed rows are drawn. regions: region, short_en, short_ru;
    its order is the order of the panels. Solid: years whose whole window is inner; dashed and pale: it reaches an
    edge year; missing years and sums that lack years of their window leave gaps. Ringed: inner, and the joint band
    excludes zero. Raises StudyError as `signed_codes`, `names_of`.
    """
    signed = signed_codes(nid, NAME)
    names = names_of(signed["region"], regions, texts)
    shown, years = _printable(signed), (int(signed["year"].min()), int(signed["year"].max()))
    height_cm = -(-len(names) // COLUMNS) * ROW_CM + HEADING_CM
    drawing = style.new_figure(WIDTH_CM, len(BLOCKS) * height_cm + FOOT_CM)
    for place, (formula, reading, colour) in enumerate(BLOCKS):
        codes = shown[shown["formula"].eq(formula) & shown["reading"].eq(reading)]
        top_cm = FOOT_CM + (len(BLOCKS) - place) * height_cm
        whole_cm = len(BLOCKS) * height_cm + FOOT_CM
        heading = texts[f"figure_s1.{formula}"]
        drawing.text(0.015, (top_cm - 0.15) / whole_cm, heading, ha="left", va="top", fontsize=8, weight="bold")
        _draw_block(drawing, top_cm, codes, names, years, colour, texts)
    _draw_key(drawing, texts, is_told=bool(told_apart(shown).any()))
    style.add_title(drawing, texts("figure_s1.title", **counts_of(shown, texts)), texts["figure_s1.how"])
    style.add_footer(drawing, source_line(NAME, status, texts))
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    shown = shown_codes(results.nid, **choices.shown)
    name = full_name(choices.district, results.regions, texts)
    made_of = beside_a_rate(
        results.code_composition, results.regions, results.indicators, texts, choices.shown["mapping"]
    )
    return figure(shown, results.regions, texts), f"{figure_caption(shown, texts, district=name)} {made_of}"
