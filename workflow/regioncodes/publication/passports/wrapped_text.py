"""Text broken into lines by the widths of the letters in the font of the house."""

from functools import cache

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from regioncodes.exhibits.printing.style import CENTIMETRES_PER_INCH, FONT_FAMILY

POINTS_PER_INCH = 72


@cache
def _renderer() -> RendererAgg:
    return RendererAgg(10, 10, POINTS_PER_INCH)


@cache
def width_cm(text: str, size_points: float, weight: str = "normal") -> float:
    """Printed width of a text in centimetres, inside `house_style`."""
    font = FontProperties(family=FONT_FAMILY, size=size_points, weight=weight)
    width, *_ = _renderer().get_text_width_height_descent(text, font, ismath=False)
    return width / POINTS_PER_INCH * CENTIMETRES_PER_INCH


def wrapped(text: str, room_cm: float, size_points: float) -> list[str]:
    """Lines of a text, each no wider than the room where its words allow it; no-break spaces keep words together."""
    blank, lines, used = width_cm(" ", size_points), [""], 0.0
    for word in text.split(" "):
        width = width_cm(word, size_points)
        if lines[-1] and used + blank + width > room_cm:
            lines.append(word)
            used = width
        else:
            used += width + (blank if lines[-1] else 0.0)
            lines[-1] = f"{lines[-1]} {word}".lstrip(" ")
    return lines
