"""Table 2 of the article, counted from a reconstructed dump: attitudes to neo-industrialization."""

from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.printing.survey_columns import bases, note, share_cells, share_columns
from regioncodes.words.captions import caption
from regioncodes.words.texts import Texts

NAME = "table_2_attitudes"


def table(options: pd.DataFrame, texts: Texts) -> PrintedTable:
    """Table of the five answers that the article shows, in its order, with counts and 95 % intervals.

    options: option, label_en, label_ru, count, base, base_name, percent, lower_95_percent, upper_95_percent,
    printed_percent, agrees; one row an answer, in printed order. Source: the article, Table 2.
    """
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_2.title"],
        columns=(Column(texts["table_2.option"], 0.44), *share_columns(texts, texts["table_2.percent"])),
        rows=tuple((row[f"label_{texts.language}"], *share_cells(row, texts)) for _, row in options.iterrows()),
        caption=caption(NAME, texts, status="reconstructed", n=bases(options, texts)),
        note=note(options, texts),
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return table(results.table_2, texts)
