"""Supplementary figure 13: in what share of all combinations of the choices a region rises, or falls, in a year."""

from types import SimpleNamespace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from regioncodes.codes.multiverse.multiverse import NEARLY_ALL, holding, largest_mover
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.selection import full_name, names_of
from regioncodes.ground.regions import regions_of
from regioncodes.words.captions import caption, source_line
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

NAME = "figure_s13_multiverse"
WIDTH_CM = 17.0
ROW_CM = 0.52
HEAD_CM = 1.25
BELOW_CM = 0.35
FOOT_CM = 1.75
LEFT_CM = 4.9
# From all combinations below zero to all above.
SCALE = LinearSegmentedColormap.from_list("shares", [colours.BELOW, "white", colours.ABOVE])
EDGE_ALPHA = 0.35
KEY = (-100, -50, 0, 50, 100)


def _fill(net: float) -> tuple:
    return SCALE((net + 100) / 200)


def _draw_cell(axes: Axes, place: int, cell, texts: Texts) -> None:
    """One unit and year: coloured by the share above less the share below, the larger of them as a figure."""
    corner, net = (cell.year - 0.5, place - 0.5), cell.above_percent - cell.below_percent
    if cell.status == "no_band":
        axes.plot(cell.year, place, marker=".", markersize=3, color=colours.GREY)
        return
    alpha = 1.0 if cell.inner else EDGE_ALPHA
    axes.add_patch(Rectangle(corner, 1, 1, facecolor=_fill(net), edgecolor=colours.PALE, linewidth=0.5, alpha=alpha))
    largest = max(cell.above_percent, cell.below_percent)
    ink = colours.GREY if not cell.inner else "white" if abs(net) > 60 else colours.INK
    words = {"ha": "center", "va": "center", "fontsize": 7, "color": ink}
    axes.text(cell.year, place, number(largest, texts.language), **words)
    if cell.inner and largest >= 100 * NEARLY_ALL:
        frame = (cell.year - 0.44, place - 0.42)
        axes.add_patch(Rectangle(frame, 0.88, 0.84, fill=False, edgecolor=colours.INK, linewidth=1.4, zorder=3))


def _draw_panel(axes: Axes, shares: pd.DataFrame, names: dict[str, str], texts: Texts) -> None:
    """All units and years of one formula."""
    places = {region: place for place, region in enumerate(names)}
    for cell in shares.itertuples():
        _draw_cell(axes, places[cell.region], cell, texts)
    years = range(int(shares["year"].min()), int(shares["year"].max()) + 1)
    axes.set_xlim(years[0] - 0.55, years[-1] + 0.55)
    axes.set_ylim(len(names) - 0.45, -0.55)
    axes.set_xticks(years, [str(year) for year in years])
    axes.set_yticks(range(len(names)), list(names.values()))
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False, labelsize=7)
    axes.spines[:].set_visible(False)


def _draw_key(drawing: Figure, height_cm: float, texts: Texts) -> None:
    shares = [
        Patch(
            facecolor=_fill(net),
            edgecolor=colours.PALE,
            label=texts(f"figure_s13.{_side(net)}", percent=number(abs(net), texts.language)),
        )
        for net in KEY
    ]
    marks = [
        Patch(facecolor="white", edgecolor=colours.INK, linewidth=1.4, label=texts["figure_s13.nearly_all"]),
        Patch(facecolor=_fill(50), alpha=EDGE_ALPHA, label=texts["figure_s13.edge"]),
        Line2D([], [], linestyle="", marker=".", markersize=3, color=colours.GREY, label=texts["figure_s13.no_band"]),
    ]
    place = {"loc": "lower left", "fontsize": 6.8, "handlelength": 1.3, "columnspacing": 1.2}
    drawing.legend(handles=shares, bbox_to_anchor=(0.0, 0.85 / height_cm), ncols=len(shares), **place)
    drawing.legend(handles=marks, bbox_to_anchor=(0.0, 0.42 / height_cm), ncols=len(marks), **place)


def _side(net: float) -> str:
    return "neither" if net == 0 else "above" if net > 0 else "below"


def counts_held(shares: pd.DataFrame, regions: pd.DataFrame, district: str) -> dict[str, int]:
    """Inner region-years of each formula, and those above and below zero in nine tenths of the combinations or more."""
    held = holding(shares, regions_of(district, regions))
    return {
        f"{name}_{short}": int(held[name].get(formula, 0))
        for formula, short in (("code_id", "id"), ("code_nid", "nid"))
        for name in ("region_years", "above", "below")
    }


def title(shares: pd.DataFrame, regions: pd.DataFrame, texts: Texts, district: str) -> str:
    """In how many inner region-years a code is told from zero whatever is chosen."""
    held = counts_held(shares, regions, district)
    told = {f"told_{short}": held[f"above_{short}"] + held[f"below_{short}"] for short in ("id", "nid")}
    return texts("figure_s13.title", percent=number(100 * NEARLY_ALL, texts.language), **held, **told)


def figure_caption(
    shares: pd.DataFrame, choices: pd.DataFrame, regions: pd.DataFrame, texts: Texts, *, district: str
) -> str:
    """Caption of Figure S13: source, period, n, method, how many region-years hold, and what moves them most."""
    counts = shares.groupby("formula")[
        ["possible_combinations", "distinct_combinations", "sampled_combinations"]
    ].first()
    words = {
        f"{name}_{short}": number(counts.loc[formula, f"{name}_combinations"], texts.language)
        for formula, short in (("code_id", "id"), ("code_nid", "nid"))
        for name in ("possible", "distinct", "sampled")
    }
    words |= counts_held(shares, regions, district)
    words |= {
        f"mover_{short}": _mover(choices, formula, texts) for formula, short in (("code_id", "id"), ("code_nid", "nid"))
    }
    return caption(
        NAME,
        texts,
        status="published",
        district=full_name(district, regions, texts),
        period=f"{shares['year'].min()}–{shares['year'].max()}",
        percent=number(100 * NEARLY_ALL, texts.language),
        n=len(names_of(shares["region"], regions, texts)),
        **words,
    )


def _mover(choices: pd.DataFrame, formula: str, texts: Texts) -> str:
    name = largest_mover(choices, formula)
    return texts[f"multiverse.choice.{name}"] if name else texts["multiverse.nothing"]


@style.house_style()
def figure(
    shares: pd.DataFrame, regions: pd.DataFrame, texts: Texts, *, district: str, status: str = "published"
) -> Figure:
    """Two heat maps, 17 cm wide: Code ID and Code NID, a row for every unit, a column for every year.

    shares: of multiverse.multiverse. Sky: above zero; orange: below; figures: per cent of the combinations. Framed:
    nine tenths or more, in inner years. Pale: years whose sums are not of inner years alone. A point: no band.
    """
    names = names_of(shares["region"], regions, texts)
    formulas = list(dict.fromkeys(shares["formula"]))
    block_cm = HEAD_CM + len(names) * ROW_CM + BELOW_CM
    height_cm = len(formulas) * block_cm + FOOT_CM
    drawing = style.new_figure(WIDTH_CM, height_cm)
    for place, formula in enumerate(formulas):
        bottom = height_cm - (place + 1) * block_cm + BELOW_CM
        size = (1 - (LEFT_CM + 0.3) / WIDTH_CM, len(names) * ROW_CM / height_cm)
        axes = drawing.add_axes((LEFT_CM / WIDTH_CM, bottom / height_cm, *size))
        _draw_panel(axes, shares[shares["formula"] == formula], names, texts)
        top = (bottom + len(names) * ROW_CM + HEAD_CM - 0.25) / height_cm
        drawing.text(0.015, top, texts[f"figure_s13.{formula}"], va="top", weight="bold")
    _draw_key(drawing, height_cm, texts)
    style.add_footer(drawing, source_line(NAME, status, texts))
    style.add_title(drawing, title(shares, regions, texts, district), texts["figure_s13.how"])
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    shares, moves = results.multiverse, results.multiverse_choices
    words = figure_caption(shares, moves, results.regions, texts, district=choices.district)
    return figure(shares, results.regions, texts, district=choices.district), words
