"""The figure and the table of the simulation study."""

import re

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from regioncodes.codes.derivatives.rates import METHODS
from regioncodes.codes.joint_coverage import INDEPENDENT, JOINT, SUM, SUMMED
from regioncodes.codes.joint_coverage import TRUTHS as JOINT_TRUTHS
from regioncodes.codes.simulation import TRUTHS
from regioncodes.exhibits.figures import figure_s4_simulation
from regioncodes.exhibits.printing import style
from regioncodes.exhibits.printing.drawn_faults import drawn_faults, drawn_texts
from regioncodes.exhibits.printing.simulation_case import bar_counts, shown_case
from regioncodes.exhibits.tables import table_s4_simulation
from regioncodes.words.numbers import MISSING, number

JOINT_ROWS = [
    *((SUM, method, 97.25) for method in (JOINT, SUMMED, INDEPENDENT)),
    ("production", JOINT, 88.0),
]
MEASURES = ["bias", "rmse", "rmse_to_differences", "coverage_50_percent", "coverage_80_percent", "width_95"]


@pytest.fixture(scope="module")
def study():
    """Invented: coverage 96 % but for the process on the sine (89) and the spline on the step (no band)."""
    keys = pd.MultiIndex.from_product(
        [TRUTHS, [9, 12, 19], [0.1, 0.3, 1.0], METHODS, ["inner", "edge"], [0, 1, 2]],
        names=["truth", "n_years", "noise_sd", "method", "years", "order"],
    )
    table = keys.to_frame(index=False).assign(**dict.fromkeys(MEASURES, 0.5), replications=400)
    low = table["method"].eq("gaussian_process") & table["truth"].eq("sine")
    none = table["method"].eq("smoothing_spline") & table["truth"].eq("step")
    return table.assign(coverage_95_percent=np.select([low, none], [89.0, np.nan], 96.0))


@pytest.fixture(scope="module")
def joint():
    """Invented: three methods on the sum and one on a code, for each truth; no joint band of independent codes."""
    rows = pd.DataFrame(JOINT_ROWS, columns=["quantity", "method", "coverage_95_percent"])
    parts = pd.DataFrame({"truth": JOINT_TRUTHS, "noise_sd": [np.nan] * 4 + [0.3] * 4})
    kinds = pd.DataFrame({"years": ["inner", "edge"]})
    table = parts.merge(rows, how="cross", validate="many_to_many").merge(kinds, how="cross", validate="many_to_many")
    together = table["years"].eq("inner") & table["method"].ne(INDEPENDENT)
    return table.assign(
        n_years=12,
        **dict.fromkeys(MEASURES, 0.5),
        coverage_95_error_percent=0.41,
        joint_coverage_95_percent=np.where(together, 96.0, np.nan),
        joint_coverage_95_error_percent=np.where(together, 0.77, np.nan),
        units=444,
    )


def test_no_text_of_the_figure_is_cut_overlapping_or_lost(study, texts, tmp_path):
    drawing = figure_s4_simulation.figure(study, texts)
    drawn = drawn_texts(drawing)
    assert len(drawn) > 4 * len(METHODS) * len(TRUTHS)
    assert drawn_faults(drawing, texts.language) == []
    style.save_figure(drawing, [tmp_path / "drawing.png"])


def test_a_band_below_the_bar_and_a_missing_one_look_different_from_the_rest(study, texts):
    axes = figure_s4_simulation.figure(study, texts).axes[0]
    fills = [to_hex(patch.get_facecolor()) for patch in axes.findobj(Rectangle)[: len(METHODS) * len(TRUTHS)]]
    by_cell = dict(zip([(method, truth) for method in METHODS for truth in TRUTHS], fills, strict=True))
    usual = by_cell["kalman", "line"]
    odd = {cell: fill for cell, fill in by_cell.items() if fill != usual}
    assert set(odd) == {("gaussian_process", "sine"), ("smoothing_spline", "step")}
    assert len(set(odd.values())) == 2


def test_the_middle_length_and_noise_are_shown(study):
    assert shown_case(study) == (12, 0.3)


def test_the_bar_counts_bands_of_smooth_curves_of_twelve_years_or_more(study):
    # Four curves, two lengths, three noises, two kinds of years, two orders; the sine is below.
    assert bar_counts(study, "gaussian_process") == (72, 96)


def test_the_captions_say_synthetic_and_how_many_bands_reach_the_bar(study, joint, texts):
    numbers = re.findall(r"\d+", figure_s4_simulation.figure_caption(study, texts))
    assert {"72", "96", "400"} <= set(numbers)
    caption = table_s4_simulation.table(study, joint, texts, shown_only=False).caption
    assert texts["status.synthetic"] in caption
    assert {"444", printed(0.4, texts), printed(0.8, texts)} <= set(re.findall(r"\d+(?:[.,]\d)?", caption))


def test_the_page_has_every_row_and_the_paper_the_shown_case(study, joint, texts):
    whole = table_s4_simulation.table(study, joint, texts, shown_only=False)
    paper = table_s4_simulation.table(study, joint, texts, shown_only=True)
    of_units = len(JOINT_TRUTHS) * len(JOINT_ROWS)
    assert len(whole.rows) == len(TRUTHS) * 3 * 3 * len(METHODS) * 3 + of_units
    assert len(paper.rows) == len(TRUTHS) * len(METHODS) * 2 + of_units
    own = [
        row for row in paper.rows if row[0] == texts["truth.sine"] and row[2] == texts["method_short.gaussian_process"]
    ]
    assert [row[3] for row in own] == ["f′", "f″"]
    assert {row[9] for row in own} == {"89"}
    assert {row[-1] for row in own} == {MISSING}


def test_blocks_of_three_codes_follow_with_coverage_to_a_tenth_and_that_of_all_years(study, joint, texts):
    rows = table_s4_simulation.table(study, joint, texts, shown_only=True).rows[-len(JOINT_TRUTHS) * len(JOINT_ROWS) :]
    assert list(dict.fromkeys(row[0] for row in rows)) == [texts[f"joint_truth.{truth}"] for truth in JOINT_TRUTHS]
    first = {(row[2], row[3]): row for row in rows if row[0] == texts["joint_truth.model_positive"]}
    quantities = [texts[f"joint_quantity.{quantity}"] for quantity in (SUM, "production")]
    joint_row = first[texts["method_short.joint_process"], quantities[0]]
    assert joint_row[1] == texts("table_s4.length_and_prior_noise", n=12)
    assert (joint_row[9], joint_row[-1]) == (printed(97.3, texts), printed(96.0, texts))
    assert first[texts["method_short.independent_codes"], quantities[0]][-1] == MISSING
    assert first[texts["method_short.joint_process"], quantities[1]][9] == printed(88.0, texts)
    fixed = next(row for row in rows if row[0] == texts["joint_truth.kink"])
    assert fixed[1] == texts("table_s4.length_and_noise", n=12, noise=printed(0.3, texts))


def printed(value, texts):
    return number(value, texts.language, 1)
