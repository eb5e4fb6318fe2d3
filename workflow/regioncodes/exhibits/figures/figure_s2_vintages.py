"""Supplementary figure 2: GRP per capita of the district's units, each edition against the newest."""

import textwrap
from types import SimpleNamespace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.selection import full_name, names_of
from regioncodes.exhibits.tables.table_s2_revisions import printed_date
from regioncodes.ground.regions import units_of
from regioncodes.panel.vintages import vintages
from regioncodes.words.captions import caption, source_line
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

NAME = "figure_s2_vintages"
SERIES = {"per_capita": "grp_per_capita", "total": "grp_total"}
COLUMNS = 4
WIDTH_CM = 17.0
ROW_CM = 4.3
TOP_CM = 0.85
FOOT_CM = 1.9
NAME_CHARACTERS = 22
# Smaller deviations round to 0.0 in the labels and are not told apart from none.
SMALLEST_PERCENT = 0.05
# Broad and pale for the middle editions, thin on top for those that would otherwise hide under them.
LOOKS = (
    {"color": colours.EDITIONS[0], "linewidth": 1.1, "marker": "o", "markersize": 2.6, "zorder": 4},
    {"color": colours.EDITIONS[4], "linewidth": 3.4, "zorder": 2, "solid_capstyle": "round"},
    {"color": colours.EDITIONS[2], "linewidth": 1.2, "zorder": 3},
    {"color": colours.EDITIONS[1], "linewidth": 1.1, "linestyle": (0, (2, 1.2)), "zorder": 3},
)


def _older_editions(shown: pd.DataFrame) -> list[str]:
    """Editions that deviate anywhere, in the order of their dates: the others lie on the line of zero."""
    deviating = shown[shown["deviation_percent"].abs() >= SMALLEST_PERCENT]
    return [edition for edition in _by_date(shown) if edition in set(deviating["edition"])]


def _by_date(shown: pd.DataFrame) -> list[str]:
    return list(shown[["published", "edition"]].drop_duplicates().sort_values(["published", "edition"])["edition"])


def _largest(rows: pd.DataFrame) -> pd.Series:
    """The row of the largest deviation; the first of those that go up and down by as much."""
    return rows.loc[rows["deviation_percent"].abs().round(9).idxmax()]


def _draw_unit(axes: Axes, rows: pd.DataFrame, looks: dict[str, dict], texts: Texts) -> None:
    """One unit: a line for every older edition, the largest deviation in figures."""
    axes.axhline(0, color=colours.GREY, linewidth=0.8, zorder=1)
    for edition, look in looks.items():
        own = rows[rows["edition"].eq(edition)].set_index("year")["deviation_percent"].sort_index()
        # A year without a value breaks the line.
        unbroken = own.reindex(range(own.index.min(), own.index.max() + 1)) if len(own) else own
        axes.plot(unbroken.index, unbroken, **look)
    drawn = rows[rows["edition"].isin(looks)]
    if drawn.empty:
        return
    largest = _largest(drawn)
    if abs(largest["deviation_percent"]) >= SMALLEST_PERCENT:
        below = largest["deviation_percent"] < 0
        axes.annotate(
            number(largest["deviation_percent"], texts.language, 1),
            (largest["year"], largest["deviation_percent"]),
            xytext=(5, -5 if below else 5),
            textcoords="offset points",
            ha="right",
            va="top" if below else "bottom",
            fontsize=7,
            color=colours.INK,
        )


def _edition_label(edition: pd.DataFrame, texts: Texts) -> str:
    key = "figure_s2.edition_from_totals" if edition["derived"].any() else "figure_s2.edition"
    return texts(key, edition=printed_date(edition["published"].iloc[0], texts))


def _draw_key(figure: Figure, shown: pd.DataFrame, looks: dict[str, dict], texts: Texts) -> None:
    handles = [
        Line2D([], [], label=_edition_label(shown[shown["edition"].eq(edition)], texts), **look)
        for edition, look in looks.items()
    ]
    handles.append(Line2D([], [], color=colours.GREY, linewidth=0.8, label=texts["figure_s2.newest"]))
    height_cm = figure.get_figheight() * style.CENTIMETRES_PER_INCH
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.005, 0.4 / height_cm), ncols=2, fontsize=7)


def figure_caption(shown: pd.DataFrame, regions: pd.DataFrame, texts: Texts, *, district: str) -> str:
    """Caption of Figure S2: source, period, n, method, the largest deviation, and how much is population alone.

    shown, regions: as for `figure`. district: its printed name.
    """
    return caption(
        NAME,
        texts,
        status="published",
        district=district,
        n=shown["region"].nunique(),
        period=f"{shown['year'].min()}–{shown['year'].max()}",
        **_facts(shown, names_of(shown["region"], regions, texts), texts),
    )


def _facts(shown: pd.DataFrame, names: dict[str, str], texts: Texts) -> dict[str, str | int]:
    """The largest deviation with its place, how many deviate, and in how many of them the population alone did."""
    printed = shown[~shown["derived"]]
    deviating = printed[printed["deviation_percent"].abs() >= SMALLEST_PERCENT]
    largest = _largest(shown)
    return {
        "largest": number(largest["deviation_percent"], texts.language, 1),
        "largest_unit": names[largest["region"]],
        "largest_year": int(largest["year"]),
        "largest_edition": printed_date(largest["published"], texts),
        "deviating": len(deviating),
        "alone": int((deviating["total_deviation_percent"].abs() < SMALLEST_PERCENT).sum()),
    }


@style.house_style()
def figure(shown: pd.DataFrame, regions: pd.DataFrame, texts: Texts, status: str = "published") -> Figure:
    """Small multiples, 17 cm wide: deviation of every older edition from the newest, a panel for every unit.

    shown: region, year, edition, deviation_percent (per cent of the newest value), derived, published (date of
    the edition), one row per unit, year and edition. regions: region, short_en, short_ru; its order is the
    order of the panels. The figure in a panel is its largest deviation.
    """
    names = names_of(shown["region"], regions, texts)
    rows = -(-len(names) // COLUMNS)
    height_cm = rows * ROW_CM + TOP_CM + FOOT_CM
    drawing = style.new_figure(WIDTH_CM, height_cm)
    panels = drawing.subplots(rows, COLUMNS, sharex=True, sharey=True, squeeze=False)
    drawing.subplots_adjust(
        left=0.083, right=0.985, bottom=FOOT_CM / height_cm, top=1 - TOP_CM / height_cm, wspace=0.1, hspace=0.38
    )
    older = _older_editions(shown)
    looks = {edition: LOOKS[place % len(LOOKS)] for place, edition in enumerate(older)}
    for axes, (region, name) in zip(panels.flat, names.items(), strict=False):
        _draw_unit(axes, shown[shown["region"].eq(region)], looks, texts)
        axes.set_title(textwrap.fill(name, NAME_CHARACTERS), fontsize=7.5)
    for axes in panels.flat[len(names) :]:
        axes.set_axis_off()
    panels[0, 0].margins(y=0.2)
    panels[0, 0].set_xlim(shown["year"].min() - 0.5, shown["year"].max() + 0.7)
    style.print_axis_years(panels[0, 0], ticks=4)
    style.print_axis_numbers(panels[0, 0].yaxis, texts.language, 0)
    for axes in panels[:, 0]:
        axes.set_ylabel(texts["figure_s2.unit"])
    _draw_key(drawing, shown, looks, texts)
    style.add_footer(drawing, source_line(NAME, status, texts))
    style.add_title(drawing, texts("figure_s2.title", **_facts(shown, names, texts)))
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    units = units_of(choices.district, results.regions)
    editions = (results.panel, results.revisions, results.sources)
    shown = vintages(*editions, units, **SERIES, **choices.period)
    name = full_name(choices.district, results.regions, texts)
    return figure(shown, results.regions, texts), figure_caption(shown, results.regions, texts, district=name)
