"""Graphs of the steps and of the package, as Mermaid text that code hosts draw."""

import re
from collections.abc import Iterable
from pathlib import Path

from regioncodes.ground.errors import raise_problems
from regioncodes.ground.modules import imported

NODE = re.compile(r'(\d+)\[label = "(\w+)')
EDGE = re.compile(r"(\d+) -> (\d+)")
EXHIBITS = ("figure_", "tables_of_")
# Every room uses it; its arrows would hide the others.
FOUNDATIONS = ("ground",)


def rule_graph(dot: str) -> str:
    """Mermaid chart of the steps: who takes from whom; steps with the same neighbours share a box.

    dot: the graph of rules in the DOT language, made by the workflow itself. Left out are arrows that follow from
    others, the rule `all`, and where exhibits are gathered, which is always the same. Raises StudyError where the text
    holds no graph.
    """
    names = dict(NODE.findall(dot))
    raise_problems([] if names else ["no graph of rules was given; say make docs"], "standard input")
    pairs = {(names[start], names[end]) for start, end in EDGE.findall(dot)}
    drawn = [pair for pair in _without_shortcuts(pairs) if pair[1] != "all" and not pair[0].startswith(EXHIBITS)]
    return _chart(*_boxes(drawn))


def module_graph(package: Path) -> str:
    """Mermaid chart of the package: which room imports from which; FOUNDATIONS are left out."""
    pairs = set()
    for file in package.rglob("*.py"):
        if file.parent != package:
            start = _part(file, package)
            pairs |= {(_part(used, package), start) for used in imported(file) if used.stem != "__init__"}
    drawn = {pair for pair in pairs if pair[0] != pair[1] and pair[0] not in FOUNDATIONS}
    return _chart(*_boxes(drawn))


def _part(file: Path, package: Path) -> str:
    return file.relative_to(package).parts[0]


def _without_shortcuts(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The arrows of an acyclic graph that no longer way replaces."""
    after: dict[str, set[str]] = {}
    for start, end in pairs:
        after.setdefault(start, set()).add(end)

    def reached(start: str) -> set[str]:
        return after.get(start, set()).union(*(reached(end) for end in after.get(start, ())))

    beyond = {name: reached(name) for name in set().union(*pairs)}
    return {
        (start, end) for start, end in pairs if not any(end in beyond[other] for other in after[start] if other != end)
    }


def _boxes(pairs: Iterable[tuple[str, str]]) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """Names by the first of their box, and the arrows between boxes; both sorted."""
    before, after = {}, {}
    for start, end in pairs:
        after.setdefault(start, set()).add(end)
        before.setdefault(end, set()).add(start)
    boxes: dict[tuple, list[str]] = {}
    for name in sorted({*before, *after}):
        # Steps that take from no other have nothing in common.
        neighbours = (frozenset(before.get(name, {name})), frozenset(after.get(name, ())))
        boxes.setdefault(neighbours, []).append(name)
    first = {name: names[0] for names in boxes.values() for name in names}
    arrows = sorted({(first[start], first[end]) for start, end in pairs})
    return {names[0]: names for names in boxes.values()}, arrows


def _chart(boxes: dict[str, list[str]], arrows: list[tuple[str, str]]) -> str:
    lines = [f'    {box}["{"<br>".join(names)}"]' for box, names in sorted(boxes.items())]
    lines += [f"    {start} --> {end}" for start, end in arrows]
    return "\n".join(["```mermaid", "flowchart LR", *lines, "```"])
