"""Supplementary figure 9: the specification curve, and under it which choices make each part of it."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from regioncodes.education.specifications import CHOICES, CONTROLS, ESTIMATORS, LEVEL, TRANSFORMS
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.outcome_words import counted
from regioncodes.exhibits.printing.selection import choice_label, full_name
from regioncodes.words.captions import caption, source_line
from regioncodes.words.numbers import MISSING, NO_BREAK_SPACE, number
from regioncodes.words.texts import Texts

NAME = "figure_s9_specifications"
WIDTH_CM = 17.0
CURVE_CM = 5.2
ROW_CM = 0.33
GAP_CM = 0.16
LEFT_CM = 5.6
RIGHT_CM = 1.5
TOP_CM = 0.75
FOOT_CM = 1.15
# The dashboard shows this many slices of the curve, from the lowest correlations to the highest.
SLICES = 100
# Values of the choices in the order of their rows; others follow by name.
ORDER = [
    *TRANSFORMS,
    "district",
    "district_regions",
    "district_units",
    *ESTIMATORS["district"],
    *ESTIMATORS["regions"],
    *CONTROLS,
]


def _fitted(curve: pd.DataFrame) -> pd.DataFrame:
    fitted = curve[curve["status"].eq("fitted")].reset_index(drop=True)
    return fitted.assign(significant=fitted["p_value"].lt(LEVEL))


def values_of(fitted: pd.DataFrame, choice: str) -> list[str]:
    """Values of one choice that occur, in the order of their rows."""
    return sorted(fitted[choice].unique(), key=lambda value: (ORDER.index(value) if value in ORDER else 99, value))


def slice_shares(has: pd.Series) -> np.ndarray:
    """Share of each slice of the sorted curve for which a statement holds, in SLICES numbers from 0 to 1."""
    return np.array([part.mean() if len(part) else 0.0 for part in np.array_split(has.to_numpy(float), SLICES)])


def _draw_curve(axes: Axes, fitted: pd.DataFrame, texts: Texts) -> None:
    axes.plot(np.arange(len(fitted)) + 0.5, fitted["correlation"], color=colours.INK, linewidth=1.6)
    axes.axhline(0, color=colours.GREY, linewidth=0.7)
    median = fitted["correlation"].median()
    words = texts("figure_s9.median", median=number(median, texts.language, 2))
    axes.axhline(median, color=colours.VERMILION, linewidth=0.9, linestyle=(0, (4, 2)), label=words)
    axes.set_xlim(0, max(len(fitted), 1))
    axes.set_ylim(-1.05, 1.05)
    axes.set_xticks([])
    axes.set_yticks([-1, -0.5, 0, 0.5, 1])
    axes.set_ylabel(texts["figure_s9.axis"])
    style.print_axis_numbers(axes, texts.language, 1)
    axes.legend(loc="upper left", fontsize=7)


def _draw_strip(axes: Axes, place: float, has: pd.Series, colours: str) -> None:
    """One strip: half dark where a slice has the value as often as the whole curve, darker where more often."""
    whole = has.mean() if len(has) else 0.0
    image = np.clip(slice_shares(has) / (2 * whole if whole else 1), 0, 1)[None]
    extent = (0, max(len(has), 1), place + 0.92, place + 0.08)
    axes.imshow(image, aspect="auto", extent=extent, cmap=colours, vmin=0, vmax=1.15, interpolation="nearest")


def _draw_dashboard(axes: Axes, fitted: pd.DataFrame, texts: Texts) -> list[tuple[float, str, str]]:
    """The strip of significance, then one for every value of every choice; their places, labels and numbers."""
    _draw_strip(axes, 0.0, fitted["significant"], "Blues")
    share = number(100 * fitted["significant"].mean(), texts.language)
    labels = [(0.5, texts["figure_s9.significant"], f"{share}{NO_BREAK_SPACE}%")]
    place = 1 + GAP_CM / ROW_CM
    for choice in CHOICES:
        for value in values_of(fitted, choice):
            has = fitted[choice].eq(value)
            _draw_strip(axes, place, has, "Greys")
            median = number(fitted.loc[has, "correlation"].median(), texts.language, 2)
            labels.append((place + 0.5, choice_label(choice, value, texts), median))
            place += 1
        place += GAP_CM / ROW_CM
    axes.set_ylim(place - GAP_CM / ROW_CM, 0)
    return labels


def _joint(joint: pd.DataFrame, null: str, language: str) -> str:
    """p-value of the median correlation under one null, all specifications."""
    own = joint[joint["null"].eq(null) & joint["units"].eq("all") & joint["statistic"].eq("median_correlation")]
    return number(own["p_value"].iloc[0], language, 3) if len(own) else MISSING


def figure_caption(
    curve: pd.DataFrame, summary: pd.DataFrame, joint: pd.DataFrame, texts: Texts, *, district: str
) -> str:
    """Caption of Figure S9: source, period, n, method, shares, joint test, and every status with its count.

    curve, summary, joint: as specifications.curve, specification_tables.curve_summary and joint_test return them.
    """
    language = texts.language
    whole = summary[summary["outcome"].eq("all")]
    fitted = whole[whole["status"].eq("fitted")]
    refused = whole[~whole["status"].eq("fitted")]
    counts = "; ".join(
        f"{texts[f'status_of_fit.{row.status}']} {number(row.count, language)}"
        for row in refused.itertuples(index=False, name="Row")
    )
    shares = ("positive_percent", "negative_percent", "significant_positive_percent", "significant_negative_percent")
    steps = joint[joint["null"].eq("reordered_steps")]
    return caption(
        NAME,
        texts,
        status="published",
        district=district,
        n=number(len(curve), language),
        outcomes=counted("outcomes", curve["outcome"].nunique(), texts),
        fitted=number(fitted["count"].sum(), language),
        refused=counts or MISSING,
        period=f"{int(curve['first_year'].min())}–{int(curve['last_year'].max())}" if len(fitted) else MISSING,
        median=number(fitted["median_correlation"].iloc[0], language, 2) if len(fitted) else MISSING,
        **{
            name.removesuffix("_percent"): number(fitted[name].iloc[0], language) if len(fitted) else MISSING
            for name in shares
        },
        p_shift=_joint(joint, "circular_shift", language),
        p_steps=_joint(joint, "reordered_steps", language),
        draws=int(steps["draws"].max()) if len(steps) else 0,
    )


@style.house_style()
def figure(curve: pd.DataFrame, texts: Texts, status: str = "published") -> Figure:
    """The curve above, the dashboard of choices below, 17 cm wide.

    curve: as specifications.curve returns it; only fitted specifications are drawn, from the lowest partial
    correlation to the highest. A strip is the darker, the more often the curve at that place has the value
    named at its left; the number at its right is the median correlation with that value.
    """
    fitted = _fitted(curve)
    rows = 1 + sum(len(values_of(fitted, choice)) for choice in CHOICES)
    board_cm = rows * ROW_CM + len(CHOICES) * GAP_CM
    height_cm = TOP_CM + CURVE_CM + 0.3 + board_cm + FOOT_CM
    drawing = style.new_figure(WIDTH_CM, height_cm)
    left, width = LEFT_CM / WIDTH_CM, 1 - (LEFT_CM + RIGHT_CM) / WIDTH_CM
    upper = drawing.add_axes((left, (FOOT_CM + board_cm + 0.3) / height_cm, width, CURVE_CM / height_cm))
    lower = drawing.add_axes((left, FOOT_CM / height_cm, width, board_cm / height_cm))
    _draw_curve(upper, fitted, texts)
    labels = _draw_dashboard(lower, fitted, texts)
    lower.set_xlim(0, max(len(fitted), 1))
    lower.set_yticks([place for place, *_ in labels], [name for _, name, _ in labels], fontsize=6.5)
    lower.set_xticks([])
    lower.tick_params(length=0)
    lower.spines[:].set_visible(False)
    for place, _, median in labels:
        lower.text(len(fitted) * 1.015, place, median, fontsize=6.5, ha="left", va="center")
    lower.set_xlabel(texts["figure_s9.order"], fontsize=7)
    style.add_footer(drawing, source_line(NAME, status, texts))
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    name = full_name(choices.district, results.regions, texts)
    facts = (results.specifications, results.specification_summary, results.specification_joint_test)
    return figure(results.specifications, texts), figure_caption(*facts, texts, district=name)
