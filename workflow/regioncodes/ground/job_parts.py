"""Stages that are spread over jobs: what each part does, and how the parts become the whole again."""

from collections.abc import Sequence

import pandas as pd


def portion(things: Sequence, part: int, parts: int) -> Sequence:
    """The things that a part does: neighbours, as many as in the other parts but for one; there may be none.

    part: from 1 to `parts`. The portions, one after the other, are all the things.
    """
    return things[(part - 1) * len(things) // parts : part * len(things) // parts]


def put_together(parts: Sequence[pd.DataFrame], *, by: str | None = None) -> pd.DataFrame:
    """The tables of all parts, one below the other.

    by: a column whose equal values are brought together, in the order in which they first appear.
    """
    # A part that had nothing to do does not know the types of its columns.
    table = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    return table if by is None else table.iloc[pd.factorize(table[by])[0].argsort(kind="stable")]


def numbered(name: str) -> dict[str, int]:
    """Number of a part and how many there are, from Snakemake's name of it: `2-of-3`."""
    part, parts = map(int, name.split("-of-"))
    return {"part": part, "parts": parts}
