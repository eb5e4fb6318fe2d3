import io

import numpy as np
import pytest

from regioncodes.publication.archive.pictures_compared import SHARE, distance, reduced


def picture(
    shift: float = 0.0, bump: float = 0.0, width: float = 1.5, antialiased: bool = True, last: int = 12
) -> bytes:
    """A line of twelve points with axes, as the exhibits draw them. shift: of the line; bump: of one of its points."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.5, 4), dpi=200)
    axes = figure.subplots()
    years = np.arange(12)
    values = np.sin(years / 2) + shift
    values[6] += bump
    axes.plot(years[:last], values[:last], linewidth=width, antialiased=antialiased, color="#4477aa", marker="o")
    axes.set(ylim=(-2, 2), xlabel="year", ylabel="code")
    content = io.BytesIO()
    figure.savefig(content, format="png")
    return reduced(content.getvalue())


@pytest.fixture(scope="module")
def expected():
    return picture()


def test_a_picture_is_no_distance_from_itself(expected):
    assert distance(expected, expected) == 0


def test_smoothing_and_the_width_of_a_hair_are_forgiven(expected):
    assert distance(picture(antialiased=False), expected) <= SHARE
    assert distance(picture(width=1.7), expected) <= SHARE


@pytest.mark.parametrize("change", [{"shift": 0.1}, {"shift": -0.1}, {"bump": 0.15}, {"last": 11}])
def test_a_moved_line_a_moved_point_and_a_lost_point_are_caught(expected, change):
    assert distance(picture(**change), expected) > SHARE
    assert distance(expected, picture(**change)) > SHARE


def test_another_size_is_another_picture(expected):
    from PIL import Image

    content = io.BytesIO()
    Image.open(io.BytesIO(expected)).crop((0, 0, 400, 200)).save(content, "PNG")
    assert distance(content.getvalue(), expected) == 1


def test_a_reduced_picture_is_grey_on_white_and_at_most_400_pixels_wide():
    from PIL import Image

    content = io.BytesIO()
    Image.new("RGBA", (1200, 300), (0, 0, 0, 0)).save(content, "PNG")
    small = Image.open(io.BytesIO(reduced(content.getvalue())))
    assert (small.size, small.mode, small.getextrema()) == ((400, 100), "L", (255, 255))
