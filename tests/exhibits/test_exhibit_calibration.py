"""The figure and the table of the calibration: whole, true to their rows, honest where nothing is predicted."""

import numpy as np
import pandas as pd
import pytest

from regioncodes.codes.calibration.calibration import COLUMNS, SPANS, calibration_of_bands, places_counted
from regioncodes.codes.calibration.foretold import METHODS, PREDICTED, TASKS
from regioncodes.exhibits.figures import figure_s14_calibration
from regioncodes.exhibits.printing import style
from regioncodes.exhibits.printing.drawn_faults import drawn_faults
from regioncodes.exhibits.tables import table_s15_calibration
from regioncodes.ground.code_names import CODES
from regioncodes.ground.options import Period
from regioncodes.words.numbers import MISSING, number

YEARS = {"crisis": {"first": 2008, "last": 2009}, "period": {"first_year": 2005, "last_year": 2016}}


@pytest.fixture(scope="module")
def predicted():
    """Invented: uniform places, but for the joint process: its bands are too narrow, its score is half the walk's."""
    regions = [f"R{number}" for number in range(12)]
    keys = pd.MultiIndex.from_product(
        [TASKS, SPANS, METHODS, regions, CODES, range(2007, 2017)],
        names=["task", "span", "method", "region", "code", "year"],
    )
    table = keys.to_frame(index=False)
    place = np.random.default_rng(1).uniform(size=len(table))
    is_joint = table["method"] == "joint_process"
    wide = np.where(place < 0.5, place / 5, 1 - (1 - place) / 5)
    score = np.where(is_joint, 0.5, 1.0)
    return table.assign(place=np.where(is_joint, wide, place), width_95=1.0, crps=score, walk_crps=1.0)


@pytest.fixture(scope="module")
def study(predicted):
    return calibration_of_bands(predicted, Period(2008, 2009))


@pytest.fixture(scope="module")
def scales():
    lengths = np.geomspace(1.5, 12, 15)
    frames = [
        pd.DataFrame({"length_scale_years": lengths, "simulated_percent": 6.7, "real_percent": 6.0}).assign(
            span=span, code=code
        )
        for span in SPANS
        for code in CODES
    ]
    return pd.concat(frames, ignore_index=True)


@pytest.fixture(scope="module")
def nothing():
    empty = pd.DataFrame(columns=[*PREDICTED, "span", "walk_crps"])
    return calibration_of_bands(empty, Period(2008, 2009)), places_counted(empty)


def test_no_text_of_the_figure_is_cut_overlapping_or_lost(predicted, study, scales, texts, tmp_path):
    bins = places_counted(predicted)
    drawing = figure_s14_calibration.figure(study, bins, scales, texts, crisis=YEARS["crisis"])
    assert drawn_faults(drawing, texts.language) == []
    style.save_figure(drawing, [tmp_path / "drawing.png"])


def test_the_figure_stands_where_nothing_could_be_predicted(nothing, scales, texts, tmp_path):
    drawing = figure_s14_calibration.figure(*nothing, scales.iloc[:0], texts, crisis=YEARS["crisis"])
    style.save_figure(drawing, [tmp_path / "drawing.png"])


def test_the_table_prints_every_method_and_says_what_is_too_narrow(study, texts):
    table = table_s15_calibration.table(study, texts, all_codes=False, **YEARS)
    assert len(table.rows) == len(TASKS) * len(SPANS) * len(METHODS)
    assert len(table.blocks()) == len(TASKS) * len(SPANS)
    assert len(table_s15_calibration.table(study, texts, all_codes=True, **YEARS).rows) == 4 * len(table.rows)
    assert texts["bands.too_narrow"] in table.caption
    assert texts["against_walk.better"] in table.caption
    row = study[study["method"].eq("joint_process") & study["years"].eq("all") & study["code"].eq("all")].iloc[0]
    printed = next(cells for cells in table.rows if cells[1] == texts["method_short.joint_process"])
    assert printed[6].startswith(number(row["coverage_95_percent"], texts.language, 1))


def test_without_any_prediction_the_table_says_so(nothing, texts):
    table = table_s15_calibration.table(nothing[0], texts, all_codes=True, **YEARS)
    assert texts["calibration.none"] in table.caption
    assert {cells[6] for cells in table.rows} == {MISSING}
    assert list(nothing[0].columns) == COLUMNS
