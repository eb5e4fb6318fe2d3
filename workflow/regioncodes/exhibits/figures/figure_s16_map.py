"""Supplementary figure 16: a square a region of Russia: Code ID in three years, and the growth that followed."""

import textwrap
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from regioncodes.codes.foresight.names import CODE_ID
from regioncodes.codes.region_codes import LATER_GROWTH
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.region_colours import colour, scale_end, shown_values
from regioncodes.exhibits.printing.selection import full_name, names_of
from regioncodes.ground.region_tiles import outline
from regioncodes.ground.regions import regions_of
from regioncodes.words.captions import caption, source_line
from regioncodes.words.numbers import MISSING, number
from regioncodes.words.texts import Texts

NAME = "figure_s16_map"
MAPS = (CODE_ID, LATER_GROWTH)
WIDTH_CM = 17.0
BETWEEN_CM, TILE_HEIGHT_CM = 0.15, 0.43
HEAD_CM, LINE_CM, ROW_GAP_CM, KEY_CM = 0.45, 0.42, 0.3, 1.5
TITLE_CHARACTERS, SCALE_CHARACTERS, BESIDE_CHARACTERS = 84, 24, 18
LETTERS = 6.5
# That a caption lists.
MOST_NAMES = 6
# Where the strokes of a hatched square cross it.
STROKES = (-0.6, -0.2, 0.2, 0.6)
HATCHING = "hatching"
FRAME = {"color": colours.INK, "linewidth": 1.5, "solid_capstyle": "projecting", "zorder": 4}
# Of a square whose code is told from zero.
EDGE = {"fill": False, "edgecolor": colours.INK, "linewidth": 0.7, "zorder": 3}
EMPTY = {"facecolor": "white", "edgecolor": colours.PALE, "linewidth": 0.6}


def map_years(table: pd.DataFrame) -> list[int]:
    """The first, the middle and the last year that is inner for most regions with a Code ID; none without a code."""
    own = table[table["quantity"].eq(CODE_ID) & table["estimate"].notna()]
    inner = own["inner"].astype(bool)
    share = inner.groupby(own["year"]).mean()
    years = sorted(share.index[share > 0.5])
    return sorted({years[place] for place in (0, len(years) // 2, -1)}) if years else []


def counts_told(table: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """By year, `told`: regions whose joint band of Code ID excludes zero in the year; `n`: regions with a Code ID."""
    own = shown_values(table)
    own = own[own["quantity"].eq(CODE_ID) & own["year"].isin(years) & own["estimate"].notna()]
    return own.groupby("year")["uncertain"].agg(told=lambda part: int((~part).sum()), n="size")


def finding(table: pd.DataFrame, texts: Texts) -> str:
    """The sentence over the maps: in how many regions Code ID is told from zero in the years that are drawn."""
    counts = counts_told(table, map_years(table))
    if counts.empty:
        return texts["figure.no_data"]
    parts = [texts("figure_s16.count", year=row.Index, told=row.told) for row in counts.itertuples()]
    return texts("figure_s16.finding", n=counts["n"].max(), counts=", ".join(parts))


def _tile(axes: Axes, tile: tuple, row: tuple | None, end: float) -> str:
    """One square with its letters: coloured, or empty with a stroke where there is no figure. Returns its colour."""
    corner, letters, filled = (tile.column, tile.row), colours.GREY, ""
    if row is None or np.isnan(row.shown):
        axes.add_patch(Rectangle(corner, 1, 1, **EMPTY))
        axes.plot([tile.column, tile.column + 1], [tile.row + 1, tile.row], color=colours.PALE, linewidth=0.8)
    else:
        filled = colour(row.shown, end)
        letters = colours.INK
        axes.add_patch(Rectangle(corner, 1, 1, facecolor=filled, edgecolor="white", linewidth=0.8, clip_on=False))
        if row.quantity == CODE_ID and not row.uncertain:
            axes.add_patch(Rectangle((tile.column + 0.07, tile.row + 0.08), 0.86, 0.84, **EDGE))
    place = {"ha": "center", "va": "center_baseline", "zorder": 5}
    axes.text(tile.column + 0.5, tile.row + 0.5, tile.letters, fontsize=LETTERS, color=letters, **place)
    return filled


def _draw_hatching(axes: Axes, corners: list[tuple[float, float]], size: tuple[float, float]) -> None:
    """Strokes over some rectangles as one line, far smaller in a file than a pattern for each. corners: left, top."""
    strokes = [
        [(left + size[0] * across, top + size[1] * (1 - across - shift)) for across in ends] + [(np.nan, np.nan)]
        for left, top in corners
        for shift in STROKES
        for ends in [(max(0.0, -shift), min(1.0, 1.0 - shift))]
    ]
    if strokes:
        axes.plot(*np.concatenate(strokes).T, color=colours.NOT_TOLD, linewidth=0.35, zorder=2, gid=HATCHING)


def _draw_map(axes: Axes, tiles: pd.DataFrame, rows: pd.DataFrame, own: set[str], end: float) -> None:
    known = {row.region: row for row in rows.itertuples()}
    hatched = []
    for tile in tiles.itertuples():
        row = known.get(tile.region)
        filled = _tile(axes, tile, row, end)
        if filled and row.uncertain:
            hatched.append((tile.column, tile.row))
    _draw_hatching(axes, hatched, (1, 1))
    squares = {(tile.row, tile.column) for tile in tiles[tiles["region"].isin(own)].itertuples()}
    for (first_row, first_column), (row, column) in outline(squares):
        axes.plot([first_column, column], [first_row, row], **FRAME)
    axes.set_xlim(tiles["column"].min(), tiles["column"].max() + 1)
    axes.set_ylim(tiles["row"].max() + 1, tiles["row"].min())
    axes.set_axis_off()


def _draw_scale(axes: Axes, quantity: str, end: float, texts: Texts) -> None:
    """The colours with three numbers, below Siberia, where no region stands."""
    place = axes.inset_axes([0.64, 0.16, 0.33, 0.04])
    values = np.linspace(-end, end, 61)
    for left, right in pairwise(values):
        place.axvspan(left, right, color=colour((left + right) / 2, end), linewidth=0)
    place.set_xlim(-end, end)
    place.set_yticks([])
    ticks = {-end: "≤ {}", 0.0: "{}", end: "≥ {}"}
    digits = len(f"{end:g}".partition(".")[2])
    words = [pattern.format(number(value, texts.language, digits if value else 0)) for value, pattern in ticks.items()]
    place.set_xticks(list(ticks), words, fontsize=LETTERS)
    place.spines[["left", "bottom"]].set_visible(False)
    title = textwrap.fill(texts[f"figure_s16.{quantity}"], SCALE_CHARACTERS)
    axes.text(0.64, 0.22, title, transform=axes.transAxes, fontsize=7, va="bottom", linespacing=1.15)


def _draw_heading(axes: Axes, quantity: str, rows: pd.DataFrame, year: int, later_years: int, texts: Texts) -> None:
    """The year in the empty corner north of Kaliningrad, and what is to be known beside it."""
    if quantity == CODE_ID:
        words = str(year)
        counts = counts_told(rows, [year])
        told, count = (int(counts.loc[year, name]) if len(counts) else 0 for name in ("told", "n"))
        beside = texts("figure_s16.told", told=told, n=count)
    else:
        words = f"{year + 1}–{year + later_years}"
        mean = rows["mean"].mean() if len(rows) else np.nan
        beside = texts("figure_s16.mean", mean=number(mean, texts.language, 1))
    axes.text(0, 0.995, words, transform=axes.transAxes, fontsize=8.5, weight="bold", va="top")
    axes.text(0, 0.915, textwrap.fill(beside, BESIDE_CHARACTERS), transform=axes.transAxes, fontsize=LETTERS, va="top")


def _draw_key(drawing: Figure, height: float, district: str, texts: Texts) -> None:
    """What hatching, the stroke and the frame mean."""
    axes = drawing.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH_CM), ylim=(0, height))
    axes.set_axis_off()
    axes.patch.set_visible(False)
    pale = colour(0.25, 1.0)
    looks = {
        "uncertain": {"facecolor": pale, "linewidth": 0},
        "certain": {"facecolor": pale, "linewidth": 0},
        "empty": EMPTY,
        "district": {"facecolor": "white", "edgecolor": colours.INK, "linewidth": 1.5},
    }
    for place, (name, look) in enumerate(looks.items()):
        left, bottom = 0.25 + (place % 2) * 8.7, KEY_CM - 0.45 - (place // 2) * 0.45
        axes.add_patch(Rectangle((left, bottom), 0.5, 0.32, **look))
        if name == "uncertain":
            _draw_hatching(axes, [(left, bottom + 0.32)], (0.5, -0.32))
        if name == "certain":
            axes.add_patch(Rectangle((left + 0.04, bottom + 0.035), 0.42, 0.25, **EDGE))
        if name == "empty":
            axes.plot([left, left + 0.5], [bottom, bottom + 0.32], color=colours.PALE, linewidth=0.8)
        words = texts(f"figure_s16.key.{name}", **({"district": district} if name == "district" else {}))
        axes.text(left + 0.65, bottom + 0.15, words, fontsize=6.8, va="center")


@style.house_style()
def figure(
    table: pd.DataFrame,
    tiles: pd.DataFrame,
    regions: pd.DataFrame,
    texts: Texts,
    *,
    district: str,
    later_years: int,
    status: str = "published",
) -> Figure:
    """Two maps a year, 17 cm wide: Code ID to the left, the growth of the years after it to the right.

    table: results/models/region_codes.csv; tiles: data/reference/region_tiles.csv, checked. Both maps of a quantity
    have one scale. later_years: over which growth is taken.
    """
    years, shown = map_years(table), shown_values(table)
    lettered = tiles.assign(letters=tiles[f"abbreviation_{texts.language}"])
    tall = TILE_HEIGHT_CM * (tiles["row"].max() - tiles["row"].min() + 1)
    title = textwrap.wrap(finding(table, texts), TITLE_CHARACTERS)
    head = HEAD_CM + len(title) * LINE_CM
    height = head + max(len(years), 1) * (tall + ROW_GAP_CM) + KEY_CM
    drawing = style.new_figure(WIDTH_CM, height)
    drawing.text(0.015, 1 - 0.2 / height, "\n".join(title), fontsize=9, weight="bold", va="top")
    wide, own = (WIDTH_CM - 3 * BETWEEN_CM) / 2, set(regions_of(district, regions))
    for column, quantity in enumerate(MAPS):
        rows = shown[shown["quantity"].eq(quantity) & shown["year"].isin(years)]
        end = scale_end(rows["shown"])
        for line, year in enumerate(years):
            left, top = BETWEEN_CM + column * (wide + BETWEEN_CM), height - head - line * (tall + ROW_GAP_CM)
            axes = drawing.add_axes((left / WIDTH_CM, (top - tall) / height, wide / WIDTH_CM, tall / height))
            of_year = rows[rows["year"].eq(year)]
            _draw_map(axes, lettered, of_year, own if district != "RU" else set(), end)
            _draw_heading(axes, quantity, of_year, year, later_years, texts)
            if line == 0:
                _draw_scale(axes, quantity, end, texts)
    _draw_key(drawing, height, names_of(pd.Series([district]), regions, texts)[district], texts)
    style.add_footer(drawing, source_line(NAME, status, texts))
    return drawing


def figure_caption(
    table: pd.DataFrame, regions: pd.DataFrame, texts: Texts, *, district: str, foresight: dict, mapping: str
) -> str:
    """Caption: source, period, n, method, how many regions chance alone would tell from zero, and who has no code."""
    years, shown = map_years(table), shown_values(table)
    codes = shown[shown["quantity"].eq(CODE_ID)]
    inner = codes[codes["inner"].astype(bool) & codes["estimate"].notna()]
    ever = inner.loc[~inner["uncertain"], "region"].nunique()
    at_once = inner[inner["all_units_lower_95"].gt(0) | inner["all_units_upper_95"].lt(0)]["region"].nunique()
    without = codes.groupby("region")["estimate"].count()
    absent = names_of(pd.Series(without.index[without.eq(0)]), regions, texts)
    return caption(
        NAME,
        texts,
        status="published",
        district=full_name(district, regions, texts),
        finding=finding(table, texts),
        mapping=mapping,
        period=", ".join(map(str, years)) or MISSING,
        n=codes["region"].nunique() - len(absent),
        target=texts[f"foresight.target.{foresight['primary_target']}"],
        later_years=max(foresight["primary_horizons"]),
        ever=ever,
        at_once=at_once,
        chance=number(0.05 * inner["region"].nunique(), texts.language),
        absent=_listed(list(absent.values()), texts),
    )


def _listed(names: list[str], texts: Texts) -> str:
    """Some names, or how many they are."""
    if len(names) > MOST_NAMES:
        return texts("figure_s16.absent", n=len(names))
    return ", ".join(names) or MISSING


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    table, regions = results.region_codes, results.regions
    later_years = max(choices.foresight["primary_horizons"])
    told = {"district": choices.district, "foresight": choices.foresight, "mapping": choices.mapping}
    drawing = figure(table, results.region_tiles, regions, texts, district=choices.district, later_years=later_years)
    return drawing, figure_caption(table, regions, texts, **told)
