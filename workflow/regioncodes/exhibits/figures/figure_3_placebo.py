"""Figure 3: what fits the outcomes of Figure 2 as well as education does: the calendar, other districts, walks."""

from types import SimpleNamespace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.outcome_words import counted
from regioncodes.exhibits.printing.selection import full_name
from regioncodes.words.captions import caption, source_line
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

NAME = "figure_3_placebo"
WIDTH_CM = 17.0
HEIGHT_CM = 10.5
BAND = {"facecolor": colours.PALE, "edgecolor": "none"}
# Marker, colour, whether filled, and size in points, by kind of regressor.
MARKS = {
    "district": ("o", colours.ORANGE, False, 5.0),
    "education": ("D", colours.BLUE, True, 7.0),
    "year": ("s", colours.VERMILION, True, 7.0),
}


def better_by_calendar(fits: pd.DataFrame) -> int:
    """Number of outcomes that the calendar year fits at least as well as education does."""
    return int((fits["kind"].eq("year") & fits["at_least_as_good"]).sum())


def _mark(kind: str) -> dict:
    marker, colour, is_filled, size = MARKS[kind]
    return {
        "marker": marker,
        "markersize": size,
        "markerfacecolor": colour if is_filled else "white",
        "markeredgecolor": colour,
        "linestyle": "",
    }


def _draw_row(axes: Axes, place: int, own: pd.DataFrame, walk: pd.DataFrame, language: str) -> None:
    """Band of the walks and marks of one outcome; the R² of education and of the year are printed."""
    for row in walk[walk["status"].eq("fitted")].itertuples():
        width = row.upper_95_r_squared - row.lower_5_r_squared
        axes.barh(place, width, 0.5, left=row.lower_5_r_squared, zorder=1, **BAND)
        axes.plot([row.median_r_squared] * 2, [place - 0.25, place + 0.25], color=colours.GREY, linewidth=1.2, zorder=2)
    fitted = own[own["status"].eq("fitted")]
    for kind in MARKS:
        rows = fitted[fitted["kind"].eq(kind)]
        axes.plot(rows["r_squared"], [place] * len(rows), zorder=3, **_mark(kind))
    for kind, shift in (("education", -0.38), ("year", 0.38)):
        for value in fitted.loc[fitted["kind"].eq(kind), "r_squared"]:
            words = {"fontsize": 7, "color": MARKS[kind][1], "ha": "center", "va": "center"}
            axes.text(value, place - shift, number(value, language, 2), **words)


def _draw_key(figure: Figure, texts: Texts) -> None:
    handles = [
        Line2D([], [], label=texts[f"figure_3.{kind}"], **_mark(kind)) for kind in ("education", "year", "district")
    ]
    handles.append(Patch(label=texts["figure_3.walks"], **BAND))
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.005, 0.05), ncols=2, fontsize=7)


def figure_caption(fits: pd.DataFrame, walks: pd.DataFrame, pairs: pd.DataFrame, texts: Texts, *, district: str) -> str:
    """Caption of Figure 3: source, period, n, method, and the null expectation with its simulation.

    fits, walks, pairs: as placebos.placebo_fits, placebo_walks and paired_walks return them.
    """
    language = texts.language
    null = pairs[pairs["n"].eq(pairs["n"].max())]
    null = null.iloc[(null["drift_to_noise"] - 1.0).abs().argmin()]
    others = fits[fits["kind"].eq("district") & fits["status"].eq("fitted")]
    counts = sorted(set(fits.loc[fits["kind"].eq("education"), "n"].astype(int)))
    return caption(
        NAME,
        texts,
        status="published",
        district=district,
        n=" / ".join(map(str, counts)),
        first_year=int(fits["first_year"].min()),
        last_year=int(fits["last_year"].max()),
        better=better_by_calendar(fits),
        panels=fits["outcome"].nunique(),
        of_outcomes=counted("of_outcomes", fits["outcome"].nunique(), texts),
        district_better=int(others["at_least_as_good"].sum()),
        district_fits=len(others),
        walks=int(walks["walks"].max()) if walks["walks"].notna().any() else 0,
        points=int(null["n"]),
        ratio=number(null["drift_to_noise"], language, 1),
        null_r_squared=number(null["median_r_squared"], language, 2),
        pairs=number(null["pairs"], language),
    )


@style.house_style()
def figure(fits: pd.DataFrame, walks: pd.DataFrame, texts: Texts, status: str = "published") -> Figure:
    """One row an outcome, 17 cm wide: R² of education, the year and other districts, and the band of 90 % of walks.

    fits, walks: as placebos.placebo_fits and placebo_walks return them; outcomes in the order of fits. A
    regressor without a fit has no mark.
    """
    outcomes = list(fits["outcome"].drop_duplicates())
    drawing = style.new_figure(WIDTH_CM, HEIGHT_CM)
    axes = drawing.add_axes((0.275, 0.27, 0.705, 0.64))
    for place, outcome in enumerate(outcomes):
        own = (frame[frame["outcome"].eq(outcome)] for frame in (fits, walks))
        _draw_row(axes, place, *own, texts.language)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(len(outcomes) - 0.4, -0.6)
    axes.set_yticks(range(len(outcomes)), [texts[f"outcome.{outcome}"] for outcome in outcomes])
    axes.tick_params(axis="y", length=0, labelsize=7.5)
    axes.xaxis.set_major_formatter(lambda value, _: number(value, texts.language, 1))
    axes.set_xlabel(texts["figure_3.axis"])
    title = texts("figure_3.title", better=better_by_calendar(fits), panels=len(outcomes))
    drawing.text(0.015, 0.95, title, fontsize=9.5, ha="left", va="center")
    _draw_key(drawing, texts)
    style.add_footer(drawing, source_line(NAME, status, texts))
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    name = full_name(choices.district, results.regions, texts)
    fits, walks = results.placebo_fits, results.placebo_walks
    return figure(fits, walks, texts), figure_caption(fits, walks, results.walk_pairs, texts, district=name)
