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
UNTOLD_ROW_CM = 0.3
BELOW_CM = 0.45


def strengths(connections: pd.DataFrame) -> dict[frozenset, tuple[float, str]]:
    """Correlation and verdict of every arrow of Figure 1, by the two codes that it joins; scope: the country."""
    own = connections[connections["scope"] == "country"]
    return {frozenset((row.start, row.end)): (row.correlation, row.verdict) for row in own.itertuples()}


def _draw_untold(axes: Axes, tail: tuple[float, float], head: tuple[float, float]) -> None:
    axes.plot(*zip(tail, head, strict=True), color=colours.PALE, linewidth=1.2, solid_capstyle="butt")


def _draw_link(axes: Axes, start: str, end: str, kind: str, found: tuple[float, str], texts: Texts) -> None:
    """One arrow: in the look of its kind, wider when stronger, with its correlation; pale where nothing is told."""
    correlation, verdict = found
    ends = model.NODES[start], model.NODES[end]
    tail, head = model.edge_point(*ends), model.edge_point(*ends[::-1])
    if verdict not in TOLD:
        _draw_untold(axes, tail, head)
        return
    look = model.CONNECTIONS[kind]
    model.draw_arrow(axes, tail, head, look._replace(width=0.8 + 4 * abs(correlation)))
    place = (tail[0] + head[0]) / 2, (tail[1] + head[1]) / 2
    words = number(correlation, texts.language, 2)
    box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
    axes.text(
        *place, words, ha="center", va="center", fontsize=8, weight="bold", bbox=box, gid=f"strength_{start}_{end}"
    )


def _draw_legend(axes: Axes, connections: pd.DataFrame, texts: Texts) -> None:
    """How many connections of each kind are told from zero."""
    own = connections[connections["scope"] == "country"]
    for kind, height in model.LEGEND_ROWS_CM.items():
        model.draw_arrow(axes, (0.5, height), (2.1, height), model.CONNECTIONS[kind])
        rows = own[own["kind"] == kind]
        told = int(rows["verdict"].isin(TOLD).sum())
        words = texts("figure_1b.told", kind=texts[f"figure_1.{kind}"], told=told, tested=len(rows))
        axes.text(2.4, height, words, ha="left", va="center", fontsize=8)
    _draw_untold(axes, (0.5, UNTOLD_ROW_CM), (2.1, UNTOLD_ROW_CM))
    axes.text(2.4, UNTOLD_ROW_CM, texts["figure_1b.untold"], ha="left", va="center", fontsize=8)


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

    connections: scope, kind, start, end, correlation, verdict; the rows of the country are drawn. An arrow told
    from zero has the look of its kind, a width that grows with the correlation, and the correlation on it, with
    the id `strength_<start>_<end>`; any other is a pale line without a number.
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
    return drawing


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> tuple[Figure, str]:
    """Figure and caption from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return figure(results.connections, texts), figure_caption(results.connections, texts, mapping=choices.mapping)
