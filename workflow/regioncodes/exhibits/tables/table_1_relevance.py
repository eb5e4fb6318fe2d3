"""Table 1 of the article, counted from a reconstructed dump: the relevance of instruments that affect the codes."""

from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.printing.survey_columns import bases, note, share_cells, share_columns
from regioncodes.ground.errors import raise_problems
from regioncodes.words.captions import caption
from regioncodes.words.texts import Texts

NAME = "table_1_relevance"
BLOCKS = ("institutional", "information", "value")


def table(options: pd.DataFrame, texts: Texts) -> PrintedTable:
    """Table of 18 instruments in three blocks, in the article's order, with counts and 95 % intervals.

    options: block (institutional, information, value), option, label_en, label_ru, count, base, base_name, percent,
    lower_95_percent, upper_95_percent, printed_percent, agrees; one row an instrument, in printed order
    within a block. Raises StudyError for a block outside the three. Source: the article, Table 1.
    """
    unknown = sorted(set(options["block"]) - set(BLOCKS))
    raise_problems([f"block '{block}' found; allowed: {', '.join(BLOCKS)}" for block in unknown], NAME)
    rows = tuple(
        (texts[f"table_1.{block}"], row[f"label_{texts.language}"], *share_cells(row, texts))
        for block in BLOCKS
        for _, row in options[options["block"].eq(block)].iterrows()
    )
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_1.title"],
        columns=(
            Column(texts["table_1.block"], 0.15),
            Column(texts["table_1.option"], 0.29),
            *share_columns(texts, texts["table_1.percent"]),
        ),
        rows=rows,
        caption=caption(NAME, texts, status="reconstructed", n=bases(options, texts)),
        note=note(options, texts),
        has_blocks=True,
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return table(results.table_1, texts)
