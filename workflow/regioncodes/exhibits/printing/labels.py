"""Direct labels that keep clear of points, lines and each other."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from regioncodes.exhibits.printing.colours import GREY

# Offsets tried in turn, in points: near ones first, diagonals before verticals, then with a thin leader.
DIRECTIONS = ((1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (0, -1), (1, 0), (-1, 0))
DISTANCES_POINTS = (4, 9, 15, 22, 30)
# Only where every near place lies over a text or leaves the panel.
FAR_POINTS = (40, 52, 66, 82)
WRONG = 1000
LEADER_FROM_POINTS = 9
CLEARANCE_PIXELS = 2.0
POINT_RADIUS_PIXELS = 7.0
CORNERS = {
    "upper left": (0.03, 0.97, "left", "top"),
    "lower right": (0.97, 0.03, "right", "bottom"),
    "upper right": (0.97, 0.97, "right", "top"),
    "lower left": (0.03, 0.03, "left", "bottom"),
}
ALIGNMENTS = {-1: ("right", "top"), 0: ("center", "center"), 1: ("left", "bottom")}


def pixels(axes: Axes, horizontal: Sequence[float], vertical: Sequence[float]) -> np.ndarray:
    """Places on the canvas, in pixels, one row a point. Axis limits must be final."""
    return axes.transData.transform(np.column_stack([horizontal, vertical]))


def dense(places: np.ndarray, steps: int = 200) -> np.ndarray:
    """Points every few pixels along a broken line, so that a box that crosses it contains one of them."""
    position = np.linspace(0, len(places) - 1, steps)
    return np.column_stack([np.interp(position, np.arange(len(places)), places[:, axis]) for axis in (0, 1)])


def _hits(box: Bbox, places: np.ndarray, margin: float) -> int:
    """Number of places inside a box widened by a margin in pixels."""
    low = np.array([box.x0, box.y0]) - margin
    high = np.array([box.x1, box.y1]) + margin
    return int(((places > low) & (places < high)).all(axis=1).sum())


def _penalty(axes: Axes, box: Bbox, points: np.ndarray, lines: np.ndarray, taken: Sequence[Bbox]) -> float:
    """How badly a label would stand: texts and points weigh most, leaving the panel too, then lines."""
    frame = axes.get_window_extent()
    outside = box.x0 < frame.x0 or box.x1 > frame.x1 or box.y0 < frame.y0 or box.y1 > frame.y1
    overlaps = sum(box.padded(CLEARANCE_PIXELS).overlaps(other) for other in taken)
    hit_points = _hits(box, points, POINT_RADIUS_PIXELS)
    return WRONG * (overlaps + outside) + 100 * hit_points + min(_hits(box, lines, CLEARANCE_PIXELS), 50)


def place_in_corner(axes: Axes, text: str, points: np.ndarray, lines: np.ndarray, size: float) -> Text:
    """Text set into the corner of the panel that is freest of points and lines (places in pixels)."""
    note = axes.text(0, 0, text, transform=axes.transAxes, fontsize=size, linespacing=1.3, zorder=5)
    penalties = []
    for across, up, horizontal, vertical in CORNERS.values():
        note.set(position=(across, up), horizontalalignment=horizontal, verticalalignment=vertical)
        penalties.append(_penalty(axes, note.get_window_extent(), points, lines, []))
    across, up, horizontal, vertical = list(CORNERS.values())[int(np.argmin(penalties))]
    note.set(position=(across, up), horizontalalignment=horizontal, verticalalignment=vertical)
    return note


def _label(axes: Axes, place: tuple[float, float], text: str, offset: tuple, size: float) -> Annotation:
    """Label of one point at an offset of (direction across, direction up, distance in points)."""
    across, up, distance = offset
    leader = {"arrowstyle": "-", "linewidth": 0.4, "color": GREY, "shrinkA": 0, "shrinkB": 2}
    return axes.annotate(
        text,
        place,
        xytext=(across * distance, up * distance),
        textcoords="offset points",
        horizontalalignment=ALIGNMENTS[across][0],
        verticalalignment=ALIGNMENTS[up][1],
        fontsize=size,
        arrowprops=leader if distance >= LEADER_FROM_POINTS else None,
        zorder=4,
    )


def _text_box(label: Annotation) -> Bbox:
    """Extent of the words alone: the leader of an annotation does not count as text."""
    label.update_positions(label.figure.canvas.get_renderer())
    return Text.get_window_extent(label)


def _is_ambiguous(box: Bbox, points: np.ndarray, own: int) -> bool:
    """Whether a reader would take the label for that of another point, which stands as near or nearer."""
    low, high = np.array([box.x0, box.y0]), np.array([box.x1, box.y1])
    distances = np.linalg.norm(np.maximum(0, np.maximum(low - points, points - high)), axis=1)
    return bool((np.delete(distances, own) < 1.4 * distances[own]).any())


def _crowded_first(points: np.ndarray) -> np.ndarray:
    """Row numbers of the points, those with the nearest neighbours first: they have the least choice."""
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    return np.argsort(distances.min(axis=1), kind="stable")


def _best_offset(axes: Axes, place: tuple, name: str, size: float, own: int, obstacles: tuple) -> tuple:
    """First offset at which the label hits nothing and is nearest to its own point, else the least bad."""
    points, lines, boxes = obstacles
    tried = []
    offsets = [(*direction, distance) for distance in DISTANCES_POINTS + FAR_POINTS for direction in DIRECTIONS]
    for rank, offset in enumerate(offsets):
        if offset[2] in FAR_POINTS and min(tried)[0] < WRONG:
            break
        candidate = _label(axes, place, name, offset, size)
        box = _text_box(candidate)
        candidate.remove()
        # A leader tells which point is meant, so only labels without one can be taken for another's.
        unled = offset[2] < LEADER_FROM_POINTS
        penalty = _penalty(axes, box, points, lines, boxes) + 60 * (unled and _is_ambiguous(box, points, own))
        tried.append((penalty, rank))
        if penalty == 0:
            break
    return offsets[min(tried)[1]]


def label_points(
    axes: Axes,
    places: Sequence[tuple[float, float]],
    names: Sequence[str],
    lines: np.ndarray,
    taken: Sequence[Bbox],
    size: float,
) -> list[Annotation]:
    """Labels of points, each at the first place nearby that hits nothing, else at the least bad one.

    places: data coordinates, one pair a point; lines: places in pixels to keep off; taken: boxes of texts
    already on the panel. Axis limits must be final. Returns the labels in the order of the points.
    """
    points = axes.transData.transform(np.array(places, dtype=float))
    boxes = list(taken)
    labels = {}
    for own in _crowded_first(points):
        offset = _best_offset(axes, places[own], names[own], size, own, (points, lines, boxes))
        labels[own] = _label(axes, places[own], names[own], offset, size)
        boxes.append(_text_box(labels[own]))
    return [labels[row] for row in range(len(points))]
