"""Supplementary figure 3: which indicators lack values of the district's units, in which years, and why."""

import re
import textwrap
from types import SimpleNamespace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.selection import full_name
from regioncodes.ground.regions import units_of
from regioncodes.panel.coverage import REASONS, coverage, coverage_by_year
from regioncodes.words.captions import caption, source_line
from regioncodes.words.numbers import NO_BREAK_SPACE, number
from regioncodes.words.texts import Texts

NAME = "figure_s3_coverage"
WIDTH_CM = 17.0
ROW_CM = 0.56
TOP_CM = 0.7
FOOT_CM = 2.1
LEFT_CM = 8.1
TITLE_CHARACTERS = 56
COLOURS = dict(zip(reversed(REASONS), colours.GRADES, strict=True))


def _draw_row(axes: Axes, place: int, years: pd.DataFrame) -> None:
    """Cells of one row; where units lack a value, how many have one."""
    for year in years.itertuples():
        corner = (year.year - 0.5, place - 0.5)
        axes.add_patch(Rectangle(corner, 1, 1, facecolor=COLOURS[year.reason], edgecolor="white", linewidth=0.8))
        if year.units_with_value < year.units:
            words = {"ha": "center", "va": "center", "fontsize": 7, "color": colours.INK}
            axes.text(year.year, place, str(year.units_with_value), **words)


def _rows(cells: pd.DataFrame, indicators: pd.DataFrame, texts: Texts) -> list[tuple[str, pd.DataFrame]]:
    """Title and years of every row: the indicators that are not published throughout, then the others as one."""
    by_year = coverage_by_year(cells)
    is_whole = by_year["reason"].eq("published").groupby(by_year["indicator"]).transform("all")
    titles = indicators.set_index("indicator")[f"title_{texts.language}"]
    rows = [(titles[name], years) for name, years in by_year[~is_whole].groupby("indicator", sort=False)]
    whole = by_year[is_whole]
    if len(whole):
        words = texts("figure_s3.whole", n=whole["indicator"].nunique())
        rows.append((words, whole[whole["indicator"].eq(whole["indicator"].iloc[0])]))
    return rows


def _wrapped(title: str) -> str:
    """A title on as many lines as it needs, no number broken between its thousands."""
    return textwrap.fill(re.sub(r"(?<=\d) (?=\d)", NO_BREAK_SPACE, title), TITLE_CHARACTERS)


def _draw_key(figure: Figure, cells: pd.DataFrame, texts: Texts) -> None:
    """Key of the colours that occur, best first."""
    handles = [
        Patch(facecolor=COLOURS[reason], label=texts[f"coverage.{reason}"])
        for reason in reversed(REASONS)
        if reason in set(cells["reason"])
    ]
    height_cm = figure.get_figheight() * style.CENTIMETRES_PER_INCH
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.005, 0.4 / height_cm), ncols=2, fontsize=7)


def figure_caption(cells: pd.DataFrame, texts: Texts, *, district: str) -> str:
    """Caption of Figure S3: source, period, units, n and how many cells have a value.

    cells: as coverage.coverage returns them. district: its printed name.
    """
    return caption(
        NAME,
        texts,
        status="published",
        district=district,
        units=cells["region"].nunique(),
        period=f"{cells['year'].min()}–{cells['year'].max()}",
        indicators=cells["indicator"].nunique(),
        absent=int(cells["reason"].eq("absent").sum()),
        **_counts(cells, texts),
    )


def _counts(cells: pd.DataFrame, texts: Texts) -> dict[str, str]:
    """How many cells there are, how many have a value, and how many of these are derived."""
    kinds = {"n": cells["reason"].notna(), "with_value": cells["reason"].isin(["published", "derived"])}
    kinds["derived"] = cells["reason"].eq("derived")
    return {name: number(int(kind.sum()), texts.language) for name, kind in kinds.items()}


@style.house_style()
def figure(cells: pd.DataFrame, indicators: pd.DataFrame, texts: Texts, status: str = "published") -> Figure:
    """Heat map, 17 cm wide: a row for every indicator with a hole or a derived value, a column for every year.

    cells: indicator, region, year, reason, as coverage.coverage returns them. indicators: indicator, title_en,
    title_ru. Colour: the worst reason among the units; figure: how many units have a value, where not all do.
    Indicators that are published for every unit and year share the last row.
    """
    rows = _rows(cells, indicators, texts)
    height_cm = len(rows) * ROW_CM + TOP_CM + FOOT_CM
    drawing = style.new_figure(WIDTH_CM, height_cm)
    axes = drawing.add_axes(
        (LEFT_CM / WIDTH_CM, FOOT_CM / height_cm, 1 - (LEFT_CM + 0.25) / WIDTH_CM, len(rows) * ROW_CM / height_cm)
    )
    for place, (_, years) in enumerate(rows):
        _draw_row(axes, place, years)
    first, last = int(cells["year"].min()), int(cells["year"].max())
    axes.set_xlim(first - 0.5, last + 0.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xticks(range(first, last + 1), [str(year) for year in range(first, last + 1)])
    axes.set_yticks(range(len(rows)), [_wrapped(title) for title, _ in rows])
    axes.tick_params(length=0, labelsize=6.5, top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.spines[:].set_visible(False)
    _draw_key(drawing, cells, texts)
    style.add_footer(drawing, source_line(NAME, status, texts))
    style.add_title(drawing, texts("figure_s3.title", **_counts(cells, texts)), texts["figure_s3.how"])
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    units = units_of(choices.district, results.regions)
    cells = coverage(results.panel, results.indicators, units, **choices.period)
    name = full_name(choices.district, results.regions, texts)
    return figure(cells, results.indicators, texts), figure_caption(cells, texts, district=name)
