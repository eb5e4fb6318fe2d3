"""Pages written by hand: the parts of them that are made, and the commands that they tell one to give."""

import re
from collections.abc import Iterable

FENCE = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def with_parts(page: str, parts: dict[str, str], *, maker: str = "make docs") -> str:
    """The page with each part anew between its marks, `<!-- NAME: made by MAKER -->` and `<!-- end of NAME -->`."""
    for name, content in parts.items():
        start, end = f"<!-- {name}: made by {maker} -->", f"<!-- end of {name} -->"
        before, rest = page.split(start)
        page = f"{before}{start}\n{content}\n{end}{rest.split(end)[1]}"
    return page


def markdown_table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table of Markdown without a line end at its end; an upright line within a cell is escaped."""
    titles = list(heads)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def commands(page: str) -> list[str]:
    """Every command of the page's blocks marked `sh`, in their order, without its comment."""
    lines = [line.split(" # ")[0].strip() for block in FENCE.findall(page) for line in block.splitlines()]
    return [line for line in lines if line]
