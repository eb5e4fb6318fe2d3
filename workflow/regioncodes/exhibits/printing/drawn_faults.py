"""Faults that a reader would see in a drawing: text cut, overlapping, tiny, untranslated, or with another's numbers."""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure

from regioncodes.words.texts import CATALOGUE

SMALLEST_POINTS = 6.0
# A row of pixels at the rim of a letter is smoothing, not ink.
SMOOTHED_PIXELS = 0.75
LONGEST_QUOTE = 60
# A name of the program has points or low lines inside; "e.g." has single letters.
KEY = re.compile(r"\b[a-z]\w+(?:[._][a-z]\w*)+\b")
HYPHEN = re.compile(r"(?<![\w\u2010-\u2212.,)])-(?=\d)")
# An edition without a title of its own is printed by its name, as yearbook-2018, in every language.
EDITION = re.compile(r"\b[a-z]+(?:-[a-z0-9]+)*-\d[\d-]*\b")
# Latin words that stand in Russian print too: the article's names of its formulas.
LATIN_WORDS = frozenset({"Code"})
FOREIGN_LETTERS = {"en": re.compile(r"[\u0400-\u04ff]+"), "ru": re.compile(r"[A-Za-z]*[a-z]{3,}")}
# A Russian date has points too (24.12.2022, 12.2022); any other lone point is a mark of decimals.
FOREIGN_NUMBERS = {
    "en": re.compile(r"(?<!\d)\d+,(?!\d{3}(?!\d))\d+|\d[\u00a0\u202f]\d{3}(?!\d)"),
    "ru": re.compile(r"(?<![\d.])(?!(?:0\d|1[0-2])\.(?:19|20)\d\d\b)\d+\.\d+(?![\d.])"),
}


class DrawnText(NamedTuple):
    """A text as drawn: its lines, the corners of each in pixels from the lower left, one array of 4 × 2 a line."""

    lines: list[str]
    corners: list[np.ndarray]
    points: float
    is_cut: bool

    @property
    def words(self) -> str:
        """The whole text on one line."""
        return " ".join(self.lines)


class _TextRecorder(RendererBase):
    """Draws nothing and keeps every text that would have been drawn, where it would have stood."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self._measure = figure.canvas.get_renderer()
        self._canvas = (0.0, 0.0, *figure.bbox.size)
        self.drawn: list[DrawnText] = []

    def open_group(self, s: str, gid: str | None = None) -> None:
        if s == "text":
            self.drawn.append(DrawnText([], [], math.inf, is_cut=False))

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None) -> None:
        width, height, descent = self._measure.get_text_width_height_descent(s, prop, ismath)
        turn = math.radians(angle)
        level = np.array([(0, -descent), (width, -descent), (width, height - descent), (0, height - descent)])
        turned = level @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]]) + (x, y)
        clip = gc.get_clip_rectangle()
        is_cut = any(_leaves(turned, frame) for frame in (self._canvas, clip.extents if clip else self._canvas))
        known = self.drawn.pop()
        points = min(known.points, prop.get_size_in_points())
        self.drawn.append(DrawnText([*known.lines, s], [*known.corners, turned], points, known.is_cut or is_cut))

    def get_text_width_height_descent(self, s, prop, ismath):
        return self._measure.get_text_width_height_descent(s, prop, ismath)

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._canvas[2], self._canvas[3]

    def points_to_pixels(self, points: float) -> float:
        return self._measure.points_to_pixels(points)

    def flipy(self) -> bool:
        return False

    def _draw_nothing(self, *given: object, **named: object) -> None:
        """Lines, areas and pictures take time and hold no text."""

    draw_path = draw_markers = draw_path_collection = draw_quad_mesh = _draw_nothing
    draw_gouraud_triangles = draw_image = _draw_nothing


def _leaves(corners: np.ndarray, frame: tuple) -> bool:
    low, high = corners.min(axis=0) + SMOOTHED_PIXELS, corners.max(axis=0) - SMOOTHED_PIXELS
    return bool((low < frame[:2]).any() or (high > frame[2:]).any())


def drawn_texts(figure: Figure) -> list[DrawnText]:
    """Every text of a figure that is drawn, tick labels included, in the order of drawing."""
    recorder = _TextRecorder(figure)
    figure.draw(recorder)
    return [text for text in recorder.drawn if text.words.strip()]


def _overlap(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two rectangles share ground: no side of either parts them."""
    for box in (one, other):
        for across in (box[1] - box[0], box[3] - box[0]):
            length = np.hypot(*across)
            first, second = (corners @ across / length for corners in (one, other))
            if min(first.max(), second.max()) - max(first.min(), second.min()) <= 2 * SMOOTHED_PIXELS:
                return False
    return True


def overlapping(drawn: list[DrawnText]) -> Iterator[tuple[DrawnText, DrawnText]]:
    """Pairs of texts of which a line of one is drawn over a line of the other."""
    lines = [(text, corners) for text in drawn for corners in text.corners if np.ptp(corners, axis=0).all()]
    if not lines:
        return
    low, high = (np.array([fold(corners, axis=0) for _, corners in lines]) for fold in (np.min, np.max))
    near = ((low[:, None] < high[None]) & (low[None] < high[:, None])).all(axis=2)
    found = {}
    for first, second in zip(*np.nonzero(np.triu(near, 1)), strict=True):
        (one, its), (other, others) = lines[first], lines[second]
        if one is not other and _overlap(its, others):
            found[id(one), id(other)] = one, other
    yield from found.values()


def _place(text: DrawnText, figure: Figure) -> str:
    """Where a text stands, in words that lead an eye to it."""
    across, up = np.vstack(text.corners).mean(axis=0) / figure.bbox.size
    return f"{across:.0%} from the left and {1 - up:.0%} from the top"


def _quoted(text: DrawnText) -> str:
    words = text.words
    return f"'{words if len(words) <= LONGEST_QUOTE else f'{words[:LONGEST_QUOTE]}…'}'"


def _faults_of_words(words: str, language: str) -> Iterator[str]:
    """What is written otherwise than the language asks, each with what is allowed."""
    foreign = [
        found
        for found in FOREIGN_LETTERS[language].findall(EDITION.sub("", KEY.sub("", words)))
        if found not in LATIN_WORDS
    ]
    if foreign:
        yield f"'{foreign[0]}' is not translated; write it in the {language} column of {CATALOGUE}"
    if key := KEY.search(words):
        yield f"'{key[0]}' is a name of the program; give it a text in {CATALOGUE}"
    if mark := FOREIGN_NUMBERS[language].search(words):
        yield f"'{mark[0]}' is no number of this language; print it with words.numbers.number"
    if HYPHEN.search(words):
        yield "a hyphen stands for a minus; print the number with words.numbers.number"


def drawn_faults(figure: Figure, language: str) -> list[str]:
    """One sentence for each fault of the texts of a figure as it is drawn: the text, its place, and what is allowed.

    language: `en` or `ru`. Faults: a text that leaves the canvas or the panel that clips it; a text over another;
    letters under 6 points; words of the other language or of the program; a number with another language's marks,
    or with a hyphen as its minus. The figure is laid out once and not painted. An empty list for a sound drawing.
    """
    drawn = drawn_texts(figure)
    faults = []
    for text in drawn:
        said = ["is cut at the edge of the drawing or its panel; move it or widen the room"] if text.is_cut else []
        if text.points < SMALLEST_POINTS:
            said.append(f"has letters of {text.points:.1f} points; at least {SMALLEST_POINTS:.0f} are allowed")
        said += _faults_of_words(text.words, language)
        faults += [f"{_quoted(text)}, {_place(text, figure)}: {fault}" for fault in said]
    for one, other in overlapping(drawn):
        faults.append(f"{_quoted(one)}, {_place(one, figure)}: lies over {_quoted(other)}; move one of them")
    return faults
