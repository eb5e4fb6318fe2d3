"""Labels of points: near where there is room, farther off where every near place lies over a text or off the panel."""

import numpy as np
import pytest
from matplotlib.text import Text

from regioncodes.exhibits.printing.labels import DISTANCES_POINTS, FAR_POINTS, label_points
from regioncodes.exhibits.printing.style import house_style, new_figure

NO_LINES = np.empty((0, 2))


@pytest.fixture
def axes():
    with house_style():
        yield new_figure(10, 10).add_subplot(xlim=(0, 1), ylim=(0, 1))


def test_a_label_with_room_stands_beside_its_point(axes):
    (label,) = label_points(axes, [(0.5, 0.5)], ["2005"], NO_LINES, [], 7)
    assert np.abs(label.xyann).max() == DISTANCES_POINTS[0]


def test_a_label_that_would_lie_over_a_text_goes_farther_and_stays_on_the_panel(axes):
    note = axes.text(0.02, 0.02, "a note of\nseveral lines\nover the corner", fontsize=22)
    taken = note.get_window_extent()
    (label,) = label_points(axes, [(0.01, 0.1)], ["2005"], NO_LINES, [taken], 7)
    box = Text.get_window_extent(label)  # without its leader
    assert np.abs(label.xyann).max() in FAR_POINTS
    assert not box.overlaps(taken)
    assert axes.get_window_extent().padded(1).contains(*box.min)
    assert axes.get_window_extent().padded(1).contains(*box.max)
