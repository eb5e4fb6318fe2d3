"""Supplementary figure 8: the range of Code NID and of the rank of every region over the choices of the study."""

import textwrap
from types import SimpleNamespace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from regioncodes.codes.sensitivity import MAIN, ranges
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.selection import full_name, names_of
from regioncodes.words.captions import caption, source_line
from regioncodes.words.numbers import number, rank_range
from regioncodes.words.texts import Texts

NAME = "figure_s8_sensitivity"
COLUMNS = 3
WIDTH_CM = 17.0
LINE_CM = 0.48
HEAD_CM = 1.0
AXIS_CM = 1.15
TOP_CM = 0.3
FOOT_CM = 0.7
LEFT_CM = 4.6


def shown_moves(moves: pd.DataFrame, *, district: str) -> pd.DataFrame:
    """Rows of the last inner year, without the district and the country, which have no rank."""
    ranked = moves[~moves["region"].isin([district, "RU"])]
    return ranked[ranked["year"] == ranked["year"].min()]


def _draw_region(axes: Axes, moves: pd.DataFrame, choices: list[str], texts: Texts) -> None:
    """One region: a line from the lowest to the highest Code NID for every choice, its variants, its ranks."""
    place = {choice: -number for number, choice in enumerate(choices)}
    known = moves[moves["change_sd_year"].notna() & moves["choice"].isin(choices)]
    axes.axvline(0, color=colours.PALE, linewidth=1.4, zorder=1)
    if moves["main_nid_sd_year"].isna().all():
        axes.text(
            0.5, 0.5, texts["figure.no_data"], transform=axes.transAxes, ha="center", fontsize=7, color=colours.GREY
        )
    axes.axvline(moves["main_nid_sd_year"].iloc[0], color=colours.INK, linewidth=0.9, zorder=2)
    for row in ranges(moves[moves["choice"].isin(choices)]).itertuples():
        height = place[row.choice]
        axes.hlines(height, row.lowest_sd_year, row.highest_sd_year, color=colours.CODE_NID, linewidth=2.6, alpha=0.45)
        words = rank_range(row.lowest_rank, row.highest_rank, texts.language)
        transform = axes.get_yaxis_transform()
        axes.text(1.03, height, words, transform=transform, ha="left", va="center", fontsize=7)
    axes.scatter(known["nid_sd_year"], known["choice"].map(place), s=7, color=colours.CODE_NID, linewidths=0, zorder=3)
    axes.set_ylim(-len(choices) + 0.5, 0.5)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(lambda value, _: number(value, texts.language, 2))


def leadership(moves: pd.DataFrame, names: dict[str, str], texts: Texts) -> dict[str, str | int]:
    """Who is first in the study, in how many variants it still is, and how many variants give ranks."""
    is_first, is_other = moves["rank"].eq(1), moves["choice"].ne(MAIN)
    leaders = list(moves.loc[~is_other & is_first, "region"])
    return {
        "leader": ", ".join(names[leader] for leader in leaders) or texts["figure.no_data"],
        "first": int((is_first & is_other & moves["region"].isin(leaders)).sum()),
        "computed": len(moves[moves["rank"].notna() & is_other][["choice", "variant"]].drop_duplicates()),
    }


def figure_caption(moves: pd.DataFrame, regions: pd.DataFrame, texts: Texts, *, district: str) -> str:
    """Caption of Figure S8: source, period, n, method, and what moves the ranks most."""
    names = names_of(moves["region"], regions, texts)
    variants = moves[["choice", "variant"]].drop_duplicates()
    return caption(
        NAME,
        texts,
        status="published",
        district=district,
        period=int(moves["year"].iloc[0]),
        n=len(variants) - 1,
        regions=len(names),
        **leadership(moves, names, texts),
    )


@style.house_style()
def figure(moves: pd.DataFrame, regions: pd.DataFrame, texts: Texts, status: str = "published") -> Figure:
    """Ranges, 17 cm wide: a panel for every region, a line in it for every choice, ranks to the right.

    moves: of sensitivity.sensitivity, one year, the ranked regions. Panels have scales of their own. Vertical line:
    the study as it stands; points: variants; a choice without a line changes what is summed, or gave no number.
    """
    names = names_of(moves["region"], regions, texts)
    choices = [choice for choice in moves["choice"].drop_duplicates() if choice != MAIN]
    rows = -(-len(names) // COLUMNS)
    panel_cm = len(choices) * LINE_CM
    row_cm = HEAD_CM + panel_cm + AXIS_CM
    height_cm = rows * row_cm + TOP_CM + FOOT_CM
    drawing = style.new_figure(WIDTH_CM, height_cm)
    width = (WIDTH_CM - LEFT_CM - 0.3) / COLUMNS
    for place, (region, name) in enumerate(names.items()):
        row, column = divmod(place, COLUMNS)
        bottom = height_cm - TOP_CM - row * row_cm - HEAD_CM - panel_cm
        left = LEFT_CM + column * width
        size = ((width - 1.1) / WIDTH_CM, panel_cm / height_cm)
        axes = drawing.add_axes((left / WIDTH_CM, bottom / height_cm, *size))
        _draw_region(axes, moves[moves["region"] == region], choices, texts)
        axes.set_title(textwrap.fill(name, 18), fontsize=7.5)
        axes.set_xlabel(texts["figure_s1.unit"])
        axes.text(1.03, 0.7, texts["figure_s8.rank"], transform=axes.get_yaxis_transform(), fontsize=7, va="bottom")
        for line, choice in enumerate(choices if column == 0 else []):
            height = (bottom + (len(choices) - line - 0.5) * LINE_CM) / height_cm
            words = texts[f"choice.{choice}"]
            drawing.text((LEFT_CM - 0.2) / WIDTH_CM, height, words, ha="right", va="center", fontsize=7)
    style.add_footer(drawing, source_line(NAME, status, texts))
    words = texts("figure_s8.title", year=int(moves["year"].iloc[0]), **leadership(moves, names, texts))
    style.add_title(drawing, words, texts["figure_s8.how"])
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    shown = shown_moves(results.sensitivity, district=choices.district)
    name = full_name(choices.district, results.regions, texts)
    return figure(shown, results.regions, texts), figure_caption(shown, results.regions, texts, district=name)
