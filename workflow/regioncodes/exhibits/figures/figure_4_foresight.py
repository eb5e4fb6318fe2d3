"""Figure 4: whether Code ID and Code NID foretell growth, by horizon, beside what needs no theory."""

import textwrap
from types import SimpleNamespace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MultipleLocator

from regioncodes.codes.foresight.names import (
    AUTOREGRESSION,
    CODE_ID,
    CODE_NID,
    EDUCATION,
    FORMULAS,
    LEVEL,
    PAST_GROWTH,
    PRIMARY,
    SHUFFLED,
    TECHNOLOGIES,
)
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.foresight_facts import (
    SEEN,
    counts_by_horizon,
    facts,
    finding,
    of_all_origins,
    predictor_name,
)
from regioncodes.words.captions import caption, source_line
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

NAME = "figure_4_foresight"
WIDTH_CM, HEIGHT_CM = 17.0, 11.5
TOP_CM, BOTTOM_CM, LEFT_CM, NAMES_CM = 1.6, 2.9, 1.5, 4.9
TITLE_CHARACTERS = 90
LINES = {
    CODE_ID: {"color": colours.CODE_ID, "linewidth": 2.2},
    CODE_NID: {"color": colours.CODE_NID, "linewidth": 2.2},
    PAST_GROWTH: {"color": colours.RIVAL, "linewidth": 1.1},
    LEVEL: {"color": colours.RIVAL, "linewidth": 1.1, "linestyle": (0, (5, 1.5, 1, 1.5))},
    AUTOREGRESSION: {"color": colours.RIVAL, "linewidth": 1.1, "linestyle": (0, (4, 1.5))},
    EDUCATION: {"color": colours.EDUCATION, "linewidth": 1.1},
    TECHNOLOGIES: {"color": colours.TECHNOLOGIES, "linewidth": 1.1},
    **{f"{SHUFFLED}{name}": {"color": colours.GREY, "linewidth": 0.9, "linestyle": (0, (1, 1.5))} for name in FORMULAS},
}
SHUFFLES = [name for name in LINES if name.startswith(SHUFFLED)]
UNSEEN = {"facecolor": colours.PALE, "edgecolor": "none", "alpha": 0.6}
# Of the height of the panel, between the names of two lines.
NAME_GAP = 0.062
LOWEST_LIMIT = 0.1


def spread(values: list[float], gap: float, lowest: float) -> list[float]:
    """Places near the values, in their order, at least a gap apart and none below the lowest."""
    order = np.argsort(-np.round(values, 9), kind="stable")
    places = np.asarray(values, dtype=float)[order]
    for place in range(1, len(places)):
        places[place] = min(places[place], places[place - 1] - gap)
    floor = lowest
    for place in range(len(places) - 1, -1, -1):
        places[place] = max(places[place], floor)
        floor = places[place] + gap
    found = np.empty(len(places))
    found[order] = places
    return found.tolist()


def _draw_line(axes: Axes, rows: pd.DataFrame, look: dict, is_code: bool) -> None:
    """Correlations of one predictor by horizon; those of the primary test large, filled where told from zero."""
    axes.plot(rows["horizon_years"], rows["rank_correlation"], zorder=3 + is_code, **look)
    for row in rows.itertuples():
        is_primary = row.role == PRIMARY
        face = look["color"] if row.verdict in SEEN or not is_primary else "white"
        size = 7.5 if is_primary else 4 if is_code else 2.2
        marks = {"markersize": size, "markerfacecolor": face, "markeredgecolor": look["color"], "zorder": 5 + is_code}
        axes.plot([row.horizon_years], [row.rank_correlation], "o", markeredgewidth=1.4 if is_primary else 0.6, **marks)


def _draw_unseen(axes: Axes, own: pd.DataFrame) -> None:
    """The span about zero within which the test of a code would not see a correlation: the wider of the two codes'."""
    edge = own[own["predictor"].isin(FORMULAS)].groupby("horizon_years")["smallest_seen_alone"].max().dropna()
    axes.fill_between(edge.index.to_numpy(dtype=float), -edge, edge, zorder=0, **UNSEEN)


def _name_lines(axes: Axes, last: dict[str, tuple[float, float]], texts: Texts) -> None:
    """Names right of the last points, a thin line to each; the shuffled codes are drawn alike and have one."""
    low, high = axes.get_ylim()
    left, right = axes.get_xlim()
    end = right + 0.035 * (right - left)
    places = spread([value for _, value in last.values()], NAME_GAP * (high - low), low)
    for (name, (horizon, value)), place in zip(last.items(), places, strict=True):
        is_code, colour = name in FORMULAS, LINES[name]["color"]
        leader = {"color": colour, "linewidth": 0.6, "clip_on": False, "zorder": 2}
        axes.plot([horizon, right, end], [value, place, place], **leader)
        words = {"color": colour if is_code else colours.INK, "weight": "bold" if is_code else "normal", "va": "center"}
        words |= {"fontsize": 7.5}
        label = texts["figure_4.shuffled"] if name.startswith(SHUFFLED) else predictor_name(name, texts)
        axes.annotate(label, (end, place), xytext=(3, 0), textcoords="offset points", annotation_clip=False, **words)


def _draw_key(drawing: Figure, power: float, texts: Texts) -> None:
    mark = {"linestyle": "", "marker": "o", "markersize": 6.5, "color": colours.CODE_ID, "markeredgewidth": 1.4}
    handles = [
        Line2D([], [], markerfacecolor="white", label=texts["figure_4.primary"], **mark),
        Line2D([], [], label=texts["figure_4.primary_seen"], **mark),
        Patch(label=texts("figure_4.unseen", power=number(100 * power, texts.language)), **UNSEEN),
    ]
    place = (0.005, 0.45 / HEIGHT_CM)
    drawing.legend(handles=handles, loc="lower left", bbox_to_anchor=place, fontsize=7, ncols=2, columnspacing=1.5)


@style.house_style()
def figure(scores: pd.DataFrame, texts: Texts, *, foresight: dict, power: float, status: str = "published") -> Figure:
    """Rank correlations with later growth by horizon, 17 cm wide; a predictor without any has no line.

    scores: results/models/foresight.csv. foresight: the choices of the config of that name. power: of what is called
    seen.
    """
    own = of_all_origins(scores, foresight["primary_target"]).sort_values("horizon_years")
    drawing = style.new_figure(WIDTH_CM, HEIGHT_CM)
    size = (1 - (LEFT_CM + NAMES_CM) / WIDTH_CM, 1 - (TOP_CM + BOTTOM_CM) / HEIGHT_CM)
    axes = drawing.add_axes((LEFT_CM / WIDTH_CM, BOTTOM_CM / HEIGHT_CM, *size))
    axes.axhline(0, color=colours.GREY, linewidth=0.8, zorder=1)
    _draw_unseen(axes, own)
    last = {}
    for name, look in LINES.items():
        rows = own[own["predictor"].eq(name) & own["rank_correlation"].notna()]
        if len(rows):
            _draw_line(axes, rows, look, name in FORMULAS)
            last[name] = tuple(rows[["horizon_years", "rank_correlation"]].iloc[-1])
    if set(SHUFFLES) <= set(last):
        last.pop(SHUFFLES[-1])
    _set_axes(axes, own, foresight, texts)
    _name_lines(axes, last, texts)
    title = textwrap.fill(finding(scores, texts), TITLE_CHARACTERS)
    drawing.text(0.015, 1 - 0.25 / HEIGHT_CM, title, fontsize=9, ha="left", va="top", linespacing=1.25)
    _draw_key(drawing, power, texts)
    style.add_footer(drawing, source_line(NAME, status, texts))
    return drawing


def _set_axes(axes: Axes, own: pd.DataFrame, foresight: dict, texts: Texts) -> None:
    """Limits alike on both sides of zero; under every horizon the number of its origins."""
    drawn = own[own["predictor"].isin(LINES)]
    largest = np.nanmax(
        [
            LOWEST_LIMIT,
            *drawn["rank_correlation"].abs(),
            *drawn["smallest_seen_alone"].where(drawn["predictor"].isin(FORMULAS)),
        ]
    )
    axes.set_ylim(-1.12 * largest, 1.12 * largest)
    horizons = sorted(foresight["horizons"])
    origins = counts_by_horizon(own, horizons)["origins"]
    axes.set_xlim(horizons[0] - 0.25, horizons[-1] + 0.15)
    axes.set_xticks(horizons, [f"{years}\n({origins[years]})" for years in horizons])
    axes.set_xlabel(texts["figure_4.horizon"])
    axes.set_ylabel(texts["figure_4.correlation"])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, texts.language, 1)))
    axes.yaxis.set_major_locator(MultipleLocator(0.1))


def figure_caption(scores: pd.DataFrame, texts: Texts, *, foresight: dict, power: float) -> str:
    """Caption: finding, source, origins, n, regions, method, and what was fixed before looking."""
    return caption(NAME, texts, status="published", **facts(scores, texts, foresight=foresight, power=power))


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    options = {"foresight": choices.foresight, "power": choices.power}
    return figure(results.foresight, texts, **options), figure_caption(results.foresight, texts, **options)
