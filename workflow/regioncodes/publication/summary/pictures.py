"""One small picture for each finding of the summary, drawn from the results that the finding rests on."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from regioncodes.claims.article_sentences import DECIDED, TABLE, shares_on_stated_base
from regioncodes.claims.code_sentences import inner_sums, told_apart
from regioncodes.claims.finding import Asked
from regioncodes.claims.foresight_sentences import beside_past_growth, primary_tests
from regioncodes.claims.model_sentences import ESTIMATED, TOLD, largest_shares
from regioncodes.claims.verdicts import VERDICTS
from regioncodes.codes.foresight.names import CODE_ID, CODE_NID, FORMULAS
from regioncodes.exhibits.printing import colours
from regioncodes.exhibits.printing.style import padded
from regioncodes.ground.tables import rows_where
from regioncodes.statistics.power import EXCLUDED, SEEN
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

Tables = Mapping[str, pd.DataFrame]
SMALL = 7.0
OF_FORMULA = {CODE_ID: colours.CODE_ID, CODE_NID: colours.CODE_NID}
# What is told from zero.
RING = {"markeredgecolor": colours.INK, "markeredgewidth": 1.1}


def draw_slopes(axes: Axes, tables: Tables, asked: Asked) -> None:
    """Of each outcome the slopes that the tests leave possible, and the bound below which a relation is excluded."""
    found, texts = tables["findings"], asked.texts
    bound = 100 * asked.share_of_slope
    end = 2 * bound
    for place, row in enumerate(found.itertuples()):
        colour = colours.EDUCATION if row.finding in (SEEN, EXCLUDED) else colours.NOT_TOLD
        limit = row.not_excluded_percent
        goes_on = not limit < end
        axes.barh(place, end if goes_on else max(0.0, limit), color=colour, height=0.55)
        if goes_on:
            arrow = {"arrowstyle": "-|>", "color": colour, "shrinkA": 0, "shrinkB": 0}
            axes.annotate("", (1.1 * end, place), (end, place), arrowprops=arrow)
    axes.axvline(bound, color=colours.INK, linewidth=1)
    _name_rows(axes, [texts[f"outcome.{outcome}"] for outcome in found["outcome"]])
    axes.set_xlim(0, 1.12 * end)
    _label(axes, texts("summary.picture.figure_2", share=number(bound, texts.language)), texts)


def draw_correlations(axes: Axes, tables: Tables, asked: Asked) -> None:
    """The correlations of the codes with later growth, what could have been seen, and past growth beside them."""
    scores, texts = tables["foresight"], asked.texts
    primary = primary_tests(scores).sort_values(["predictor", "horizon_years"])
    rivals = beside_past_growth(scores, primary).set_index(["predictor", "horizon_years"])["rank_correlation_rival"]
    for place, row in enumerate(primary.itertuples()):
        axes.barh(place, 2 * row.smallest_seen, left=-row.smallest_seen, color=colours.PALE, height=0.6)
        look = {"color": OF_FORMULA[row.predictor], "markersize": 4.5} | (RING if row.verdict in TOLD else {})
        axes.plot(row.rank_correlation, place, "o", **look)
        rival = rivals.get((row.predictor, row.horizon_years))
        if rival is not None:
            axes.plot(rival, place, "D", color=colours.RIVAL, markersize=4)
    axes.axvline(0, color=colours.GREY, linewidth=0.6)
    names = [
        texts(
            "summary.picture.horizon", formula=texts[f"claims.predictor.{row.predictor}"], years=int(row.horizon_years)
        )
        for row in primary.itertuples()
    ]
    _name_rows(axes, names)
    _label(axes, texts["summary.picture.foresight"], texts, digits=1)


def draw_bands(axes: Axes, tables: Tables, asked: Asked) -> None:
    """The joint band of every inner region-year, by formula and from the lowest estimate to the highest."""
    inner, texts = inner_sums(tables["nid"], asked), asked.texts
    start, middles = 0, {}
    for formula in FORMULAS:
        own = inner[inner["formula"].eq(formula)].sort_values(["estimate", "region", "year"])
        places = start + np.arange(len(own))
        hues = np.where(told_apart(own), OF_FORMULA[formula], colours.NOT_TOLD)
        axes.vlines(places, own["joint_lower_95"], own["joint_upper_95"], colors=hues, linewidth=1)
        axes.plot(places, own["estimate"], "o", color=colours.INK, markersize=1.6)
        middles |= {texts[f"multiverse.formula.{formula}"]: start + (len(own) - 1) / 2} if len(own) else {}
        start += len(own) + 4
    axes.axhline(0, color=colours.INK, linewidth=0.8)
    axes.set_xticks(list(middles.values()), list(middles), fontsize=SMALL)
    axes.tick_params(axis="x", length=0)
    axes.set_ylim(*padded(inner["joint_lower_95"].min(), inner["joint_upper_95"].max()))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, texts.language, 1)))
    axes.tick_params(axis="y", labelsize=SMALL)
    axes.set_xlabel(texts["summary.picture.codes"], fontsize=SMALL, loc="right")


def draw_shares(axes: Axes, tables: Tables, asked: Asked) -> None:
    """Of each code the share of its largest indicator in the yearly changes, with the indicator's name."""
    _, largest = largest_shares(tables["composition"], asked)
    texts = asked.texts
    for place, row in enumerate(largest.itertuples()):
        axes.barh(place, 100, color=colours.PALE, height=0.4)
        axes.barh(place, 100 * row.covariance_share, color=colours.DEFINING[row.code], height=0.4)
        name = texts(
            "conclusions.finding.composition.item",
            code=texts[f"code.{row.code}"].capitalize(),
            indicator=asked.terms[row.code, row.indicator],
            share=number(100 * row.covariance_share, texts.language),
        )
        axes.text(0, place - 0.3, _two_lines(name), fontsize=SMALL, va="bottom", linespacing=1.1)
    axes.set_ylim(len(largest) - 0.6, -0.95)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    _label(axes, texts["summary.picture.composition"], texts)


def draw_arrows(axes: Axes, tables: Tables, asked: Asked) -> None:
    """The partial correlation of every arrow of Figure 1 over all regions, and what could have been seen."""
    country = rows_where(tables["connections"], scope="country", status=ESTIMATED)
    texts = asked.texts
    for place, row in enumerate(country.itertuples()):
        if np.isfinite(row.smallest_seen):
            axes.barh(place, 2 * row.smallest_seen, left=-row.smallest_seen, color=colours.PALE, height=0.7)
        hue = colours.INK if row.verdict in TOLD else colours.NOT_TOLD
        axes.plot(row.correlation, place, "o", color=hue, markersize=3.5)
    axes.axvline(0, color=colours.GREY, linewidth=0.6)
    names = [
        texts("table_s7.connection", start=texts[f"code.{row.start}"], end=_end(row.end, texts))
        for row in country.itertuples()
    ]
    _name_rows(axes, names)
    _label(axes, texts["summary.picture.connections"], texts, digits=1)
    axes.xaxis.set_major_locator(MultipleLocator(0.5))


def draw_printed_shares(axes: Axes, tables: Tables, asked: Asked) -> None:
    """The printed shares of Table 1 by block, those that come from no count marked and named."""
    shares, texts = shares_on_stated_base(tables), asked.texts
    blocks = tables[TABLE].drop_duplicates("question").set_index("question")["block"]
    rows = shares.assign(block=shares["question"].map(blocks))
    names = list(dict.fromkeys(rows["block"]))
    for row in rows.itertuples():
        place = names.index(row.block)
        hue, mark = (colours.INK, "o") if row.fits else (colours.WARNING, "X")
        axes.plot(row.printed_percent, place, mark, color=hue, markersize=5)
        if not row.fits:
            label = number(row.printed_percent, texts.language, 1)
            axes.annotate(
                label, (row.printed_percent, place), (0, 6), textcoords="offset points", ha="center", fontsize=SMALL
            )
    _name_rows(axes, [texts[f"claims.block.{name}"] for name in names])
    _label(axes, texts["summary.picture.surveys"], texts)


def draw_verdicts(axes: Axes, tables: Tables, asked: Asked) -> None:
    """How many claims have which verdict, those that figures decide in a colour."""
    counts, texts = tables["claims"]["verdict"].value_counts(), asked.texts
    for place, verdict in enumerate(VERDICTS):
        count = int(counts.get(verdict, 0))
        axes.barh(place, count, color=colours.INK if verdict in DECIDED else colours.PALE, height=0.6)
        axes.text(count, place, f" {count}", fontsize=SMALL, va="center")
    _name_rows(axes, [texts[f"claims.verdict.{verdict}"] for verdict in VERDICTS])
    axes.set_xlim(0, 1.12 * counts.max())
    _label(axes, texts["summary.picture.claims"], texts)


# By finding.
PICTURES = {
    "figure_2": draw_slopes,
    "foresight": draw_correlations,
    "codes": draw_bands,
    "composition": draw_shares,
    "connections": draw_arrows,
    "surveys": draw_printed_shares,
    "claims": draw_verdicts,
}


def _name_rows(axes: Axes, names: list[str]) -> None:
    """Names on the left of the rows, the first on top."""
    axes.set_yticks(range(len(names)), names, fontsize=SMALL)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)


def _label(axes: Axes, text: str, texts: Texts, digits: int = 0) -> None:
    """Label and numbers of the horizontal axis."""
    axes.set_xlabel(text, fontsize=SMALL, loc="right")
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, texts.language, digits)))
    axes.tick_params(axis="x", labelsize=SMALL)


def _end(code: str, texts: Texts) -> str:
    """Name of what an arrow leads to, short enough for a label."""
    return texts["summary.picture.growth"] if code == "object" else texts[f"code.{code}"]


def _two_lines(name: str, letters: int = 48) -> str:
    """The name, broken once near its middle where it is long."""
    if len(name) <= letters:
        return name
    blank = min((place for place, letter in enumerate(name) if letter == " "), key=lambda at: abs(at - len(name) // 2))
    return f"{name[:blank]}\n{name[blank + 1 :]}"
