"""Figure 1 of the article, redrawn: the code-based model of neo-industrial development of the region."""

from types import SimpleNamespace
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Polygon

from regioncodes.exhibits.printing import colours, style
from regioncodes.words.captions import caption, source_line
from regioncodes.words.texts import Texts

NAME = "figure_1_model"
WIDTH_CM = 16.0
HEIGHT_CM = 14.2
BOX_PADDING_CM = 0.08


class Node(NamedTuple):
    """A box of the model: centre, width and height in centimetres, colour of its species of code."""

    x: float
    y: float
    width: float
    height: float
    colour: str


class Connection(NamedTuple):
    """How one kind of connection is drawn."""

    colour: str
    dashes: str | tuple[int, tuple[float, ...]]
    width: float
    arrow: str


NODES = {
    "institutional": Node(3.1, 3.6, 3.4, 1.1, colours.INSTITUTIONAL),
    "production": Node(8.0, 5.5, 3.4, 1.1, colours.PRODUCTION),
    "social": Node(12.9, 3.6, 3.4, 1.1, colours.SOCIAL),
    "information": Node(3.1, 12.3, 3.4, 1.1, colours.INSTITUTIONAL),
    "innovation": Node(8.0, 7.95, 3.4, 1.1, colours.PRODUCTION),
    "value": Node(12.9, 12.3, 3.4, 1.35, colours.SOCIAL),
    "object": Node(8.0, 11.0, 4.25, 1.45, colours.INK),
}
PLANES = {
    "region_plane": ((0.3, 2.1), (15.7, 2.1), (14.8, 6.4), (1.2, 6.4)),
    "neo_plane": ((0.3, 7.1), (15.7, 7.1), (14.8, 13.8), (1.2, 13.8)),
}
CONNECTIONS = {
    "interspecific": Connection(colours.INK, "-", 1.1, "<|-|>"),
    "intraspecific": Connection(colours.INK, (0, (5, 2)), 1.8, "-|>"),
    "object_oriented": Connection(colours.INK, (0, (1.2, 1.4)), 2.2, "-|>"),
}
LINKS = (
    ("institutional", "production", "interspecific"),
    ("production", "social", "interspecific"),
    ("institutional", "social", "interspecific"),
    ("information", "innovation", "interspecific"),
    ("innovation", "value", "interspecific"),
    ("information", "value", "interspecific"),
    ("institutional", "information", "intraspecific"),
    ("production", "innovation", "intraspecific"),
    ("social", "value", "intraspecific"),
    # Assumption: the codes reach the object through the dynamic codes, the terms of Formulas (1) and (2).
    ("information", "object", "object_oriented"),
    ("innovation", "object", "object_oriented"),
    ("value", "object", "object_oriented"),
)
PLANE_TITLES = {"region_plane": (8.0, 2.48), "neo_plane": (8.0, 13.4)}
GROUP_TITLES = {"defining": (8.0, 4.18), "dynamic": (11.3, 8.1)}
LEGEND_ROWS_CM = {"interspecific": 1.65, "intraspecific": 1.2, "object_oriented": 0.75}


def edge_point(node: Node, other: Node) -> tuple[float, float]:
    """Where the straight line from a node's centre towards another leaves the node's padded box."""
    across, up = other.x - node.x, other.y - node.y
    half_width, half_height = node.width / 2 + BOX_PADDING_CM, node.height / 2 + BOX_PADDING_CM
    share = min(
        half_width / abs(across) if across else float("inf"),
        half_height / abs(up) if up else float("inf"),
    )
    return node.x + share * across, node.y + share * up


def draw_arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], connection: Connection) -> None:
    """Draw a connection between two places in centimetres."""
    axes.annotate(
        "",
        xy=end,
        xytext=start,
        arrowprops={
            "arrowstyle": f"{connection.arrow},head_length=0.35,head_width=0.16",
            "color": connection.colour,
            "linestyle": connection.dashes,
            "linewidth": connection.width,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )


def draw_planes(axes: Axes, texts: Texts) -> None:
    """Draw the two planes with their titles."""
    for key, corners in PLANES.items():
        axes.add_patch(Polygon(corners, closed=True, facecolor=colours.WASH, edgecolor=colours.GREY, linewidth=0.8))
        axes.text(*PLANE_TITLES[key], texts[f"figure_1.{key}"], ha="center", va="center", fontsize=8, weight="bold")
    for key, place in GROUP_TITLES.items():
        axes.text(*place, texts[f"figure_1.{key}"], ha="center", va="center", fontsize=8, style="oblique")


def draw_nodes(axes: Axes, texts: Texts) -> None:
    """Draw the six codes and their object, each box and label with its id."""
    for key, node in NODES.items():
        axes.add_patch(
            FancyBboxPatch(
                (node.x - node.width / 2, node.y - node.height / 2),
                node.width,
                node.height,
                boxstyle="round,pad=0,rounding_size=0.18",
                facecolor="white",
                edgecolor=node.colour,
                linewidth=1.6,
                gid=f"box_{key}",
            )
        )
        weight = "bold" if key == "object" else "normal"
        axes.text(
            node.x,
            node.y,
            texts[f"figure_1.{key}"],
            ha="center",
            va="center",
            fontsize=8,
            weight=weight,
            gid=f"label_{key}",
        )


def _draw_legend(axes: Axes, texts: Texts) -> None:
    for kind, height in LEGEND_ROWS_CM.items():
        draw_arrow(axes, (0.5, height), (2.1, height), CONNECTIONS[kind])
        axes.text(2.4, height, texts[f"figure_1.{kind}"], ha="left", va="center", fontsize=8)


def figure_caption(texts: Texts) -> str:
    """Caption of Figure 1: what the connections are; the drawing has no data."""
    return caption(NAME, texts, status="published")


@style.house_style()
def figure(texts: Texts, status: str = "published") -> Figure:
    """The model as a figure 16 cm wide: two planes, six codes, their object and three kinds of connections.

    Interspecific connections join the kinds of code within a plane, intraspecific ones a defining code
    with its own dynamic code, object-oriented ones the dynamic codes with the development of the region.
    Boxes and labels carry the ids `box_<node>` and `label_<node>`. Source: the article, Figure 1.
    """
    drawing = style.new_figure(WIDTH_CM, HEIGHT_CM)
    axes = drawing.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH_CM)
    axes.set_ylim(0, HEIGHT_CM)
    axes.set_axis_off()
    draw_planes(axes, texts)
    for start, end, kind in LINKS:
        ends = NODES[start], NODES[end]
        draw_arrow(axes, edge_point(*ends), edge_point(*ends[::-1]), CONNECTIONS[kind])
    draw_nodes(axes, texts)
    _draw_legend(axes, texts)
    style.add_footer(drawing, source_line(NAME, status, texts))
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return figure(texts), figure_caption(texts)
