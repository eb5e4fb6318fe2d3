"""Figure 1 a second time: only the connections that the data tell from zero, with their strengths."""

from types import SimpleNamespace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from regioncodes.exhibits.figures import figure_1_model as model
from regioncodes.exhibits.printing import colours, style
from regioncodes.words.captions import caption, source_line
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

NAME = "figure_1b_connections"
TOLD = ("positive", "negative")
# A connection that is not told from zero keeps the dashes of its kind.
UNTOLD = {"colour": colours.FAINT, "width": 1.1}
BELOW_CM = 0.1
NUMBER_BOX = {"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"}


def strengths(connections: pd.DataFrame) -> dict[frozenset, tuple[float, str]]:
    """Correlation and verdict of every arrow of Figure 1, by the two codes that it joins; scope: the country."""
    own = connections[connections["scope"] == "country"]
    return {frozenset((row.start, row.end)): (row.correlation, row.verdict) for row in own.itertuples()}


def _look(kind: str, verdict: str, correlation: float = 0.25) -> model.Connection:
    """How a connection of a kind is drawn: wider when stronger, pale where it is not told from zero."""
    look = model.CONNECTIONS[kind]
    return look._replace(width=0.8 + 4 * abs(correlation)) if verdict in TOLD else look._replace(**UNTOLD)


def _draw_link(axes: Axes, start: str, end: str, kind: str, found: tuple[float, str], texts: Texts) -> None:
    """One arrow with its correlation, in bold where it is told from zero."""
    correlation, verdict = found
    ends = model.NODES[start], model.NODES[end]
    tail, head = model.edge_point(*ends), model.edge_point(*ends[::-1])
    model.draw_arrow(axes, tail, head, _look(kind, verdict, correlation if verdict in TOLD else 0.0))
    place = (tail[0] + head[0]) / 2, (tail[1] + head[1]) / 2
    words = {"weight": "bold"} if verdict in TOLD else {"color": colours.NOT_TOLD}
    words |= {"ha": "center", "va": "center", "fontsize": 8, "bbox": NUMBER_BOX, "gid": f"strength_{start}_{end}"}
    axes.text(*place, number(correlation, texts.language, 2), **words)


def _draw_legend(axes: Axes, connections: pd.DataFrame, texts: Texts) -> None:
    """How many connections of each kind are told from zero; each kind in the looks that are drawn."""
    own = connections[connections["scope"] == "country"]
    for kind, height in model.LEGEND_ROWS_CM.items():
        rows = own[own["kind"] == kind]
        told = int(rows["verdict"].isin(TOLD).sum())
        model.draw_arrow(axes, (0.5, height), (2.1, height), _look(kind, TOLD[0] if told else ""))
        words = texts("figure_1b.told", kind=texts[f"figure_1.{kind}"], told=told, tested=len(rows))
        axes.text(2.4, height, words, ha="left", va="center", fontsize=8)


def title(connections: pd.DataFrame, texts: Texts) -> str:
    """How many of the tested connections of the country are told from zero."""
    own = connections[connections["scope"] == "country"]
    told = int(own["verdict"].isin(TOLD).sum())
    return texts("figure_1b.title" if told else "figure_1b.title_none", told=told, tested=len(own))


def figure_caption(connections: pd.DataFrame, texts: Texts, *, mapping: str) -> str:
    """Caption of Figure 1b: source, period, n, method, and how many connections are told from zero."""
    own = connections[connections["scope"] == "country"]
    told = int(own["verdict"].isin(TOLD).sum())
    return caption(
        NAME,
        texts,
        status="published",
        mapping=mapping,
        told=told,
        tested=len(own),
        period=f"{own['first_year'].min():.0f}–{own['last_year'].max():.0f}",
        n=int(own["n"].max()),
        regions=int(own["regions"].max()),
        blocks=int(own["blocks"].max()),
        finding=texts["figure_1b.some" if told else "figure_1b.nothing"],
    )


@style.house_style()
def figure(connections: pd.DataFrame, texts: Texts, status: str = "published") -> Figure:
    """The model of Figure 1, 16 cm wide, its arrows drawn as strong as the data say.

    connections: scope, kind, start, end, correlation, verdict; the rows of the country are drawn. Every arrow
    has the dashes of its kind and its correlation on it, with the id `strength_<start>_<end>`; one told from zero is
    black, the wider the stronger it is, and any other is pale.
    """
    drawing = style.new_figure(model.WIDTH_CM, model.HEIGHT_CM + BELOW_CM)
    axes = drawing.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, model.WIDTH_CM)
    axes.set_ylim(-BELOW_CM, model.HEIGHT_CM)
    axes.set_axis_off()
    model.draw_planes(axes, texts)
    found = strengths(connections)
    # Pale lines first, so that no arrow with a strength lies under one.
    for start, end, kind in sorted(model.LINKS, key=lambda link: found[frozenset(link[:2])][1] in TOLD):
        _draw_link(axes, start, end, kind, found[frozenset((start, end))], texts)
    model.draw_nodes(axes, texts)
    _draw_legend(axes, connections, texts)
    style.add_footer(drawing, source_line(NAME, status, texts))
    style.add_title(drawing, title(connections, texts), texts["figure_1b.how"])
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return figure(results.connections, texts), figure_caption(results.connections, texts, mapping=choices.mapping)
