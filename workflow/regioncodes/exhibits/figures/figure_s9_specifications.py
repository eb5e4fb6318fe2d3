"""Supplementary figure 9: the specification curve, and under it which choices make each part of it."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from regioncodes.education.outcomes import CPI, NOMINAL, VOLUME
from regioncodes.education.specifications import (
    CHOICES,
    CONTROLS,
    ESTIMATORS,
    LEVEL,
    MAIN_CURVE,
    OTHER_CURVE,
    SAME_FIGURES,
    TRANSFORMS,
    TRIED,
    equal_weights,
)
from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.outcome_words import counted
from regioncodes.exhibits.printing.selection import choice_label, full_name
from regioncodes.statistics.weighted import weighted_median
from regioncodes.words.captions import caption, source_line
from regioncodes.words.numbers import MISSING, NO_BREAK_SPACE, number, p_value_text, share_text
from regioncodes.words.texts import Texts

NAME = "figure_s9_specifications"
WIDTH_CM = 17.0
CURVE_CM = 5.2
ROW_CM = 0.33
GAP_CM = 0.16
LEFT_CM = 5.6
RIGHT_CM = 1.5
TOP_CM = 0.2
FOOT_CM = 1.15
MAIN_LINE = {"color": colours.EDUCATION, "linewidth": 1.8}
OTHER_LINE = {"color": colours.SOCIAL, "linewidth": 1.1, "linestyle": (0, (1, 1))}
# Choices with a row each: the reading of education makes another curve.
SHOWN = [choice for choice in CHOICES if choice != "mapping"]
# The dashboard shows this many slices of the curve, from the lowest correlations to the highest.
SLICES = 100
# Values of the choices in the order of their rows; others follow by name.
ORDER = [
    NOMINAL,
    CPI,
    VOLUME,
    *TRANSFORMS,
    "district",
    "district_regions",
    "district_units",
    *ESTIMATORS["district"],
    *ESTIMATORS["regions"],
    *CONTROLS,
]


def _fitted(curve: pd.DataFrame, mapping: str) -> pd.DataFrame:
    """Fitted specifications of one curve in their order, with the share of the weight up to the middle of each."""
    fitted = curve[curve["status"].eq("fitted") & curve["mapping"].eq(mapping)].reset_index(drop=True)
    place = fitted["weight"].cumsum() - fitted["weight"] / 2
    return fitted.assign(significant=fitted["p_value"].lt(LEVEL), place=place)


def values_of(fitted: pd.DataFrame, choice: str) -> list[str]:
    """Values of one choice that occur, in the order of their rows."""
    return sorted(fitted[choice].unique(), key=lambda value: (ORDER.index(value) if value in ORDER else 99, value))


def slice_shares(has: pd.Series, fitted: pd.DataFrame) -> np.ndarray:
    """Share of the weight of each slice of the sorted curve for which a statement holds, in SLICES numbers from 0 to 1.

    fitted: place (share of the weight up to each specification) and weight.
    """
    slices = (fitted["place"] * SLICES).astype(int).clip(0, SLICES - 1)
    weight = np.bincount(slices, weights=fitted["weight"], minlength=SLICES)
    kept = np.bincount(slices, weights=fitted["weight"].where(has, 0.0), minlength=SLICES)
    return np.divide(kept, weight, out=np.zeros(SLICES), where=weight > 0)


def median_of(fitted: pd.DataFrame) -> float:
    """Median correlation of some specifications, in which the outcomes weigh equally."""
    return weighted_median(fitted["correlation"].to_numpy()[None], equal_weights(fitted)[None]).item()


def _draw_curve(axes: Axes, fitted: pd.DataFrame, other: pd.DataFrame, texts: Texts) -> None:
    axes.plot(fitted["place"], fitted["correlation"], label=texts["figure_s9.main"], **MAIN_LINE)
    axes.axhline(0, color=colours.GREY, linewidth=0.7)
    if len(fitted):
        median = median_of(fitted)
        words = texts("figure_s9.median", median=number(median, texts.language, 2))
        axes.axhline(median, color=colours.INK, linewidth=0.9, linestyle=(0, (4, 2)), label=words)
    if len(other):
        words = texts("figure_s9.other", median=number(median_of(other), texts.language, 2))
        axes.plot(other["place"], other["correlation"], label=words, **OTHER_LINE)
    axes.set_xlim(0, 1)
    axes.set_ylim(-1.05, 1.05)
    axes.set_xticks([])
    axes.set_yticks([-1, -0.5, 0, 0.5, 1])
    axes.set_ylabel(texts["figure_s9.axis"])
    style.print_axis_numbers(axes.yaxis, texts.language, 1)
    axes.legend(loc="upper left", fontsize=7)


def _draw_strip(axes: Axes, place: float, has: pd.Series, fitted: pd.DataFrame, colours: str) -> float:
    """One strip: half dark where a slice has the value as often as the whole curve, darker where more often.

    Returns the share of the whole curve, from 0 to 1.
    """
    whole = float(fitted["weight"].where(has, 0.0).sum())
    image = np.clip(slice_shares(has, fitted) / (2 * whole if whole else 1), 0, 1)[None]
    extent = (0, 1, place + 0.92, place + 0.08)
    axes.imshow(image, aspect="auto", extent=extent, cmap=colours, vmin=0, vmax=1.15, interpolation="nearest")
    return whole


def _draw_dashboard(axes: Axes, fitted: pd.DataFrame, texts: Texts) -> list[tuple[float, str, str]]:
    """The strip of significance, then one for every value of every choice; their places, labels and numbers."""
    significant = _draw_strip(axes, 0.0, fitted["significant"], fitted, "Greens")
    share = number(100 * significant, texts.language)
    labels = [(0.5, texts["figure_s9.significant"], f"{share}{NO_BREAK_SPACE}%")]
    place = 1 + GAP_CM / ROW_CM
    for choice in SHOWN:
        for value in values_of(fitted, choice):
            has = fitted[choice].eq(value)
            _draw_strip(axes, place, has, fitted, "Greys")
            median = number(median_of(fitted[has]), texts.language, 2)
            labels.append((place + 0.5, choice_label(choice, value, texts), median))
            place += 1
        place += GAP_CM / ROW_CM
    axes.set_ylim(place - GAP_CM / ROW_CM, 0)
    return labels


def _joint(joint: pd.DataFrame, null: str, language: str) -> dict[str, str]:
    """The test of the main curve's median under one null: p-value, the smallest possible one, and the draws."""
    own = joint[joint["mapping"].eq(MAIN_CURVE) & joint["null"].eq(null) & joint["subset"].eq("all")]
    own = own[own["statistic"].eq("median_correlation")]
    if own.empty:
        return {"p": MISSING, "lowest": MISSING, "draws": MISSING}
    test = own.iloc[0]
    return {
        "p": p_value_text(test["p_value"], language),
        "lowest": p_value_text(test["lowest_p_value"], language),
        "draws": number(int(test["draws"]), language),
    }


def figure_caption(
    curve: pd.DataFrame,
    summary: pd.DataFrame,
    joint: pd.DataFrame,
    ways: pd.DataFrame,
    texts: Texts,
    *,
    district: str,
) -> str:
    """Caption of Figure S9: source, period, n, method, shares, joint test, and every status with its count.

    curve, summary, joint, ways: as specifications.curve, specification_tables.curve_summary, joint_test and
    specifications.shared_samples return them. All but the last sentence is of the curve of education alone.
    """
    language = texts.language
    main = curve[curve["mapping"].eq(MAIN_CURVE)]
    whole = summary[summary["mapping"].eq(MAIN_CURVE) & summary["outcome"].eq("all")]
    fitted, refused = whole[whole["status"].eq("fitted")], whole[~whole["status"].eq("fitted")]
    counts = "; ".join(
        f"{texts[f'status_of_fit.{row.status}']} {number(row.count, language)}"
        for row in refused.itertuples(index=False, name="Row")
    )
    shares = ("positive_percent", "negative_percent", "significant_positive_percent", "significant_negative_percent")
    untried = ways[ways["mapping"].eq(MAIN_CURVE)].set_index("reason")["ways"].drop(TRIED, errors="ignore")
    same = untried.get(SAME_FIGURES, 0)
    steps, shift = (_joint(joint, null, language) for null in ("reordered_steps", "circular_shift"))
    return caption(
        NAME,
        texts,
        status="published",
        district=district,
        n=number(len(main), language),
        outcomes=counted("outcomes", main["outcome"].nunique(), texts),
        fitted=number(fitted["count"].sum(), language),
        refused=counts or MISSING,
        same=number(int(same), language),
        impossible=number(int(untried.sum() - same), language),
        period=f"{int(main['first_year'].min())}–{int(main['last_year'].max())}" if len(fitted) else MISSING,
        median=number(fitted["median_correlation"].iloc[0], language, 2) if len(fitted) else MISSING,
        **{
            name.removesuffix("_percent"): share_text(fitted[name].iloc[0], language) if len(fitted) else MISSING
            for name in shares
        },
        p_steps=steps["p"],
        lowest_steps=steps["lowest"],
        draws=steps["draws"],
        p_shift=shift["p"],
        lowest_shift=shift["lowest"],
        shifts=shift["draws"],
        other=number(int((curve["mapping"].eq(OTHER_CURVE) & curve["status"].eq("fitted")).sum()), language),
    )


def title(fitted: pd.DataFrame, texts: Texts) -> str:
    """How far the correlation hangs on the choices: its median and ends, and what share is significant and positive.

    fitted: correlation, significant, weight, of one curve.
    """
    sure = fitted["weight"].where(fitted["significant"] & fitted["correlation"].gt(0), 0.0).sum()
    numbers = {
        "median": median_of(fitted),
        "lowest": fitted["correlation"].min(),
        "highest": fitted["correlation"].max(),
    }
    words = {name: number(value, texts.language, 2) for name, value in numbers.items()}
    return texts("figure_s9.title", share=share_text(100 * sure, texts.language), **words)


@style.house_style()
def figure(curve: pd.DataFrame, texts: Texts, status: str = "published") -> Figure:
    """The curve above, the dashboard of choices below, 17 cm wide.

    curve: as specifications.curve returns it; only fitted specifications are drawn, from the lowest partial
    correlation to the highest, each as wide as it weighs. The curve of education alone, of which the dashboard is, and
    that of the social code as a line. A strip is the darker, the more often the curve at that place has the value
    named at its left; the number at its right is the median correlation with that value.
    """
    fitted, other = (_fitted(curve, mapping) for mapping in (MAIN_CURVE, OTHER_CURVE))
    rows = 1 + sum(len(values_of(fitted, choice)) for choice in SHOWN)
    board_cm = rows * ROW_CM + len(SHOWN) * GAP_CM
    height_cm = TOP_CM + CURVE_CM + 0.3 + board_cm + FOOT_CM
    drawing = style.new_figure(WIDTH_CM, height_cm)
    left, width = LEFT_CM / WIDTH_CM, 1 - (LEFT_CM + RIGHT_CM) / WIDTH_CM
    upper = drawing.add_axes((left, (FOOT_CM + board_cm + 0.3) / height_cm, width, CURVE_CM / height_cm))
    lower = drawing.add_axes((left, FOOT_CM / height_cm, width, board_cm / height_cm))
    _draw_curve(upper, fitted, other, texts)
    labels = _draw_dashboard(lower, fitted, texts)
    lower.set_xlim(0, 1)
    lower.set_yticks([place for place, *_ in labels], [name for _, name, _ in labels], fontsize=6.5)
    lower.set_xticks([])
    lower.tick_params(length=0)
    lower.spines[:].set_visible(False)
    for place, _, median in labels:
        lower.text(1.015, place, median, fontsize=6.5, ha="left", va="center")
    lower.set_xlabel(texts["figure_s9.order"], fontsize=7)
    if len(fitted):
        style.add_title(drawing, title(fitted, texts), texts["figure_s9.how"])
    style.add_footer(drawing, source_line(NAME, status, texts))
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    name = full_name(choices.district, results.regions, texts)
    facts = (
        results.specifications,
        results.specification_summary,
        results.specification_joint_test,
        results.specification_ways,
    )
    return figure(results.specifications, texts), figure_caption(*facts, texts, district=name)
