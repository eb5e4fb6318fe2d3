"""The pictures of the first page, one a finding, of the size of a large stamp: SVG, and the same in words."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from regioncodes.claims.verdicts import VERDICTS
from regioncodes.codes.foresight.names import CODE_ID, PAST_GROWTH
from regioncodes.exhibits.figures.figure_4_foresight import LINES
from regioncodes.exhibits.figures.figure_s5_profiles import COLOURS as CODE_COLOURS
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.foresight_facts import (
    SEEN,
    of_all_origins,
    over_years,
    predictor_name,
    primary_tests,
)
from regioncodes.exhibits.printing.selection import JOINT, names_of, shown_codes, told_apart
from regioncodes.ground.code_names import CODES
from regioncodes.ground.options import SiteChoices
from regioncodes.ground.regions import regions_of
from regioncodes.statistics.errors_in_regressor import INTERVAL
from regioncodes.words.code_terms import changes_of
from regioncodes.words.numbers import interval, number
from regioncodes.words.texts import Texts

WIDTH_CM, HEIGHT_CM = 5.2, 2.6
LETTERS = 6.5
# Of Figure 2's slope, in per cent: what lies beyond leaves the picture.
SLOPES = (-60.0, 160.0)
UNSEEN = {"color": colours.PALE, "linewidth": 0}
ZERO = {"color": colours.GREY, "linewidth": 0.7, "zorder": 1}
DOT = {"linestyle": "", "marker": "o", "markersize": 3.2, "zorder": 3}
TOLD = {"markersize": 5.6, "markeredgecolor": colours.INK, "markeredgewidth": 0.9}
BLOCK_COLOURS = {
    "institutional": colours.INSTITUTIONAL,
    "information": to_rgba(colours.INSTITUTIONAL, 0.55),
    "value": colours.SOCIAL,
}
VERDICT_COLOURS = {"reproduced": colours.ABOVE, "contradicted": colours.BELOW, "inconsistent": colours.WARNING}
# A number in a path or a place, finer than anyone sees.
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
# What a page does not need, and what is left of it.
SHORTER = [
    (re.compile(r" ?(?:stroke-linejoin: miter|stroke-linecap: (?:butt|square)|opacity: 1)(?:;|(?=\"))"), ""),
    (re.compile(r"(?<=[;:]) +|;(?=\")"), ""),
    (re.compile(r"\s+"), " "),
    (re.compile(r"> <"), "><"),
    (re.compile(r"DejaVuSans-"), ""),
    (re.compile(r"xlink:href"), "href"),
    (re.compile(r"transform=\"translate\(([\d.]+) 0\)\""), r'x="\1"'),
]
# The outline of a letter, in units of which 64 are a hundredth of its size.
GLYPH = re.compile(r'(<path id="[^"]+" )d="([^"]*)" transform="scale\(0\.015625\)"')
GLYPH_UNITS = 64


class SmallPicture(NamedTuple):
    """An SVG without outside references, and what it shows in a sentence, for who does not see it."""

    svg: str
    alternative: str


Drawn = tuple[Figure, str] | None


def small_pictures(
    tables: Mapping[str, pd.DataFrame], texts: Texts, shown: SiteChoices
) -> dict[str, SmallPicture | None]:
    """A picture of 5.2 × 2.6 cm by finding: figure_2, foresight, codes, composition, connections, surveys, claims.

    tables: as results and facts are called, those of DRAWERS; None stands where one is missing or has not the rows.
    texts: of both catalogues. shown: district, mapping and method. The same tables give the same bytes.
    """
    found: dict[str, SmallPicture | None] = {}
    for finding, (needed, draw) in DRAWERS.items():
        drawn = None
        if all(name in tables for name in needed):
            with style.house_style():
                drawn = draw(*(tables[name] for name in needed), texts, shown)
        found[finding] = None if drawn is None else SmallPicture(_svg(drawn[0], finding), drawn[1])
    return found


def _svg(drawing: Figure, finding: str) -> str:
    """The drawing without what a page does not need: declarations, remarks, far decimals, and names of others."""
    [content] = style.rendered(drawing, [".svg"], f"the small picture of {finding}")
    text = content.decode("utf-8")
    text = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = GLYPH.sub(lambda match: f'{match[1]}d="{_shrunk(match[2])}"', text)
    text = re.sub(r' (d|x|y|transform)="([^"]*)"', lambda match: f' {match[1]}="{_short(match[2])}"', text)
    for pattern, short in SHORTER:
        text = pattern.sub(short, text)
    named = set(re.findall(r'(?:url\(|href=")#([^")]+)', text))
    text = re.sub(r' id="([^"]+)"', lambda match: match[0] if match[1] in named else "", text)
    text = re.sub(r"<g>(<(?:path|use)[^>]*/>)</g>|<g/>", lambda match: match[1] or "", text)
    # Pictures stand beside each other in one page, where a name means one thing.
    return re.sub(r'( id="|url\(#|href="#)', rf"\1{finding}-", text).strip()


def _shrunk(outline: str) -> str:
    """The outline of a letter on a grid of hundredths of its size, which is finer than a stamp shows."""
    return re.sub(r"-?\d+(\.\d+)?", lambda match: f"{float(match[0]) / GLYPH_UNITS:.0f}", outline)


def _short(words: str) -> str:
    """Numbers of a path or a place with two decimals, and no more blanks than needed; a scale stays as it is."""
    if "scale" not in words:
        words = LONG_NUMBER.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), words)
    words = re.sub(r"\s*([MLQCz])\s*", r"\1", words)
    return re.sub(r"\s+", " ", words).replace(" -", "-").strip()


def _axes(drawing: Figure, left: float, bottom: float, right: float = 0.15, top: float = 0.15) -> Axes:
    """Axes that leave so many centimetres on each side, without a frame."""
    size = (WIDTH_CM - left - right, HEIGHT_CM - bottom - top)
    across, up = size[0] / WIDTH_CM, size[1] / HEIGHT_CM
    axes = drawing.add_axes((left / WIDTH_CM, bottom / HEIGHT_CM, across, up))
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_yticks([])
    axes.set_xticks([])
    return axes


def _rows(axes: Axes, names: list[str]) -> None:
    """Names of rows to the left, the first at the top."""
    axes.set_ylim(-len(names) + 0.5, 0.5)
    axes.set_yticks([-place for place in range(len(names))], names, fontsize=LETTERS)
    axes.tick_params(axis="y", length=0, labelcolor=colours.INK)


def _widest_cm(drawing: Figure, names: list[str]) -> float:
    """How wide the longest of some names is."""
    drawn = [drawing.text(0, 0, name, fontsize=LETTERS) for name in names]
    widest = max(text.get_window_extent().width for text in drawn) / drawing.dpi * style.CENTIMETRES_PER_INCH
    for text in drawn:
        text.remove()
    return widest


def _ticks(axes: Axes, values: tuple[float, ...], words: list[str]) -> None:
    axes.set_xticks(values, words, fontsize=LETTERS)
    axes.tick_params(axis="x", length=2, pad=1.5)


def _figure_2(estimates: pd.DataFrame, texts: Texts, shown: SiteChoices) -> Drawn:
    """What the panel of all regions leaves of the slope of Figure 2, noise of the share taken into account."""
    rows = estimates[
        estimates["decides"].astype(bool)
        & estimates["scale"].eq("log")
        & estimates["scope"].eq("RU")
        & estimates["sample"].eq("panel")
        & estimates["form"].eq("region_year_effects")
        & estimates["slope_of_figure"].notna()
    ]
    if rows.empty:
        return None
    drawing = style.new_figure(WIDTH_CM, HEIGHT_CM)
    axes, items = _axes(drawing, 1.95, 0.5, 0.25), []
    for place, row in enumerate(rows.itertuples()):
        ends, is_known = (-np.inf, np.inf), row.set_kind == INTERVAL
        if is_known:
            ends = tuple(sorted(100 * end / row.slope_of_figure for end in (row.set_lower_95, row.set_upper_95)))
            value = 100 * row.corrected_slope / row.slope_of_figure
            axes.plot([value], [-place], color=colours.EDUCATION, **DOT)
        axes.plot(np.clip(ends, *SLOPES), [-place] * 2, color=colours.EDUCATION, linewidth=1.6, solid_capstyle="butt")
        said = interval(*ends, texts.language) if is_known else texts["site.small.figure_2.open"]
        items.append(texts("site.small.item", name=texts[f"outcome.{row.outcome}"], value=said))
    axes.axvline(0, **ZERO)
    axes.axvline(100, color=colours.INK, linewidth=1.2, zorder=1)
    axes.set_xlim(*SLOPES)
    _rows(axes, [_outcome(name, texts) for name in rows["outcome"]])
    _ticks(axes, (0, 100), ["0", texts["site.small.figure_2.line"]])
    return drawing, texts("site.small.figure_2.alt", items="; ".join(items))


def _outcome(name: str, texts: Texts) -> str:
    key = f"site.small.outcome.{name}"
    words = texts[key] if key in texts else texts[f"outcome.{name}"]
    return words if len(words) <= 13 else f"{words[:12]}…"


def _foresight(scores: pd.DataFrame, texts: Texts, shown: SiteChoices) -> Drawn:
    """The tests fixed before looking: correlation, what would have been seen, and past growth beside it."""
    tests = primary_tests(scores).dropna(subset="rank_correlation")
    if tests.empty:
        return None
    past = of_all_origins(scores, tests["target"].iloc[0])
    past = past[past["predictor"].eq(PAST_GROWTH)].set_index("horizon_years")["rank_correlation"]
    drawing = style.new_figure(WIDTH_CM, HEIGHT_CM)
    axes, items, names = _axes(drawing, 1.95, 0.72), [], []
    for place, row in enumerate(tests.itertuples()):
        colour, rival = LINES[row.predictor]["color"], past.get(row.horizon_years, np.nan)
        if row.verdict in SEEN:
            axes.plot([row.rank_correlation], [-place], color="white", **(DOT | TOLD))
        axes.barh(-place, 2 * row.smallest_seen, 0.7, left=-row.smallest_seen, zorder=0, **UNSEEN)
        axes.plot([row.rank_correlation], [-place], color=colour, **DOT)
        axes.plot([rival], [-place], color=LINES[PAST_GROWTH]["color"], **(DOT | {"marker": "D"}))
        name = {"formula": predictor_name(row.predictor, texts)}
        names.append(texts("site.small.foresight.row", n=row.horizon_years, **name))
        items.append(
            texts(
                "site.small.foresight.item",
                over=over_years([row.horizon_years], texts),
                value=number(row.rank_correlation, texts.language, 2),
                seen=number(row.smallest_seen, texts.language, 2),
                past=number(rival, texts.language, 2),
                **name,
            )
        )
    axes.axvline(0, **ZERO)
    _rows(axes, names)
    reach = max(tests["smallest_seen"].max(), tests["rank_correlation"].abs().max(), past.abs().max()) * 1.15
    axes.set_xlim(-reach, reach)
    _ticks(axes, (0,), ["0"])
    drawing.text(0.98, 0.03, texts["site.small.foresight.past"], fontsize=LETTERS, ha="right", color=colours.RIVAL)
    told = int(tests["verdict"].isin(SEEN).sum())
    return drawing, texts("site.small.foresight.alt", told=told, n=len(tests), items="; ".join(items))


def _codes(nid: pd.DataFrame, regions: pd.DataFrame, tiles: pd.DataFrame, texts: Texts, shown: SiteChoices) -> Drawn:
    """Code ID of the regions of the district in all years, with the joint band of each."""
    own = shown_codes(nid, mapping=shown.mapping, method=shown.method)
    own = own[own["formula"].eq(CODE_ID) & own["sign"].eq("signed") & own["estimate"].notna()]
    units = [unit for unit in regions_of(shown.district, regions) if unit in set(own["region"])]
    own = own[own["region"].isin(units)].assign(edge=lambda rows: ~rows["inner"].astype(bool))
    if own.empty:
        return None
    drawing = style.new_figure(WIDTH_CM, HEIGHT_CM)
    axes = _axes(drawing, 0.15, 0.55)
    letters = tiles.set_index("region")[f"abbreviation_{texts.language}"]
    span = own["year"].max() - own["year"].min() + 3
    inner = own[~own["edge"]]
    for place, unit in enumerate(units):
        rows = own[own["region"].eq(unit)].sort_values("year")
        across = rows["year"] - own["year"].min() + place * span
        axes.fill_between(across, rows[JOINT[0]], rows[JOINT[1]], color=colours.CODE_ID, alpha=0.22, linewidth=0)
        axes.plot(across, rows["estimate"], color=colours.CODE_ID, linewidth=1.1)
        told = told_apart(rows)
        axes.plot(across[told], rows.loc[told, "estimate"], color="white", **(DOT | TOLD))
        if len(units) <= 8:
            middle = (place + 0.5) * span - 1.5
            axes.annotate(letters.get(unit, unit), (middle, 0), (0, -3), xycoords=("data", "axes fraction"), **_BELOW)
    axes.axhline(0, **ZERO)
    axes.set_ylim(*style.padded(float(inner[JOINT[0]].min()), float(inner[JOINT[1]].max())))
    axes.set_xlim(-1, len(units) * span - 2)
    seen = names_of(own.loc[told_apart(own), "region"], regions, texts)
    return drawing, texts(
        "site.small.codes.alt",
        n=len(units),
        told=len(seen),
        names=", ".join(seen.values()) or texts["site.small.none"],
        period=f"{own['year'].min()}–{own['year'].max()}",
    )


_BELOW = {"textcoords": "offset points", "fontsize": LETTERS, "ha": "center", "va": "top", "annotation_clip": False}


def _composition(composition: pd.DataFrame, texts: Texts, shown: SiteChoices) -> Drawn:
    """Shares of the indicators in the yearly change of each code, the largest in full colour."""
    changes = changes_of(composition, shown.mapping)
    changes = changes[changes["pooled"].astype(bool) & changes["covariance_share"].notna()]
    if changes.empty:
        return None
    drawing = style.new_figure(WIDTH_CM, HEIGHT_CM)
    axes, items = _axes(drawing, 0.15, 0.05, 0.15, 0.05), []
    present = [code for code in CODES if changes["code"].eq(code).any()]
    for place, code in enumerate(present):
        shares = changes.loc[changes["code"].eq(code), "covariance_share"].sort_values(ascending=False)
        left, right = 0.0, 0.0
        for order, share in enumerate(shares):
            start = right if share >= 0 else left + share
            look = {"facecolor": to_rgba(CODE_COLOURS[code], 1.0 if order == 0 else 0.35), "edgecolor": "white"}
            axes.barh(-place - 0.28, abs(share), 0.36, left=start, linewidth=0.7, **look)
            left, right = (left, right + share) if share >= 0 else (left + share, right)
        words = {"code": texts[f"code.{code}"], "percent": number(100 * shares.iloc[0], texts.language)}
        axes.text(0, -place, texts("site.small.composition.row", **words), fontsize=LETTERS, va="bottom")
        items.append(texts("site.small.composition.item", **words))
    axes.set_ylim(-len(present) + 0.45, 0.42)
    axes.set_xlim(-0.03, 1.06)
    return drawing, texts("site.small.composition.alt", items="; ".join(items))


def _connections(connections: pd.DataFrame, texts: Texts, shown: SiteChoices) -> Drawn:
    """Partial correlation of every arrow of Figure 1 over all regions, and what the test would have seen."""
    rows = connections[connections["scope"].eq("country") & connections["correlation"].notna()]
    if rows.empty:
        return None
    drawing = style.new_figure(WIDTH_CM, HEIGHT_CM)
    axes = _axes(drawing, 0.2, 0.72, 0.2)
    told = rows["verdict"].isin(SEEN)
    for place, (row, is_told) in enumerate(zip(rows.itertuples(), told, strict=True)):
        if pd.notna(row.smallest_seen):
            axes.barh(-place, 2 * row.smallest_seen, 0.72, left=-row.smallest_seen, zorder=0, **UNSEEN)
        look = {"color": colours.INK, **TOLD} if is_told else {"color": colours.NOT_TOLD}
        axes.plot([row.correlation], [-place], **(DOT | look))
    axes.axvline(0, **ZERO)
    axes.set_xlim(-1, 1)
    _ticks(axes, (-1, 0, 1), [number(value, texts.language) for value in (-1, 0, 1)])
    drawing.text(0.5, 0.03, texts["site.small.connections.axis"], fontsize=LETTERS, ha="center")
    return drawing, texts(
        "site.small.connections.alt",
        n=len(rows),
        told=int(told.sum()),
        lowest=number(rows["correlation"].min(), texts.language, 2),
        highest=number(rows["correlation"].max(), texts.language, 2),
    )


def _surveys(table_1: pd.DataFrame, granularity: pd.DataFrame, texts: Texts, shown: SiteChoices) -> Drawn:
    """The printed shares of Table 1; those that no whole number of respondents gives at the stated base are marked."""
    base = table_1["stated_base"]
    own = granularity[granularity["table"].eq("table_1")]
    rows = table_1.merge(own[["question", "option", "base", "fits"]].rename(columns={"base": "stated_base"}))
    if rows.empty:
        return None
    drawing = style.new_figure(WIDTH_CM, HEIGHT_CM)
    axes = _axes(drawing, 0.15, 0.5)
    impossible = ~rows["fits"].astype(bool)
    across = rows["order"] + rows["block"].map({name: place for place, name in enumerate(rows["block"].unique())})
    bars = [BLOCK_COLOURS.get(block, colours.GREY) for block in rows["block"]]
    axes.bar(across, rows["printed_percent"], 0.8, color=bars, linewidth=0)
    marked = rows["printed_percent"][impossible] + 7
    axes.plot(across[impossible], marked, color=colours.WARNING, **(DOT | {"marker": "X", "markersize": 5}))
    axes.axhline(0, **ZERO)
    axes.set_xlim(across.min() - 0.6, across.max() + 0.6)
    axes.set_ylim(0, rows["printed_percent"].max() * 1.12)
    facts = {"n": len(rows), "bad": int(impossible.sum()), "base": number(base.iloc[0], texts.language)}
    words = texts("site.small.surveys.mark", **facts)
    drawing.text(0.03, 0.03, words, fontsize=LETTERS, color=colours.WARNING)
    shares = [number(value, texts.language, 1) for value in rows.loc[impossible, "printed_percent"]]
    listed = "; ".join(shares) or texts["site.small.none"]
    return drawing, texts("site.small.surveys.alt", listed=listed, **facts)


def _claims(claims: pd.DataFrame, texts: Texts, shown: SiteChoices) -> Drawn:
    """How many claims have each verdict."""
    counts = claims["verdict"].value_counts()
    found = [verdict for verdict in VERDICTS if counts.get(verdict, 0)]
    if not found:
        return None
    drawing = style.new_figure(WIDTH_CM, HEIGHT_CM)
    words = [texts[f"claims.verdict.{verdict}"] for verdict in found]
    axes = _axes(drawing, _widest_cm(drawing, words) + 0.25, 0.1, 0.5, 0.1)
    for place, verdict in enumerate(found):
        axes.barh(-place, counts[verdict], 0.66, color=VERDICT_COLOURS.get(verdict, colours.GREY), linewidth=0)
        axes.annotate(str(counts[verdict]), (counts[verdict], -place), (2, 0), **_BESIDE)
    _rows(axes, words)
    items = [
        texts("site.small.item", name=name, value=counts[verdict]) for name, verdict in zip(words, found, strict=True)
    ]
    axes.set_xlim(0, counts.max())
    return drawing, texts("site.small.claims.alt", n=len(claims), items="; ".join(items))


_BESIDE = {"textcoords": "offset points", "fontsize": LETTERS, "va": "center", "annotation_clip": False}

# What each picture is drawn from, by the names of results and facts, and by what.
DRAWERS: dict[str, tuple[tuple[str, ...], Callable[..., Drawn]]] = {
    "figure_2": (("estimates",), _figure_2),
    "foresight": (("foresight",), _foresight),
    "codes": (("nid", "regions", "region_tiles"), _codes),
    "composition": (("composition",), _composition),
    "connections": (("connections",), _connections),
    "surveys": (("table_1", "granularity"), _surveys),
    "claims": (("claims",), _claims),
}
