"""Figure 2 of the article: outcomes of the district, the article's four, against education, with the fitted lines."""

from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.labels import dense, label_points, pixels, place_in_corner
from regioncodes.exhibits.printing.outcome_panels import (
    DIVISORS,
    decimals,
    divisor,
    name_axes,
    panels,
    say_nothing_is_there,
)
from regioncodes.exhibits.printing.outcome_prices import nominal, null_expectation
from regioncodes.exhibits.printing.outcome_words import counted
from regioncodes.exhibits.printing.selection import full_name
from regioncodes.ground.errors import raise_problems
from regioncodes.words.captions import caption, edition_title, source_line
from regioncodes.words.numbers import MINUS, number, significant
from regioncodes.words.texts import Texts

NAME = "figure_2_education"
SIZE_CM = (17.0, 14.5)
EDGES = {"left": 0.085, "right": 0.985, "top": 0.955, "bottom": 0.155}
LABEL_SIZE = 7.0
BAND = {"facecolor": colours.EDUCATION, "alpha": 0.16, "linewidth": 0}


def shown(points: pd.DataFrame) -> pd.DataFrame:
    """The points that have a place: education and value are known; without a note or a break the text is empty."""
    known = points.dropna(subset=["education_percent", "value"])
    # A column without any text was read as numbers.
    return known.astype({"note": object, "breaks": object}).fillna({"note": "", "breaks": ""})


def _check_outcomes(outcomes: Sequence[str], points: pd.DataFrame, fits: pd.DataFrame) -> None:
    """Every panel has points and exactly one fit, or neither, else one error that names them all."""
    problems = []
    for outcome in outcomes:
        has_points = bool(points["outcome"].eq(outcome).any())
        rows = int(fits["outcome"].eq(outcome).sum())
        if rows and not has_points:
            problems.append(f"outcome '{outcome}': no points; the panel would be empty")
        if rows != has_points and (rows > 1 or has_points):
            problems.append(f"outcome '{outcome}': {rows} fits found; one is needed")
    raise_problems(problems, NAME)


def equation(fit: pd.Series, outcome: str, texts: Texts, scale: int = 1) -> str:
    """Equation, R², n and years of one fit as printed; a fit that was refused (no slope) says so.

    scale: what the axis divides the outcome by; the equation does not, and then says its own unit.
    """
    if pd.isna(fit["slope"]):
        return texts["figure_2.no_fit"]
    language = texts.language
    unit = texts("figure_2.of_unit", unit=texts[f"figure_2.{outcome}.unit"]) if scale > 1 else ""
    return texts(
        "figure_2.fit",
        slope=significant(fit["slope"], language),
        sign=MINUS if fit["intercept"] < 0 else "+",
        intercept=significant(abs(fit["intercept"]), language),
        unit=texts["figure_2.roubles"] if outcome in DIVISORS else unit,
        r_squared=number(fit["r_squared"], language, 2),
        n=int(fit["n"]),
        first_year=int(fit["first_year"]),
        last_year=int(fit["last_year"]),
    )


def _draw_line(axes: Axes, lines: pd.DataFrame, divisor: int) -> None:
    education = lines["education_percent"]
    axes.fill_between(education, lines["lower_95"] / divisor, lines["upper_95"] / divisor, **BAND)
    axes.plot(education, lines["fitted"] / divisor, color=colours.EDUCATION, zorder=2)


def _draw_points(axes: Axes, points: pd.DataFrame, divisor: int) -> None:
    noted = points["note"].ne("") | points["breaks"].ne("")
    axes.scatter(
        points["education_percent"],
        points["value"] / divisor,
        s=16,
        linewidths=1.0,
        edgecolors=colours.INK,
        facecolors=np.where(noted, "white", colours.INK),
        zorder=3,
    )


def _freeze_limits(axes: Axes) -> None:
    """Fix the limits with room for labels: places in pixels hold only while the limits do."""
    axes.margins(0.09, 0.12)
    axes.set_xlim(axes.get_xlim())
    axes.set_ylim(axes.get_ylim())


def _draw_panel(axes: Axes, place: int, outcome: str, frames: dict[str, pd.DataFrame], texts: Texts) -> None:
    own = {name: frame[frame["outcome"].eq(outcome)] for name, frame in frames.items()}
    points = own["points"].sort_values("year")
    lines = own["lines"].sort_values("education_percent")
    scale = divisor(outcome, points["value"])
    name_axes(axes, place, outcome, scale, texts)
    if points.empty:
        say_nothing_is_there(axes, texts["figure_2.none"])
        return
    if not lines.empty:
        _draw_line(axes, lines, scale)
    _draw_points(axes, points, scale)
    values = points["value"] / scale
    style.print_axis_numbers(axes.yaxis, texts.language, decimals(values))
    _freeze_limits(axes)
    education = points["education_percent"]
    curves = [pixels(axes, lines["education_percent"], lines["fitted"] / scale)] if len(lines) else []
    obstacles = np.concatenate([np.empty((0, 2)), *map(dense, curves)])
    words = equation(own["fits"].iloc[0], outcome, texts, scale)
    note = place_in_corner(axes, words, pixels(axes, education, values), obstacles, LABEL_SIZE)
    years = points["year"].astype(int).astype(str)
    taken = [note.get_window_extent()]
    places = list(zip(education, values, strict=True))
    label_points(axes, places, list(years), obstacles, taken, LABEL_SIZE)


def _draw_key(figure: Figure, points: pd.DataFrame, texts: Texts) -> None:
    """Key of the panels, under them: line, band, points and, where there are any, hollow points with their reason."""
    marker = {"marker": "o", "linestyle": "", "markersize": 4, "markeredgecolor": colours.INK}
    handles = [
        Line2D([], [], color=colours.EDUCATION, label=texts["figure_2.fitted"]),
        Patch(label=texts["figure_2.band"], **BAND),
        Line2D([], [], markerfacecolor=colours.INK, label=texts["figure_2.year"], **marker),
    ]
    reasons = [texts[f"figure_2.hollow.{kind}"] for kind in ("breaks", "note") if points[kind].ne("").any()]
    if reasons:
        label = texts("figure_2.hollow", reasons=", ".join(reasons))
        handles.append(Line2D([], [], markerfacecolor="white", label=label, **marker))
    figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.005, 0.025),
        ncols=len(handles),
        fontsize=LABEL_SIZE,
        columnspacing=1.4,
    )


def hollow_points(points: pd.DataFrame, titles: pd.Series, texts: Texts) -> str:
    """Sentences that name the breaks of method and the estimates behind hollow points; empty where there is none.

    points: outcome, year, note, breaks. titles: of the indicators, by id, in the language.
    """
    pairs = points[["year", "breaks"]].assign(breaks=points["breaks"].str.split("; ")).explode("breaks")
    broken = pairs[pairs["breaks"].ne("")].drop_duplicates().sort_values("year", kind="stable")
    named = []
    for indicator, own in broken.groupby("breaks", sort=False):
        # What breaks in a panel is its outcome, else it is behind the education of all of them.
        kind = "outcome" if indicator in set(points["outcome"]) else "education"
        named.append(texts(f"figure_2.break.{kind}", title=titles[indicator], years=_listed(own["year"])))
    estimated = points.loc[points["note"].ne(""), "year"]
    sentences = [texts("figure_2.breaks", breaks="; ".join(named))] if named else []
    sentences += [texts("figure_2.estimates", years=_listed(estimated))] if len(estimated) else []
    return " ".join(sentences)


def _listed(years: pd.Series) -> str:
    return ", ".join(map(str, sorted(set(years.astype(int)))))


def figure_caption(fits: pd.DataFrame, texts: Texts, *, outcomes: int, district: str, edition: str, **more: str) -> str:
    """Caption of Figure 2: source, period, n, method, why later years have no point, and what R² unrelated walks have.

    fits: outcome, n, first_year, last_year. outcomes: how many panels there are. district: its printed name.
    edition: whose figures these are. more: sentences `hollow` (hollow_points) and `walks` (null_expectation).
    """
    facts = {"first_year": int(fits["first_year"].min()), "last_year": int(fits["last_year"].max())}
    counts = sorted(set(fits["n"].astype(int)))
    words = caption(
        NAME,
        texts,
        status="published",
        district=district,
        edition=edition,
        method=texts["figure_2.method"],
        n=" / ".join(map(str, counts)),
        outcomes=counted("outcomes", outcomes, texts),
        walks=more["walks"],
        **facts,
    )
    return f"{words} {more['hollow']}".rstrip()


def title(fits: pd.DataFrame, walks: pd.DataFrame, texts: Texts) -> str:
    """How well the lines fit, beside what unrelated walks of the same drift give.

    fits: r_squared; walks: median_r_squared, one row an outcome, in the prices of the figure.
    """
    return texts(
        "figure_2.message",
        fits=_from_to(fits["r_squared"], texts.language),
        walks=_from_to(walks["median_r_squared"], texts.language),
    )


def _from_to(values: pd.Series, language: str) -> str:
    """The lowest and the highest of some numbers to two decimals; one number where they print alike."""
    return "–".join(dict.fromkeys(number(value, language, 2) for value in (values.min(), values.max())))


@style.house_style()
def figure(
    points: pd.DataFrame,
    fits: pd.DataFrame,
    lines: pd.DataFrame,
    texts: Texts,
    *,
    outcomes: Sequence[str],
    walks: pd.DataFrame | None = None,
    status: str = "published",
) -> Figure:
    """A panel for each outcome, 17 cm wide: yearly points labelled with their years, fitted line, its 95 % band.

    points: outcome, year, education_percent, value (roubles or units), note and breaks (empty, or why the point is
    special: drawn hollow), in one kind of prices, as the fits; fits: outcome, n, first_year, last_year, slope,
    intercept, r_squared; lines: outcome, education_percent, fitted, lower_95, upper_95 in the units of value.
    walks: as placebos.placebo_walks, for the title, which there is none of without them.
    outcomes: in the order of the panels; one without points and fit says that no year has both figures.
    A year without education or value has no point; a fit without slope prints as not
    fitted. Raises StudyError where a panel has points and no fit, or a fit and no points.
    Source: the article, Figure 2.
    """
    drawn = shown(points)
    _check_outcomes(outcomes, drawn, fits)
    drawing, places = panels(outcomes, texts, SIZE_CM, EDGES)
    frames = {"points": drawn, "fits": fits, "lines": lines}
    for place, (axes, outcome) in enumerate(zip(places, outcomes, strict=True)):
        _draw_panel(axes, place, outcome, frames, texts)
    _draw_key(drawing, drawn, texts)
    style.add_footer(drawing, source_line(NAME, status, texts))
    if walks is not None and fits["r_squared"].notna().any() and walks["median_r_squared"].notna().any():
        style.add_title(drawing, title(fits, walks, texts))
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts.

    The article prints nominal roubles, and so does its figure.
    """
    points, fits, lines, walks = (
        nominal(frame)
        for frame in (results.education_points, results.education_fits, results.education_lines, results.placebo_walks)
    )
    titles = results.indicators.set_index("indicator")[f"title_{texts.language}"]
    facts = {
        "district": full_name(choices.district, results.regions, texts),
        "edition": edition_title(choices.edition, results.sources, texts),
        "hollow": hollow_points(shown(points), titles, texts),
        "walks": null_expectation(results.walk_pairs, walks, texts),
    }
    drawing = figure(points, fits, lines, texts, outcomes=choices.outcomes, walks=walks)
    return drawing, figure_caption(fits, texts, outcomes=len(choices.outcomes), **facts)
