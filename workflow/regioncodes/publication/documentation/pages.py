"""Pages written by hand: the parts of them that are made, and the commands that they tell one to give."""

import re

FENCE = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def with_parts(page: str, parts: dict[str, str]) -> str:
    """The page with each part anew between its marks, `<!-- NAME: made by make docs -->` and `<!-- end of NAME -->`."""
    for name, content in parts.items():
        start, end = f"<!-- {name}: made by make docs -->", f"<!-- end of {name} -->"
        before, rest = page.split(start)
        page = f"{before}{start}\n{content}\n{end}{rest.split(end)[1]}"
    return page


def commands(page: str) -> list[str]:
    """Every command of the page's blocks marked `sh`, in their order, without its comment."""
    lines = [line.split(" # ")[0].strip() for block in FENCE.findall(page) for line in block.splitlines()]
    return [line for line in lines if line]
