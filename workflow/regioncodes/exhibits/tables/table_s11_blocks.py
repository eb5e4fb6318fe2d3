"""Supplementary table 11: whether the blocks of Table 1 differ in relevance, as far as printed shares tell."""

from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.cells import Cell, interval_cell, number_cell, p_value_cell
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.words.captions import caption
from regioncodes.words.numbers import NO_BREAK_SPACE, number, p_value_text
from regioncodes.words.texts import Texts

NAME = "table_s11_blocks"
# Heading, share of the width, and whether the column holds numbers.
COLUMNS = (
    ("pair", 0.30, False),
    ("difference", 0.12, True),
    ("interval", 0.17, True),
    ("independent", 0.11, True),
    ("p_values", 0.14, True),
    ("finding", 0.16, False),
)


def table(differences: pd.DataFrame, texts: Texts) -> PrintedTable:
    """Table with a row for every two blocks: difference, widest interval, p-values, finding.

    differences: as `block_differences.block_differences` returns it.
    """
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s11.title"],
        columns=tuple(Column(texts[f"table_s11.{name}"], share, is_number) for name, share, is_number in COLUMNS),
        rows=tuple(_cells(row, texts) for row in differences.itertuples()),
        caption=caption(
            NAME, texts, status=differences["input_status"].iloc[0], n=int(differences["respondents"].iloc[0])
        ),
        note=texts["table_s11.note"],
    )


def _cells(row, texts: Texts) -> tuple[str, ...]:
    """Printed cells of one pair of blocks."""
    language = texts.language
    first, second = (
        texts("table_s11.block", block=texts[f"table_1.{block}"], percent=number(percent, language, 1))
        for block, percent in ((row.first_block, row.first_percent), (row.second_block, row.second_percent))
    )
    ends = (p_value_text(p, language) for p in (row.lowest_p_value_holm, row.highest_p_value_holm))
    return (
        Cell(
            texts("table_s11.against", first=first, second=f"{second[0].lower()}{second[1:]}"),
            first_percent=row.first_percent,
            second_percent=row.second_percent,
            words=f"{texts[f'table_1.{row.first_block}']} – {texts[f'table_1.{row.second_block}']}",
        ),
        number_cell(row.difference_points, texts, 1),
        interval_cell(row.lower_95_points, row.upper_95_points, texts, 1),
        p_value_cell(row.independent_p_value_holm, texts),
        Cell(
            f"{NO_BREAK_SPACE}… ".join(ends),
            lowest=row.lowest_p_value_holm,
            highest=row.highest_p_value_holm,
        ),
        texts[f"table_s11.finding.{row.finding}"],
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return table(results.block_differences, texts)
