"""Supplementary figure 11: what the codes are made of, the share of every indicator in their changes and levels."""

import textwrap
from types import SimpleNamespace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from regioncodes.exhibits.figures.figure_s5_profiles import COLOURS
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.selection import full_name
from regioncodes.ground.code_names import CODES
from regioncodes.words.captions import caption, source_line
from regioncodes.words.code_terms import changes_of, dominance, in_order, share, term_names
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

NAME = "figure_s11_composition"
FORMS = ("change", "level")
WIDTH_CM = 17.0
LEFT_CM = 5.9
ROW_CM = 0.66
HEAD_CM = 0.75
TOP_CM = 0.45
FOOT_CM = 2.2
NAME_CHARACTERS = 37
MARKS = {"district": "D", "country": "s"}


def wholes_of(district: str) -> dict[str, str]:
    """What the units are that consist of others, by their codes: one where the country is studied."""
    return {district: "district", "RU": "country"}


def _draw_panel(axes: Axes, rows: pd.DataFrame, indicators: list[str], district: str, texts: Texts) -> None:
    """One code in one form: bars of the regions together with their figures, marks of the single units."""
    place = {indicator: -line for line, indicator in enumerate(indicators)}
    known = rows[rows["covariance_share"].notna()]
    height, percent = known["indicator"].map(place), 100 * known["covariance_share"]
    pooled, wholes = known["pooled"].astype(bool), wholes_of(district)
    colour = COLOURS[rows["code"].iloc[0]]
    axes.axvline(0, color=colours.GREY, linewidth=0.6, zorder=1)
    axes.axvline(50, color=colours.GREY, linewidth=0.7, linestyle=(0, (2, 1.2)), zorder=1)
    axes.barh(height[pooled], percent[pooled], height=0.66, color=colour, alpha=0.4, linewidth=0)
    alone = ~pooled & ~known["region"].isin(list(wholes))
    axes.scatter(percent[alone], height[alone], s=8, color=colour, linewidths=0, zorder=3)
    hollow = {"s": 14, "facecolors": "white", "edgecolors": colours.INK, "linewidths": 0.7, "zorder": 4}
    for region, kind in wholes.items():
        own = ~pooled & known["region"].eq(region)
        axes.scatter(percent[own], height[own], marker=MARKS[kind], **hollow)
    for row in known[pooled].itertuples():
        weight = "bold" if row.dominant else "normal"
        words = share(row.covariance_share, texts)
        transform = axes.get_yaxis_transform()
        axes.text(
            1.02, place[row.indicator], words, transform=transform, ha="left", va="center", fontsize=7, weight=weight
        )
    if known.empty:
        words = texts["figure.no_data"]
        axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", fontsize=7, color=colours.GREY)
    axes.set_ylim(-len(indicators) + 0.5, 0.5)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(lambda value, _: number(value, texts.language))


def _draw_key(drawing: Figure, height_cm: float, district: str, texts: Texts) -> None:
    plain = {"linestyle": "", "markersize": 3.5}
    white = plain | {"markerfacecolor": "white", "markeredgecolor": colours.INK, "markeredgewidth": 0.7}
    handles = [
        Patch(color=colours.GREY, alpha=0.4, label=texts["figure_s11.together"]),
        Line2D([], [], marker="o", color=colours.GREY, label=texts["figure_s11.region"], **plain),
        *(
            Line2D([], [], marker=MARKS[kind], label=texts[f"figure_s11.{kind}"], **white)
            for kind in wholes_of(district).values()
        ),
        Line2D([], [], color=colours.GREY, linewidth=0.7, linestyle=(0, (2, 1.2)), label=texts["figure_s11.half"]),
    ]
    drawing.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.0, 0.42 / height_cm), ncols=5, fontsize=6.6)


def title(composition: pd.DataFrame, texts: Texts) -> str:
    """The codes whose yearly change is more than half one indicator, the regions taken together."""
    changes = composition[composition["form"].eq("change") & composition["pooled"].astype(bool)]
    items = [
        texts("figure_s11.item", code=texts[f"code.{row.code}"], share=share(row.covariance_share, texts))
        for row in changes[changes["dominant"].astype(bool)].itertuples()
    ]
    return texts("figure_s11.title", items="; ".join(items)) if items else texts["composition.none"]


def figure_caption(
    composition: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    texts: Texts,
    *,
    district: str,
    period: dict[str, int],
) -> str:
    """Caption of Figure S11: source, period, n, method, and the codes that are mostly one indicator."""
    mapping = composition["mapping"].iloc[0]
    changes = changes_of(composition, mapping)
    short = dict(zip(regions["region"], regions[f"short_{texts.language}"], strict=True))
    return caption(
        NAME,
        texts,
        status="published",
        district=full_name(district, regions, texts),
        mapping=mapping,
        period=f"{period['first_year']}–{period['last_year']}",
        n=int(changes.loc[changes["pooled"].astype(bool), "n"].max()),
        dominant=dominance(changes, short, indicators, texts),
    )


@style.house_style()
def figure(
    composition: pd.DataFrame, indicators: pd.DataFrame, texts: Texts, *, district: str, status: str = "published"
) -> Figure:
    """Shares in per cent, 17 cm wide: changes to the left, levels to the right; a block for every code.

    composition: of codes.composition, one mapping. Bars with figures, bold above a half: the regions taken together;
    points: single regions; white marks: the district as one unit, and Russia.
    """
    order, terms = in_order(composition), term_names(composition, indicators, texts)
    blocks = {code: list(order.loc[order["code"].eq(code), "indicator"]) for code in CODES}
    height_cm = TOP_CM + FOOT_CM + sum(HEAD_CM + len(own) * ROW_CM for own in blocks.values())
    drawing = style.new_figure(WIDTH_CM, height_cm)
    width = (WIDTH_CM - LEFT_CM) / len(FORMS) - 1.2
    top, first = height_cm - TOP_CM, {}
    for code, own in blocks.items():
        bottom = top - HEAD_CM - len(own) * ROW_CM
        for column, form in enumerate(FORMS):
            left = LEFT_CM + column * (width + 1.2)
            size = (width / WIDTH_CM, len(own) * ROW_CM / height_cm)
            axes = drawing.add_axes((left / WIDTH_CM, bottom / height_cm, *size), sharex=first.get(form))
            first.setdefault(form, axes)
            rows = composition[composition["code"].eq(code) & composition["form"].eq(form)]
            _draw_panel(axes, rows, own, district, texts)
            axes.tick_params(labelbottom=code == CODES[-1])
            if code == CODES[0]:
                drawing.text(left / WIDTH_CM, 1 - 0.2 / height_cm, texts[f"figure_s11.{form}"], va="top", weight="bold")
            if code == CODES[-1]:
                axes.set_xlabel(texts["figure_s11.axis"])
        name = texts("figure_s11.code", code=texts[f"code.{code}"].capitalize())
        drawing.text(0.015, (top - HEAD_CM + 0.12) / height_cm, name, fontsize=7.5, weight="bold", color=COLOURS[code])
        for line, indicator in enumerate(own):
            height = (bottom + (len(own) - line - 0.5) * ROW_CM) / height_cm
            label = textwrap.fill(terms[code, indicator], NAME_CHARACTERS)
            drawing.text(
                (LEFT_CM - 0.2) / WIDTH_CM, height, label, ha="right", va="center", fontsize=6.8, linespacing=1.0
            )
        top = bottom
    _draw_key(drawing, height_cm, district, texts)
    style.add_footer(drawing, source_line(NAME, status, texts))
    style.add_title(drawing, title(composition, texts))
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    shown = results.code_composition[results.code_composition["mapping"].eq(choices.mapping)]
    drawing = figure(shown, results.indicators, texts, district=choices.district)
    facts = {"district": choices.district, "period": choices.period}
    return drawing, figure_caption(shown, results.regions, results.indicators, texts, **facts)
