"""Files written whole or not at all."""

import os
from pathlib import Path


def write_whole(content: bytes, path: str | Path) -> None:
    """Write bytes under a partial name beside the target, then rename: no reader ever meets half a file."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    partial.write_bytes(content)
    os.replace(partial, target)


def write_text(text: str, path: str | Path) -> None:
    """Write a text as UTF-8 with a line end at its end, whole or not at all."""
    write_whole(f"{text.rstrip()}\n".encode(), path)
