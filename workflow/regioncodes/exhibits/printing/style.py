"""One look for all figures, whatever the user's matplotlibrc, and files that repeat byte for byte."""

import io
import math
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from regioncodes.exhibits.printing.colours import GREY, INK
from regioncodes.exhibits.printing.drawn_faults import drawn_faults
from regioncodes.ground.errors import raise_problems
from regioncodes.ground.files import write_whole
from regioncodes.words.numbers import number
from regioncodes.words.texts import CATALOGUE

FONT_FAMILY = "regioncodes DejaVu Sans"
FONT_FOLDER = Path(__file__).with_name("fonts")
FONT_FILES = (
    ("DejaVuSans.ttf", "normal", 400),
    ("DejaVuSans-Bold.ttf", "normal", 700),
    ("DejaVuSans-Oblique.ttf", "oblique", 400),
)
DOTS_PER_INCH = 200
CENTIMETRES_PER_INCH = 2.54
# The finding above a figure and how to read it: size of the letters; the room beside and about the lines.
TITLE_POINTS, HOW_POINTS = 9, 7
TITLE_LEFT, TITLE_RIGHT = 0.015, 0.985
TITLE_GAP_CM = 0.3
# A line of text from one to the next, and the height that the font gives it, as shares of the size of its letters.
LINE_SPACING, FONT_HEIGHT = 1.35, 1.16
# What lies beyond the ticks of a scale about zero.
TICK_SHARE = 1.25
CENTIMETRES_PER_POINT = CENTIMETRES_PER_INCH / 72
SETTINGS = {
    "axes.edgecolor": GREY,
    "axes.grid": False,
    "axes.labelcolor": INK,
    "axes.labelsize": 7.5,
    "axes.linewidth": 0.6,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 8.5,
    "axes.titley": 1.0,  # no search for a free place above the ticks, a tenth of the drawing
    "figure.dpi": DOTS_PER_INCH,
    "font.family": FONT_FAMILY,
    "font.size": 8,
    "legend.frameon": False,
    "lines.linewidth": 1.4,
    "pdf.fonttype": 42,
    "savefig.dpi": DOTS_PER_INCH,
    "svg.fonttype": "path",
    "svg.hashsalt": "regioncodes",
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "xtick.color": GREY,
    "xtick.labelcolor": INK,
    "xtick.labelsize": 7,
    "xtick.major.width": 0.6,
    "ytick.color": GREY,
    "ytick.labelcolor": INK,
    "ytick.labelsize": 7,
    "ytick.major.width": 0.6,
}
# Dates and versions differ from run to run or machine to machine, so no file carries them.
METADATA = {
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    ".svg": {"Date": None, "Creator": None},
    ".png": {"Software": None},
}


@cache
def _pin_fonts() -> None:
    """Register the font files of the house under a name of their own: another DejaVu cannot stand in."""
    missing = [FONT_FOLDER / file_name for file_name, *_ in FONT_FILES if not (FONT_FOLDER / file_name).is_file()]
    raise_problems([f"{path} is not there; restore it, it came with the project" for path in missing], "fonts")
    font_manager.fontManager.ttflist.extend(
        font_manager.FontEntry(
            fname=str(FONT_FOLDER / file_name), name=FONT_FAMILY, style=slant, weight=weight, size="scalable"
        )
        for file_name, slant, weight in FONT_FILES
    )


@contextmanager
def house_style() -> Iterator[None]:
    """Settings of the house while the block or decorated function runs; the user's own return after it."""
    _pin_fonts()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield


def new_figure(width_cm: float, height_cm: float) -> Figure:
    """Empty figure of a printed size in centimetres, outside pyplot's list of figures."""
    figure = Figure(figsize=(width_cm / CENTIMETRES_PER_INCH, height_cm / CENTIMETRES_PER_INCH))
    FigureCanvasAgg(figure)
    return figure


def add_footer(figure: Figure, text: str) -> None:
    """Write the source line in small grey letters along the lower edge of a figure."""
    height_cm = figure.get_figheight() * CENTIMETRES_PER_INCH
    figure.text(0.015, 0.15 / height_cm, text, fontsize=6.5, color=GREY, ha="left", va="bottom")


def add_title(figure: Figure, title: str, how: str = "") -> None:
    """Write what a figure shows above it: the figure grows by the lines, and all on it keeps its size and place.

    how: a sentence that says how to read the figure, in smaller letters under the title.
    """
    parts = [(title, TITLE_POINTS, INK), (how, HOW_POINTS, GREY)]
    blocks = [(_broken(figure, words, points), points, colour) for words, points, colour in parts if words]
    heights = [(words.count("\n") + 1) * points * LINE_SPACING * CENTIMETRES_PER_POINT for words, points, _ in blocks]
    _grow(figure, sum(heights) + TITLE_GAP_CM * len(blocks))
    height_cm = figure.get_figheight() * CENTIMETRES_PER_INCH
    top = height_cm - TITLE_GAP_CM / 2
    for (words, points, colour), height in zip(blocks, heights, strict=True):
        look = {"fontsize": points, "color": colour, "linespacing": LINE_SPACING / FONT_HEIGHT}
        figure.text(TITLE_LEFT, top / height_cm, words, ha="left", va="top", **look)
        top -= height + TITLE_GAP_CM / 2


def _broken(figure: Figure, words: str, points: float) -> str:
    """Words on as few lines as the width of a figure lets them have; line breaks in the words stay."""
    renderer, font = figure.canvas.get_renderer(), font_manager.FontProperties(family=FONT_FAMILY, size=points)
    room = (TITLE_RIGHT - TITLE_LEFT) * figure.bbox.width
    lines = []
    for part in words.split("\n"):
        lines.append("")
        for word in part.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if renderer.get_text_width_height_descent(longer, font, ismath=False)[0] > room:
                lines.append(word)
            else:
                lines[-1] = longer
    return "\n".join(lines)


def _grow(figure: Figure, room_cm: float) -> None:
    """Add room above all that stands on a figure."""
    old = figure.get_figheight()
    share = old / (old + room_cm / CENTIMETRES_PER_INCH)
    anchors = [legend.get_bbox_to_anchor().p0 / figure.bbox.size * (1, share) for legend in figure.legends]
    figure.set_figheight(old / share)
    for axes in figure.axes:
        place = axes.get_position(original=True)
        axes.set_position((place.x0, place.y0 * share, place.width, place.height * share))
    for text in figure.texts:
        text.set_y(text.get_position()[1] * share)
    for legend, anchor in zip(figure.legends, anchors, strict=True):
        legend.set_bbox_to_anchor(tuple(anchor))


def print_axis_numbers(axis: Axis, language: str, digits: int | None = None) -> None:
    """Let an axis print its numbers by the rules of the language; without digits, with as many as its ticks need."""

    def printed(value: float, _: int) -> str:
        return number(value, language, _tick_digits(axis) if digits is None else digits)

    axis.set_major_formatter(FuncFormatter(printed))


def _tick_digits(axis: Axis) -> int:
    """Decimals that write every tick of an axis, as it stands, in full."""
    ticks = axis.get_ticklocs()
    return next(digits for digits in range(9) if np.allclose(ticks, np.round(ticks, digits), rtol=0, atol=1e-9))


def print_axis_years(axes: Axes, ticks: int = 5) -> None:
    """Let the horizontal axis print whole years, without a thousands mark."""
    axes.xaxis.set_major_locator(MaxNLocator(ticks, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))


def centred_scale(axes: Axes, largest: float) -> None:
    """Limits alike on both sides of zero that hold a value, with one round tick on each side."""
    power = 10.0 ** math.floor(math.log10(largest)) if largest > 0 else 1.0
    tick = next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power * TICK_SHARE >= largest)
    axes.set_ylim(-TICK_SHARE * tick, TICK_SHARE * tick)
    axes.set_yticks([-tick, 0, tick])


def padded(lowest: float, highest: float) -> tuple[float, float]:
    """Limits of an axis a twentieth of the range beyond its lowest and highest values, about 0 where none is known."""
    if not lowest < highest:
        return -1.0, 1.0
    margin = (highest - lowest) / 20
    return lowest - margin, highest + margin


def _rendered(figure: Figure, suffix: str) -> bytes:
    content = io.BytesIO()
    figure.savefig(content, format=suffix.removeprefix("."), metadata=METADATA[suffix])
    return content.getvalue()


def rendered(figure: Figure, suffixes: Sequence[str], subject: str) -> list[bytes]:
    """Bytes of a figure as `.pdf`, `.svg` or `.png` (200 dpi); the same figure always gives the same bytes.

    Raises StudyError, about the subject, where the font lacks a character or the drawing gave any other warning.
    """
    with house_style(), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        contents = [_rendered(figure, suffix) for suffix in suffixes]
    messages = dict.fromkeys(str(warning.message) for warning in caught)
    raise_problems(
        [
            f"{message}; write another character in {CATALOGUE}" if "Glyph" in message else message
            for message in messages
        ],
        subject,
    )
    return contents


def save_figure(figure: Figure, paths: Iterable[str | Path], language: str | None = None) -> None:
    """Write a figure as PDF, SVG or PNG (200 dpi), by the ending of each path; same figure, same bytes.

    language: of its words, which are then checked as drawn_faults.drawn_faults does; none where it has no words.
    Nothing is written unless every format could be drawn. Raises StudyError where an ending is unknown, the words
    have a fault, the font lacks a character, or the drawing gave any other warning.
    """
    targets = [Path(path) for path in paths]
    unknown = [path for path in targets if path.suffix not in METADATA]
    raise_problems([f"'{path.name}': allowed endings are {', '.join(METADATA)}" for path in unknown], "save_figure")
    subject = f"the drawing of {', '.join(path.name for path in targets)}"
    if language:
        with house_style():
            raise_problems(drawn_faults(figure, language), subject)
    contents = rendered(figure, [path.suffix for path in targets], subject)
    for path, content in zip(targets, contents, strict=True):
        write_whole(content, path)
