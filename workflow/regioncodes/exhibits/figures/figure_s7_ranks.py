"""Supplementary figure 7: how probable it is that a region is first, above the district, above zero."""

from types import SimpleNamespace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.selection import full_name, names_of
from regioncodes.words.captions import caption, source_line
from regioncodes.words.code_terms import beside_a_rate
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

NAME = "figure_s7_ranks"
PROBABILITIES = ("first", "above_district", "above_zero")
MAIN = "memory"
MARKS = {"literal": "D", "elapsed": "v"}
WIDTH_CM = 17.0
ROW_CM = 0.55
HEAD_CM = 1.35
BELOW_CM = 0.9
FOOT_CM = 1.2
LEFT_CM = 4.9


def shown_ranks(ranks: pd.DataFrame, *, mapping: str, edge_years: int, periods: int) -> pd.DataFrame:
    """Rows of one mapping by Code NID, in the last year whose whole window is inner and in the last of all.

    periods: n of Formula (2). Without their numbers the sums that lack years of their window.
    """
    own = ranks[ranks["mapping"].eq(mapping)]
    rates = own[own["reading"].eq("sum") & own["mean_sd_year"].notna()].groupby("region")["year"]
    sums = own[own["reading"].isin([MAIN, *MARKS])]
    begins = sums["year"] - periods - sums["region"].map(rates.min())
    ends = sums["region"].map(rates.max()) - sums["year"]
    numbers = [name for name in sums if name.startswith(("probability_", "rank_", "mean_"))]
    whole = sums.assign(**sums[numbers].where(begins >= 0))
    known = whole["mean_sd_year"].notna()
    inner = known & (begins >= edge_years) & (ends >= edge_years)
    last = whole.loc[known, "year"].max() if known.any() else whole["year"].max()
    return whole[whole["year"].isin([whole.loc[inner, "year"].max(), last])]


def _draw_panel(axes: Axes, rows: pd.DataFrame, regions: list[str], event: str, texts: Texts) -> None:
    """Bars of one probability in one year by the memory reading, marks for the other two."""
    column = f"probability_{event}"
    place = {region: -number for number, region in enumerate(regions)}
    known = rows[rows[column].notna()]
    bars = known[known["reading"] == MAIN]
    heights = bars["region"].map(place)
    axes.barh(heights, bars[column], height=0.62, color=colours.CODE_NID, linewidth=0)
    chance = 1 / max(1, int(rows["ranked_regions"].max())) if event == "first" else 0.5
    axes.axvline(chance, color=colours.GREY, linewidth=0.7, linestyle=(0, (2, 1.2)), zorder=1)
    for reading, mark in MARKS.items():
        own = known[known["reading"] == reading]
        axes.scatter(
            own[column], own["region"].map(place), marker=mark, s=11, color=colours.INK, linewidths=0, zorder=3
        )
    for height, value in zip(heights, bars[column], strict=True):
        axes.text(1.04, height, number(100 * value, texts.language), ha="left", va="center", fontsize=7)
    axes.set_xlim(0, 1)
    axes.set_ylim(-len(regions) + 0.5, 0.5)
    axes.set_xticks([0, 0.5, 1])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(100 * value, texts.language)))
    axes.set_yticks([])


def _draw_key(drawing: Figure, height_cm: float, texts: Texts) -> None:
    handles = [
        Patch(color=colours.CODE_NID, label=texts["reading.memory"]),
        *(
            Line2D([], [], linestyle="", marker=mark, markersize=3.5, color=colours.INK, label=texts[f"reading.{name}"])
            for name, mark in MARKS.items()
        ),
        Line2D([], [], color=colours.GREY, linewidth=0.7, linestyle=(0, (2, 1.2)), label=texts["figure_s7.chance"]),
    ]
    drawing.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.0, 0.42 / height_cm), ncols=4, fontsize=6.8)


def _leaders(ranks: pd.DataFrame) -> pd.DataFrame:
    """The region that is most probably first in each year, by the memory reading."""
    main = ranks[ranks["reading"].eq(MAIN) & ranks["probability_first"].notna()]
    return main.loc[main.groupby("year")["probability_first"].idxmax()] if len(main) else main


def _named(leaders: pd.DataFrame, names: dict[str, str], texts: Texts) -> str:
    words = [
        texts(
            "figure_s7.leader",
            year=row.year,
            name=names[row.region],
            percent=number(100 * row.probability_first, texts.language),
        )
        for row in leaders.itertuples()
    ]
    return "; ".join(words) or texts["figure.no_data"]


def title(ranks: pd.DataFrame, names: dict[str, str], texts: Texts) -> str:
    """Who is most probably first in each year, and that this is open where no one is more likely than not."""
    leaders = _leaders(ranks)
    is_open = not leaders["probability_first"].gt(0.5).all()
    return texts(f"figure_s7.title_{'open' if is_open else 'told'}", leaders=_named(leaders, names, texts))


def _event(event: str, ranks: pd.DataFrame, texts: Texts) -> str:
    """Heading of a column; the whole that a region is compared with is the district, or the country without one."""
    wholes = set(ranks.loc[ranks["probability_first"].isna(), "region"])
    is_of_country = event == "above_district" and wholes == {"RU"}
    return texts["figure_s7.above_country" if is_of_country else f"figure_s7.{event}"]


def figure_caption(ranks: pd.DataFrame, regions: pd.DataFrame, texts: Texts, *, district: str) -> str:
    """Caption of Figure S7: source, period, n, method, and the region that is most probably first in each year."""
    names = names_of(ranks["region"], regions, texts)
    return caption(
        NAME,
        texts,
        status="published",
        district=district,
        mapping=ranks["mapping"].iloc[0],
        n=int(ranks["ranked_regions"].max()),
        draws=number(ranks["draws"].max(), texts.language),
        period=", ".join(map(str, sorted(ranks["year"].unique()))),
        leaders=_named(_leaders(ranks), names, texts),
    )


@style.house_style()
def figure(ranks: pd.DataFrame, regions: pd.DataFrame, texts: Texts, status: str = "published") -> Figure:
    """Bars of probabilities, 17 cm wide: a block for every year, three panels in it, a row for every unit.

    ranks: of ranks.ranks, one mapping, the readings of Code NID. regions: region, short_en, short_ru; its order is
    the order of the rows. Bars and their figures (%): the memory reading; marks: the other readings.
    """
    names = names_of(ranks["region"], regions, texts)
    years = sorted(ranks["year"].unique())
    block_cm = HEAD_CM + len(names) * ROW_CM + BELOW_CM
    height_cm = len(years) * block_cm + FOOT_CM
    drawing = style.new_figure(WIDTH_CM, height_cm)
    width = (WIDTH_CM - LEFT_CM - 0.4) / len(PROBABILITIES)
    for row, year in enumerate(years):
        top = height_cm - row * block_cm
        drawing.text(0.015, (top - 0.25) / height_cm, texts("figure_s7.year", year=int(year)), va="top", weight="bold")
        bottom = top - HEAD_CM - len(names) * ROW_CM
        for column, event in enumerate(PROBABILITIES):
            place = ((LEFT_CM + column * width) / WIDTH_CM, bottom / height_cm, (width - 1.0) / WIDTH_CM)
            axes = drawing.add_axes((*place, len(names) * ROW_CM / height_cm))
            _draw_panel(axes, ranks[ranks["year"] == year], list(names), event, texts)
            axes.set_title(_event(event, ranks, texts), fontsize=7.5)
        for number_of_row, name in enumerate(names.values()):
            height = bottom + (len(names) - number_of_row - 0.5) * ROW_CM
            drawing.text((LEFT_CM - 0.2) / WIDTH_CM, height / height_cm, name, ha="right", va="center", fontsize=7.5)
    _draw_key(drawing, height_cm, texts)
    style.add_title(drawing, title(ranks, names, texts), texts["figure_s7.how"])
    style.add_footer(drawing, source_line(NAME, status, texts))
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    chosen = {"mapping": choices.mapping, "edge_years": choices.edge_years, "periods": choices.periods}
    shown, name = shown_ranks(results.ranks, **chosen), full_name(choices.district, results.regions, texts)
    made_of = beside_a_rate(results.code_composition, results.regions, results.indicators, texts, choices.mapping)
    words = figure_caption(shown, results.regions, texts, district=name)
    return figure(shown, results.regions, texts), f"{words} {made_of}"
