"""Table 3: every claim of the article, grouped by its computed verdict, with the reason."""

from types import SimpleNamespace

import pandas as pd

from regioncodes.claims.verdicts import VERDICTS, counts
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.words.captions import caption
from regioncodes.words.numbers import NO_BREAK_SPACE
from regioncodes.words.texts import Texts

NAME = "table_3_claims"
# Heading and share of the width; cells are sentences, set left.
COLUMNS = (("verdict", 0.13), ("claim", 0.11), ("statement", 0.33), ("reason", 0.43))
SENTENCES = ("statement", "reason")


def table(judged: pd.DataFrame, texts: Texts) -> PrintedTable:
    """Table of the claims in blocks of verdicts, each block named with its count; the counts stand in the caption too.

    judged: the frame of `verdicts`. Within a block the claims keep the order of the ledger, which is the article's.
    """
    numbers = counts(judged)
    language = texts.language
    rows = tuple(
        (
            texts("table_3.block", verdict=texts[f"claims.verdict.{verdict}"], count=int(numbers[verdict])),
            row.claim,
            *(getattr(row, f"{column}_{language}").replace(" %", f"{NO_BREAK_SPACE}%") for column in SENTENCES),
        )
        for verdict in VERDICTS
        for row in judged[judged["verdict"].eq(verdict)].itertuples()
    )
    listed = "; ".join(f"{texts[f'claims.verdict.{verdict}']} — {count}" for verdict, count in numbers.items())
    return PrintedTable(
        name=NAME,
        language=language,
        title=texts["table_3.title"],
        columns=tuple(Column(texts[f"table_3.{key}"], share) for key, share in COLUMNS),
        rows=rows,
        caption=caption(NAME, texts, status="reconstructed", n=len(judged), counts=listed),
        note=texts["table_3.note"],
        has_blocks=True,
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return table(results.claims, texts)
