import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from regioncodes.exhibits.figures import figure_s1_codes
from regioncodes.exhibits.printing.code_bands import band_limits
from regioncodes.exhibits.printing.selection import side_of_zero, told_apart
from regioncodes.exhibits.tables import table_s1_codes

ROWS = pd.DataFrame(
    {
        "lower_95": [0.2, 0.1, -0.9, -5.0],
        "upper_95": [1.0, 0.8, -0.2, 5.0],
        "joint_lower_95": [-0.1, 0.05, -1.2, -9.0],
        "joint_upper_95": [1.3, 0.9, -0.1, 9.0],
        "edge": [False, False, False, True],
    }
)


def test_the_joint_band_decides_on_which_side_of_zero_a_number_lies():
    assert [side_of_zero(row) for _, row in ROWS.iterrows()] == ["unclear", "above", "below", "unclear"]
    assert side_of_zero(ROWS.iloc[1].mask(ROWS.columns.str.startswith("joint"), np.nan)) == "unclear"


def test_a_finding_rests_on_inner_years_alone():
    assert told_apart(ROWS).tolist() == [False, True, True, False]
    assert told_apart(ROWS.assign(edge=True)).tolist() == [False] * 4


def test_limits_hold_all_pointwise_bands_and_the_joint_ones_of_inner_years():
    lowest, highest = band_limits(ROWS)
    assert (lowest, highest) == pytest.approx((-5.5, 5.5))
    inner = band_limits(ROWS[:3])
    assert inner == pytest.approx((-1.2 - 0.125, 1.3 + 0.125))
    assert band_limits(ROWS[:0]) == (-1.0, 1.0)


def banded(nid):
    """Kurgan's Code ID is told from zero in 2010, and in 2005, an edge."""
    told = nid["region"].eq("RU-KGN") & nid["formula"].eq("code_id") & nid["year"].isin([2005, 2010])
    ends = {"joint_lower_95": 0.1, "joint_upper_95": 0.9}
    return nid.assign(**{name: nid[name].mask(told, value) for name, value in ends.items()})


def test_years_told_from_zero_are_ringed_and_counted(nid, regions, texts):
    marks = {}
    for name, table in {"told": banded(nid), "none": nid.assign(joint_lower_95=-9.0, joint_upper_95=9.0)}.items():
        axes = figure_s1_codes.figure(table, regions, texts).axes[0]
        dots = [found for found in axes.collections if isinstance(found, PathCollection)]
        marks[name] = [found.get_offsets()[:, 0].tolist() for found in dots if not len(found.get_facecolors())]
        caption = figure_s1_codes.figure_caption(table, texts, district="X")
        # Eight units with eight inner years, of which Yamal lacks 2009, 2010 and 2012.
        counted = f"{len(marks[name])} {'of' if texts.language == 'en' else 'из'} 61"
        assert counted in caption
        # None of a method without a posterior.
        assert ("25\u00a0% and —" if texts.language == "en" else "25\u00a0% и —") in caption
    assert marks == {"told": [[2010.0]], "none": []}


def test_table_s1_marks_what_the_joint_band_tells_from_zero(nid, regions, texts):
    told = nid.assign(joint_lower_95=0.1, joint_upper_95=0.9)
    for table, count in ((told, 4), (nid.assign(joint_lower_95=-0.1, joint_upper_95=0.9), 0)):
        row = table_s1_codes.table(table, regions, texts).rows[0]
        assert sum(table_s1_codes.TOLD in cell for cell in row[1:]) == count
