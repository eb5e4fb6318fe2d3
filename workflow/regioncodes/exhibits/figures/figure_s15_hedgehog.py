"""Supplementary figure 15: what the codes of the district's regions said at every origin, and what came."""

import textwrap
from types import SimpleNamespace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator

from regioncodes.codes.foresight.names import CODE_ID, CODE_NID, FORMULAS
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.foresight_facts import over_years
from regioncodes.exhibits.printing.selection import full_name, names_of
from regioncodes.words.captions import caption, source_line
from regioncodes.words.numbers import MISSING, number
from regioncodes.words.texts import Texts

NAME = "figure_s15_hedgehog"
WIDTH_CM = 17.0
# Regions side by side; more stand in a further row of panels.
COLUMNS = 6
LEFT_CM, RIGHT_CM, BETWEEN_CM = 1.75, 0.2, 0.22
# Heights of a panel of a code and of one of growth, and of what is above, between and below the panels of a region.
CODE_CM, GROWTH_CM, NAME_CM, GAP_CM, UNDER_CM = 2.9, 2.3, 1.3, 0.25, 0.6
KEY_CM = 2.1
NAME_CHARACTERS = 15
COLOURS = {CODE_ID: colours.CODE_ID, CODE_NID: colours.CODE_NID}
BAND = {"alpha": 0.28, "linewidth": 2.0}
NOW = {"color": colours.INK, "linewidth": 1.1}
CAME = {"color": colours.PALE}


def _draw_code(axes: Axes, rows: pd.DataFrame, formula: str) -> None:
    """A quill for every origin: the band of then with its estimate; the line: what all years say of it now."""
    colour = COLOURS[formula]
    axes.axhline(0, color=colours.GREY, linewidth=0.6)
    axes.vlines(rows["origin"], rows[f"{formula}_lower_95"], rows[f"{formula}_upper_95"], color=colour, **BAND)
    axes.plot(rows["origin"], rows[f"{formula}_of_all_years"], **NOW)
    axes.plot(rows["origin"], rows[formula], "o", color=colour, markersize=2.4)


def _draw_growth(axes: Axes, rows: pd.DataFrame) -> None:
    """Later growth less the mean of the year's regions, beside what the codes foretold of it."""
    axes.axhline(0, color=colours.GREY, linewidth=0.6)
    axes.bar(rows["origin"], rows["later_difference"], width=0.75, **CAME)
    for formula, marker in zip(FORMULAS, ("o", "D"), strict=True):
        axes.plot(rows["origin"], rows[f"foretold_by_{formula}"], marker, color=COLOURS[formula], markersize=2.2)


def _limits(rows: pd.DataFrame, names: list[str]) -> tuple[float, float]:
    """Limits of the axis of a row of panels: of the values, zero among them, and not of the ends of the bands."""
    values = np.append(rows[names].to_numpy(dtype=float), 0.0)
    return style.padded(float(np.nanmin(values)), float(np.nanmax(values)))


def _code_limits(rows: pd.DataFrame, formula: str) -> tuple[float, float]:
    """Limits for the estimates and for nine tenths of the ends of the bands: the widest bands leave the panel."""
    low, high = _limits(rows, [formula, f"{formula}_of_all_years"])
    ends = rows[[f"{formula}_lower_95", f"{formula}_upper_95"]].dropna()
    if ends.empty:
        return low, high
    lower, upper = ends.iloc[:, 0].quantile(0.1), ends.iloc[:, 1].quantile(0.9)
    return min(low, float(lower)), max(high, float(upper))


def _draw_key(drawing: Figure, height: float, over: str, texts: Texts) -> None:
    dots = {"linestyle": "", "markersize": 3}
    handles = [
        Patch(color=colours.CODE_ID, alpha=BAND["alpha"], linewidth=0, label=texts["figure_s15.band"]),
        Line2D([], [], color=colours.CODE_ID, marker="o", label=texts["figure_s15.then"], **dots),
        Line2D([], [], label=texts["figure_s15.now"], **NOW),
        Patch(label=texts("figure_s15.came", over=over), **CAME),
        Line2D([], [], color=COLOURS[CODE_ID], marker="o", label=texts["figure_s15.foretold_code_id"], **dots),
        Line2D([], [], color=COLOURS[CODE_NID], marker="D", label=texts["figure_s15.foretold_code_nid"], **dots),
    ]
    place = {"loc": "lower left", "bbox_to_anchor": (0.005, 0.42 / height)}
    drawing.legend(handles=handles, fontsize=6.8, ncols=2, handlelength=1.5, columnspacing=1.5, **place)


@style.house_style()
def figure(
    origins: pd.DataFrame, regions: pd.DataFrame, texts: Texts, *, horizon: int, status: str = "published"
) -> Figure:
    """Three panels a region, six regions side by side, 17 cm wide: Code ID, Code NID, and the growth that came.

    origins: results/models/foresight_origins.csv. horizon: years of the later growth that is drawn, one of the table's.
    Panels side by side have the same axis. An origin without a code has no mark, one without later growth no bar.
    """
    own = origins[origins["horizon_years"].eq(horizon)].sort_values("origin")
    names = names_of(own["region"], regions, texts)
    heights = [CODE_CM, CODE_CM, GROWTH_CM]
    block = NAME_CM + sum(heights) + 2 * GAP_CM + UNDER_CM
    height = -(-len(names) // COLUMNS) * block + KEY_CM
    drawing = style.new_figure(WIDTH_CM, height)
    limits = [*(_code_limits(own, formula) for formula in FORMULAS), _growth_limits(own)]
    wide = (WIDTH_CM - LEFT_CM - RIGHT_CM - (COLUMNS - 1) * BETWEEN_CM) / COLUMNS
    for place, (region, name) in enumerate(names.items()):
        row, column = divmod(place, COLUMNS)
        left, top = LEFT_CM + column * (wide + BETWEEN_CM), height - row * block - NAME_CM
        rows = own[own["region"] == region]
        for part, tall in enumerate(heights):
            bottom = top - sum(heights[: part + 1]) - part * GAP_CM
            axes = drawing.add_axes((left / WIDTH_CM, bottom / height, wide / WIDTH_CM, tall / height))
            _draw_part(axes, rows, part)
            axes.set_ylim(limits[part])
            _set_axes(axes, own, part, column == 0, texts)
        drawing.text(left / WIDTH_CM, (top + 0.12) / height, textwrap.fill(name, NAME_CHARACTERS), fontsize=7)
    _draw_key(drawing, height, over_years([horizon], texts), texts)
    style.add_footer(drawing, source_line(NAME, status, texts))
    style.add_title(drawing, texts("figure_s15.title", **counts_held(own)))
    return drawing


def _growth_limits(own: pd.DataFrame) -> tuple[float, float]:
    return _limits(own, ["later_difference", *(f"foretold_by_{formula}" for formula in FORMULAS)])


def _draw_part(axes: Axes, rows: pd.DataFrame, part: int) -> None:
    """The panel of a code, or the last one, of growth."""
    if part < len(FORMULAS):
        _draw_code(axes, rows, FORMULAS[part])
    else:
        _draw_growth(axes, rows)


def _set_axes(axes: Axes, own: pd.DataFrame, part: int, is_first: bool, texts: Texts) -> None:
    """Numbers at the first panel of a row alone, years under the lowest panel alone."""
    years = own["origin"]
    first, last = (int(years.min()), int(years.max())) if len(years) else (2009, 2009)
    axes.set_xlim(first - 0.8, last + 0.8)
    axes.xaxis.set_major_locator(FixedLocator([year for year in range(first, last + 1) if year % 5 == 0]))
    axes.xaxis.set_major_formatter(lambda year, _: f"{year:.0f}")
    axes.tick_params(axis="x", labelsize=6.5, labelbottom=part == len(FORMULAS))
    axes.tick_params(axis="y", labelleft=is_first)
    if is_first:
        style.print_axis_numbers(axes.yaxis, texts.language, 1 if part < len(FORMULAS) else 0)
        axes.set_ylabel(texts[f"figure_s15.{[*FORMULAS, 'growth'][part]}"])
        axes.yaxis.set_label_coords(-0.42, 0.5)


def figure_caption(
    origins: pd.DataFrame, regions: pd.DataFrame, texts: Texts, *, district: str, foresight: dict, horizon: int
) -> str:
    """Caption: source, origins, n, method, and how often the bands of then hold what all years say now."""
    own = origins[origins["horizon_years"].eq(horizon)]
    known = own[own[CODE_ID].notna()]
    return caption(
        NAME,
        texts,
        status="published",
        district=full_name(district, regions, texts),
        period=f"{own['origin'].min()}–{own['origin'].max()}" if len(own) else MISSING,
        n=len(known),
        regions=own["region"].nunique(),
        window=foresight["window_years"],
        target=texts[f"foresight.target.{foresight['primary_target']}"],
        over=over_years([horizon], texts),
        behind=_behind(known, texts),
        **counts_held(own),
    )


def counts_held(own: pd.DataFrame) -> dict[str, int]:
    """By formula: origins with a code, those whose band of then holds what all years say now, and those of one sign.

    own: origins of one horizon.
    """
    known, counts = own[own[CODE_ID].notna()], {}
    for formula in FORMULAS:
        both = known.dropna(subset=[f"{formula}_of_all_years", formula])
        now, then = both[f"{formula}_of_all_years"], both[formula]
        held = now.between(both[f"{formula}_lower_95"], both[f"{formula}_upper_95"])
        counts |= {f"held_{formula}": int(held.sum()), f"sign_{formula}": int((now.gt(0) == then.gt(0)).sum())}
        counts[f"of_{formula}"] = len(both)
    return counts


def _behind(known: pd.DataFrame, texts: Texts) -> str:
    """How many years before its origin the year lies of which a code speaks."""
    lags = (known["origin"] - known["last_year"]).dropna()
    return number(lags.max(), texts.language) if len(lags) else MISSING


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    frames = (results.foresight_origins, results.regions, texts)
    horizon = min(choices.foresight["primary_horizons"])
    options = {"district": choices.district, "foresight": choices.foresight}
    return figure(*frames, horizon=horizon), figure_caption(*frames, horizon=horizon, **options)
