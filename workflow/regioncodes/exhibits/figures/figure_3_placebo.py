"""Figure 3: what fits the outcomes of Figure 2 as well as education does: the calendar, other districts, walks."""

import textwrap
from types import SimpleNamespace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.outcome_prices import (
    calendar_counted,
    nominal,
    nominal_and_deciding,
    null_expectation,
    other_prices,
    prices_named,
)
from regioncodes.exhibits.printing.outcome_words import counted
from regioncodes.exhibits.printing.selection import full_name
from regioncodes.words.captions import caption, source_line
from regioncodes.words.numbers import MISSING, number
from regioncodes.words.texts import Texts

NAME = "figure_3_placebo"
WIDTH_CM = 17.0
# Height of the words around the rows, of a row, and, as shares of a row, of an outcome's name and a further line of it.
FRAME_CM = 4.6
ROW_CM = 1.25
HEADING = 0.5
LINE = 0.27
# Letters of a line of an outcome's name.
LONGEST_NAME = 26
BAND = {"facecolor": colours.PALE, "edgecolor": "none"}
# Marker, colour, whether filled, and size in points, by kind of regressor.
MARKS = {
    "district": ("o", colours.PLACEBO, False, 4.5),
    "education": ("D", colours.EDUCATION, True, 6.0),
    "year": ("s", colours.CALENDAR, True, 6.0),
}
# What does not decide is drawn in paler colours.
PALE = 0.38


def _mark(kind: str, alpha: float = 1.0) -> dict:
    marker, colour, is_filled, size = MARKS[kind]
    return {
        "marker": marker,
        "markersize": size,
        "markerfacecolor": colour if is_filled else "white",
        "markeredgecolor": colour,
        "linestyle": "",
        "alpha": alpha,
    }


def _draw_row(axes: Axes, place: float, own: pd.DataFrame, walk: pd.DataFrame, language: str) -> None:
    """Band of the walks and marks of one outcome in one kind of prices; R² of education and of the year are printed."""
    alpha = 1.0 if own["decides"].all() else PALE
    for row in walk[walk["status"].eq("fitted")].itertuples():
        width = row.upper_95_r_squared - row.lower_5_r_squared
        axes.barh(place, width, 0.44, left=row.lower_5_r_squared, zorder=1, alpha=alpha, **BAND)
        edges = {"color": colours.GREY, "linewidth": 1.2, "zorder": 2, "alpha": alpha}
        axes.plot([row.median_r_squared] * 2, [place - 0.22, place + 0.22], **edges)
    fitted = own[own["status"].eq("fitted")]
    for kind in MARKS:
        rows = fitted[fitted["kind"].eq(kind)]
        axes.plot(rows["r_squared"], [place] * len(rows), zorder=3, **_mark(kind, alpha))
    for kind, shift in (("education", -0.36), ("year", 0.36)):
        for value in fitted.loc[fitted["kind"].eq(kind), "r_squared"]:
            words = {"fontsize": 7, "color": MARKS[kind][1], "ha": "center", "va": "center", "alpha": (1 + alpha) / 2}
            axes.text(value, place - shift, number(value, language, 2), **words)


def _draw_key(figure: Figure, has_pale: bool, texts: Texts) -> None:
    handles = [
        Line2D([], [], label=texts[f"figure_3.{kind}"], **_mark(kind)) for kind in ("education", "year", "district")
    ]
    if has_pale:
        handles.insert(2, Line2D([], [], label=texts["figure_3.pale"], **_mark("education", PALE)))
    handles.append(Patch(label=texts["figure_3.walks"], **BAND))
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.005, 0.04), ncols=2, fontsize=7)


def _rows(fits: pd.DataFrame, names: dict[str, str]) -> list[tuple[str, str, bool, float]]:
    """Outcome, prices, whether it decides, and place from the top, of every row; each outcome has room for its name."""
    kinds = fits[["outcome", "prices", "decides"]].drop_duplicates()
    heights = kinds["outcome"].map({outcome: HEADING + LINE * name.count("\n") for outcome, name in names.items()})
    headings = heights.where(~kinds["outcome"].duplicated(), 0).cumsum()
    rows = zip(kinds.itertuples(index=False, name=None), headings, strict=True)
    return [(*row, place + heading) for place, (row, heading) in enumerate(rows)]


def title(fits: pd.DataFrame, texts: Texts) -> str:
    """What the calendar does in nominal roubles and in real ones, in two lines.

    fits: as placebos.placebo_fits returns them.
    """
    in_nominal, in_real = calendar_counted(fits, texts)
    return texts("figure_3.title", nominal=in_nominal, real=in_real)


def _other_districts(fits: pd.DataFrame, texts: Texts) -> str:
    """In how many fits the education of other districts does at least as well."""
    others = fits[fits["kind"].eq("district") & fits["status"].eq("fitted")]
    return texts("prices.counted", better=int(others["at_least_as_good"].sum()), panels=len(others))


def figure_caption(fits: pd.DataFrame, walks: pd.DataFrame, pairs: pd.DataFrame, texts: Texts, *, district: str) -> str:
    """Caption of Figure 3: source, period, n, method, and the null expectation with its simulation.

    fits, walks, pairs: as placebos.placebo_fits, placebo_walks and paired_walks return them.
    """
    shown = nominal_and_deciding(walks)
    in_nominal, in_real = calendar_counted(fits, texts)
    own = nominal_and_deciding(fits[fits["kind"].eq("education") & fits["status"].eq("fitted")])
    counts = sorted(set(own["n"].astype(int)))
    return caption(
        NAME,
        texts,
        status="published",
        district=district,
        n=" / ".join(map(str, counts)) or MISSING,
        first_year=int(fits["first_year"].min()),
        last_year=int(fits["last_year"].max()),
        of_outcomes=counted("of_outcomes", fits["outcome"].nunique(), texts),
        nominal=in_nominal,
        real=in_real,
        nominal_districts=_other_districts(nominal(fits), texts),
        real_districts=_other_districts(fits[fits["decides"]], texts),
        walks=number(walks["walks"].max(), texts.language),
        null=null_expectation(pairs, shown, texts),
        others=other_prices(fits, texts),
    ).rstrip()


@style.house_style()
def figure(fits: pd.DataFrame, walks: pd.DataFrame, texts: Texts, status: str = "published") -> Figure:
    """R² of education, the year and other districts, and the band of 90 % of walks, 17 cm wide.

    A row for each outcome in nominal roubles, pale, and one in the real ones in which it is judged; an outcome without
    roubles has one row. fits, walks: as placebos.placebo_fits and placebo_walks return them; outcomes in the order of
    fits. A regressor without a fit has no mark.
    """
    shown = nominal_and_deciding(fits)
    names = {outcome: textwrap.fill(texts[f"outcome.{outcome}"], LONGEST_NAME) for outcome in shown["outcome"].unique()}
    rows = _rows(shown, names)
    bottom = rows[-1][-1] + 0.6
    height = FRAME_CM + ROW_CM * (bottom + 0.1)
    drawing = style.new_figure(WIDTH_CM, height)
    axes = drawing.add_axes((0.29, 3.2 / height, 0.69, ROW_CM * (bottom + 0.1) / height))
    for outcome, prices, _, place in rows:
        own = (frame[frame["outcome"].eq(outcome) & frame["prices"].eq(prices)] for frame in (shown, walks))
        _draw_row(axes, place, *own, texts.language)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(bottom, -0.1)
    axes.set_yticks([row[-1] for row in rows], [prices_named(*row[1:3], texts) for row in rows])
    axes.tick_params(axis="y", length=0, labelsize=7)
    for label, (_, _, decides, _) in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_color(colours.INK if decides else colours.GREY)
    _name_outcomes(axes, rows, names)
    axes.xaxis.set_major_formatter(lambda value, _: number(value, texts.language, 1))
    axes.set_xlabel(texts["figure_3.axis"])
    drawing.text(0.015, 1 - 0.25 / height, title(fits, texts), fontsize=9.5, ha="left", va="top")
    _draw_key(drawing, not all(row[2] for row in rows), texts)
    style.add_footer(drawing, source_line(NAME, status, texts))
    return drawing


def _name_outcomes(axes: Axes, rows: list[tuple[str, str, bool, float]], names: dict[str, str]) -> None:
    """The name of each outcome above its rows, left of the axis."""
    first: dict[str, float] = {}
    for outcome, *_, place in rows:
        first.setdefault(outcome, place)
    for outcome, place in first.items():
        words = {"transform": axes.get_yaxis_transform(), "fontsize": 7.5, "ha": "right", "va": "bottom"}
        axes.text(-0.012, place - HEADING + 0.12, names[outcome], weight="bold", linespacing=1.1, **words)


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    name = full_name(choices.district, results.regions, texts)
    fits, walks = results.placebo_fits, results.placebo_walks
    return figure(fits, walks, texts), figure_caption(fits, walks, results.walk_pairs, texts, district=name)
