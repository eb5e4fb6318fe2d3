"""Supplementary figure 12: the slope of every method on one axis, and what its test could not have seen."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from regioncodes.education.evidence import DIVIDED, findings
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.outcome_prices import outcome_in_prices
from regioncodes.exhibits.printing.outcome_words import counted
from regioncodes.exhibits.printing.selection import full_name
from regioncodes.statistics.errors_in_regressor import ALL, INTERVAL, OUTSIDE
from regioncodes.statistics.gate import FITTED
from regioncodes.statistics.power import CANNOT_BE_TOLD, EXCLUDED, SEEN
from regioncodes.statistics.trends import LARGEST_SIZE_PERCENT
from regioncodes.words.captions import caption, source_line
from regioncodes.words.numbers import MISSING, number
from regioncodes.words.texts import Texts

NAME = "figure_s12_estimates"
WIDTH_CM = 17.0
# Height of the words above and below the rows, and of a row; an outcome's name takes HEADING rows.
TOP_CM, BOTTOM_CM = 1.3, 2.9
ROW_CM = 0.47
HEADING = 1.5
# Per cent of Figure 2's slope; what lies beyond is an arrow.
LOWEST, HIGHEST = -100.0, 300.0
NAIVE = {"color": colours.INK, "marker": "s", "size": 3.6, "shift": -0.2}
CORRECTED = {"color": colours.EDUCATION, "marker": "D", "size": 3.6, "shift": 0.2}
LIMIT = {"color": colours.EDUCATION, "marker": "|", "size": 6.0, "edge": 1.4}
UNSEEN = {"facecolor": colours.PALE, "edgecolor": "none"}
# Hides the lines behind the name of an outcome.
BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
# A test that finds a relation too often where there is none is drawn in paler colours.
PALE = 0.35


def shown(estimates: pd.DataFrame) -> pd.DataFrame:
    """The rows that are drawn: logarithms in the prices that decide, gathered by outcome, in the order of the table."""
    own = estimates[estimates["decides"] & estimates["scale"].eq("log")]
    order = own["outcome"].drop_duplicates().tolist()
    return own.sort_values("outcome", key=lambda names: names.map(order.index), kind="stable", ignore_index=True)


def percents(row: tuple, *names: str) -> list[float]:
    """Columns of a row of estimates in per cent of Figure 2's slope, from low to high; missing without that slope."""
    return sorted(100 * getattr(row, name) / row.slope_of_figure for name in names)


def _alpha(row: tuple) -> float:
    return 1.0 if row.size_percent <= LARGEST_SIZE_PERCENT else PALE


def _draw_line(axes: Axes, place: float, ends: tuple[float, float], kind: dict, alpha: float) -> None:
    """A line between two ends; an arrow where one lies beyond the axis, filled where there is no end at all."""
    low, high = np.clip(ends, LOWEST, HIGHEST)
    if low < high:
        axes.plot([low, high], [place] * 2, color=kind["color"], linewidth=1.1, alpha=alpha, zorder=2)
    for end, limit, head in ((ends[0], LOWEST, "<"), (ends[1], HIGHEST, ">")):
        if (end - limit) * (1 if head == ">" else -1) > 0:
            face = kind["color"] if np.isinf(end) else "white"
            colour = {"markerfacecolor": face, "markeredgecolor": kind["color"], "markeredgewidth": 0.7}
            axes.plot([limit], [place], head, markersize=3.4, alpha=alpha, clip_on=False, zorder=4, **colour)


def _draw_point(axes: Axes, place: float, value: float, kind: dict, alpha: float) -> None:
    if LOWEST <= value <= HIGHEST:
        colour = {"color": kind["color"], "markeredgewidth": kind.get("edge", 0)}
        axes.plot([value], [place], kind["marker"], markersize=kind["size"], alpha=alpha, zorder=3, **colour)


def _corrected_lines(row: tuple) -> list[tuple[float, float]]:
    """Ends of the parts of the noise-corrected set; none where there is no set."""
    if row.set_kind == ALL:
        return [(-np.inf, np.inf)]
    low, high = percents(row, "set_lower_95", "set_upper_95")
    return {INTERVAL: [(low, high)], OUTSIDE: [(-np.inf, low), (high, np.inf)]}.get(row.set_kind, [])


def _draw_row(axes: Axes, place: float, row: tuple) -> None:
    """What could not have been seen, the naive estimate with its interval and the corrected one with its set."""
    if row.status != FITTED or pd.isna(row.slope_of_figure):
        return
    alpha = _alpha(row)
    if pd.notna(row.smallest_slope_seen):
        edge = 100 * row.smallest_slope_seen / abs(row.slope_of_figure)
        low, high = np.clip([-edge, edge], LOWEST, HIGHEST)
        axes.barh(place, high - low, 0.84, left=low, zorder=1, **UNSEEN)
    _draw_line(axes, place + NAIVE["shift"], percents(row, "lower_95", "upper_95"), NAIVE, alpha)
    _draw_point(axes, place + NAIVE["shift"], *percents(row, "slope"), NAIVE, alpha)
    for ends in _corrected_lines(row):
        _draw_line(axes, place + CORRECTED["shift"], ends, CORRECTED, alpha)
    _draw_point(axes, place + CORRECTED["shift"], *percents(row, "corrected_slope"), CORRECTED, alpha)
    # The limit toward Figure 2's slope: the upper one after the change of sign, if any.
    limit = percents(row, "lower_limit_95", "upper_limit_95")[-1]
    _draw_point(axes, place + CORRECTED["shift"], limit, LIMIT, alpha)


def row_name(row: tuple, district: str, texts: Texts) -> str:
    """Name of the sample and form of a row of estimates."""
    scope = "" if row.sample == "series" else "district." if row.scope == district else "country."
    return texts[f"evidence.item.{row.sample}.{scope}{row.form}"]


def told(row: tuple, texts: Texts) -> str:
    """What a test says, or why it has no number."""
    if row.status != FITTED:
        key = f"status_of_fit.{row.status}"
        return texts[key if key in texts else f"panel_status.{row.status}"]
    return texts[f"figure_s12.{row.test_outcome}"]


def title(estimates: pd.DataFrame, texts: Texts) -> str:
    """For how many outcomes the tests see the relation, exclude it, or cannot tell; estimates: as slope_estimates."""
    counts = findings(estimates)["finding"].value_counts()
    kinds = [SEEN, EXCLUDED, *([DIVIDED] if DIVIDED in counts else []), CANNOT_BE_TOLD]
    parts = [f"{texts[f'evidence.finding.{kind}']} — {int(counts.get(kind, 0))}" for kind in kinds]
    return texts("figure_s12.title", counts="; ".join(parts), outcomes=int(counts.sum()))


def figure_caption(estimates: pd.DataFrame, texts: Texts, *, district: str, share_of_slope: float) -> str:
    """Caption: source, period, n, method, and how to read shade, arrows and pale rows. district: its printed name."""
    own = shown(estimates)
    fitted = own[own["status"].eq(FITTED)]
    return caption(
        NAME,
        texts,
        status="published",
        district=district,
        of_outcomes=counted("of_outcomes", own["outcome"].nunique(), texts),
        period=f"{int(fitted['first_year'].min())}–{int(fitted['last_year'].max())}" if len(fitted) else MISSING,
        n=len(own),
        fitted=len(fitted),
        pale=int((~(fitted["size_percent"] <= LARGEST_SIZE_PERCENT)).sum()),
        size=number(LARGEST_SIZE_PERCENT, texts.language),
        share=number(100 * share_of_slope, texts.language),
    )


def _places(own: pd.DataFrame) -> list[float]:
    """Place from the top of every row, with room above the first of each outcome for its name."""
    headings = HEADING * (~own["outcome"].duplicated()).cumsum()
    return (np.arange(len(own)) + headings).tolist()


def _draw_words(axes: Axes, own: pd.DataFrame, places: list[float], district: str, texts: Texts) -> None:
    """Names of the outcomes above their rows, of the rows at the left, and what each test says at the right."""
    axes.set_yticks(places, [row_name(row, district, texts) for row in own.itertuples()])
    axes.tick_params(axis="y", length=0, labelsize=6.5)
    for row, place, label in zip(own.itertuples(), places, axes.get_yticklabels(), strict=True):
        colour = colours.INK if _alpha(row) == 1 else colours.GREY
        label.set_color(colour)
        words = {"transform": axes.get_yaxis_transform(), "fontsize": 6.5, "ha": "left", "va": "center"}
        axes.text(1.02, place, told(row, texts), color=colour, **words)
    first = ~own["outcome"].duplicated()
    for row, place in zip(own[first].itertuples(), np.array(places)[first], strict=True):
        name = outcome_in_prices(row.outcome, row.prices, row.decides, texts)
        words = {"transform": axes.get_yaxis_transform(), "fontsize": 7.5, "weight": "bold", "ha": "left"}
        axes.text(-0.5, place - 0.9, name, va="center", bbox=BEHIND, **words)


def _draw_key(figure: Figure, share: str, texts: Texts) -> None:
    marks = [
        Line2D([], [], color=kind["color"], marker=kind["marker"], markersize=4, linewidth=1.1, label=texts[key])
        for kind, key in ((NAIVE, "figure_s12.naive"), (CORRECTED, "figure_s12.corrected"))
    ]
    limit = {"color": LIMIT["color"], "marker": LIMIT["marker"], "markeredgewidth": LIMIT["edge"], "linestyle": ""}
    marks.append(Line2D([], [], label=texts["figure_s12.limit"], **limit))
    dashed = Line2D([], [], color=colours.INK, linewidth=0.8, linestyle="--")
    dashed.set_label(texts("figure_s12.share", share=share))
    handles = [*marks, Patch(label=texts["figure_s12.unseen"], **UNSEEN), dashed]
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.005, 0.45 / _height_cm(figure)), fontsize=6.5, ncols=2
    )


def _height_cm(figure: Figure) -> float:
    return figure.get_figheight() * style.CENTIMETRES_PER_INCH


@style.house_style()
def figure(
    estimates: pd.DataFrame, texts: Texts, *, district: str, share_of_slope: float, status: str = "published"
) -> Figure:
    """Slopes in per cent of Figure 2's, a row for every sample and form, a block for every outcome; 17 cm wide.

    estimates: as estimates.slope_estimates returns them; drawn are logarithms in the prices that decide. district: code
    of the region whose panel is that of the district. share_of_slope: of Figure 2's slope, where a limit below it
    excludes. A row without a number says why and has no mark.
    """
    own = shown(estimates)
    places = _places(own)
    rows = places[-1] + 0.6 if places else 1.0
    height = TOP_CM + BOTTOM_CM + ROW_CM * rows
    drawing = style.new_figure(WIDTH_CM, height)
    axes = drawing.add_axes((0.30, BOTTOM_CM / height, 0.53, ROW_CM * rows / height))
    for place, row in zip(places, own.itertuples(), strict=True):
        _draw_row(axes, place, row)
    for value, line in ((0, "-"), (100 * share_of_slope, "--"), (100, "-")):
        axes.axvline(
            value, color=colours.INK if line == "--" else colours.GREY, linewidth=0.8, linestyle=line, zorder=1.5
        )
    axes.set_xlim(LOWEST, HIGHEST)
    axes.set_ylim(rows, 0)
    axes.set_xticks(np.arange(LOWEST, HIGHEST + 1, 100))
    axes.xaxis.set_major_formatter(lambda value, _: number(value, texts.language))
    axes.set_xlabel(texts["figure_s12.axis"])
    _draw_words(axes, own, places, district, texts)
    drawing.text(0.015, 1 - 0.25 / height, title(estimates, texts), fontsize=9, ha="left", va="top")
    _draw_key(drawing, number(100 * share_of_slope, texts.language), texts)
    style.add_footer(drawing, source_line(NAME, status, texts))
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    share = {"share_of_slope": choices.share_of_slope}
    name = full_name(choices.district, results.regions, texts)
    drawing = figure(results.estimates, texts, district=choices.district, **share)
    return drawing, figure_caption(results.estimates, texts, district=name, **share)
