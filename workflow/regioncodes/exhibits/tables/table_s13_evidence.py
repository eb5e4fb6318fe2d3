"""Supplementary table 13: what speaks for and against Figure 2, outcome by outcome, and what would settle it."""

from types import SimpleNamespace

import numpy as np
import pandas as pd

from regioncodes.education.evidence import AGAINST, FOR, NEITHER
from regioncodes.exhibits.printing.cells import Cell, number_cell, p_value_cell
from regioncodes.exhibits.printing.outcome_prices import outcome_in_prices
from regioncodes.exhibits.printing.outcome_words import counted
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.printing.selection import full_name
from regioncodes.statistics.trends import LARGEST_SIZE_PERCENT
from regioncodes.words.captions import caption
from regioncodes.words.numbers import MINUS, MISSING, number
from regioncodes.words.texts import Texts

NAME = "table_s13_evidence"
# Heading, share of the width, and whether the column is set right on one line.
COLUMNS = (
    ("outcome", 0.13, False),
    ("item", 0.27, False),
    ("for", 0.05, False),
    ("against", 0.06, False),
    ("neither", 0.07, False),
    ("value", 0.09, True),
    ("beside", 0.11, True),
    ("p_value", 0.08, True),
    ("size", 0.06, True),
    ("enters", 0.08, False),
)
# The mark of a side stands in the column of that side.
MARKS = {FOR: "+", AGAINST: MINUS, NEITHER: "?"}
# Items of slopes are told in per cent of Figure 2's, the others as they are.
_OF_SLOPES = ("series.", "panel.")


def percent(value: float, texts: Texts) -> Cell | str:
    """A whole per cent of Figure 2's slope; words where nothing limits it, a dash where there is none."""
    if pd.isna(value):
        return MISSING
    if np.isinf(value):
        return texts["table_s13.no_limit"]
    return Cell(texts("table_s13.percent", value=number(value, texts.language)), percent=value)


def _item_cells(row: tuple, texts: Texts) -> tuple[str, ...]:
    """Item in words, its mark, the two numbers held against each other, p-value, size, and whether it counts."""
    is_slope = row.item.startswith(_OF_SLOPES)
    numbers = (percent(v, texts) if is_slope else number_cell(v, texts, 2) for v in (row.value, row.beside))
    return (
        texts[f"evidence.item.{row.item}"],
        *(mark if side == row.side else "" for side, mark in MARKS.items()),
        *numbers,
        p_value_cell(row.p_value, texts),
        percent(row.size_percent, texts),
        texts["table_s13.yes" if row.enters_verdict else "table_s13.no"],
    )


def _finding_cells(row: tuple, texts: Texts) -> tuple[str, ...]:
    """The last row of a block: the finding, the largest slope not excluded, and what would settle it."""
    settled = (
        texts["table_s13.not_settled"]
        if pd.isna(row.years_needed)
        else texts("table_s13.settled", years=int(row.years_needed))
    )
    said = texts(
        "table_s13.finding",
        finding=texts[f"evidence.finding.{row.finding}"],
        seen=int(row.seen),
        excluded=int(row.excluded),
        tests=int(row.tests),
        settled=settled,
    )
    return (said, "", "", "", "", percent(row.not_excluded_percent, texts), "", "", "")


def table(
    evidence: pd.DataFrame, findings: pd.DataFrame, texts: Texts, *, district: str, status: str = "published"
) -> PrintedTable:
    """Table of the evidence in blocks of outcome, the finding last: item, side, numbers, p, size, whether it counts.

    evidence, findings: as evidence.evidence and evidence.findings return them. district: its printed name.
    """
    rows = []
    for finding in findings.itertuples():
        # An outcome is judged in the prices that decide, so these are its only ones.
        block = outcome_in_prices(finding.outcome, finding.prices, True, texts)
        own = evidence[evidence["outcome"].eq(finding.outcome)]
        rows += [(block, *_item_cells(row, texts)) for row in own.itertuples()]
        rows.append((block, *_finding_cells(finding, texts)))
    lengths = evidence["n"].dropna()
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s13.title"],
        columns=tuple(Column(texts[f"table_s13.{key}"], share, is_number) for key, share, is_number in COLUMNS),
        rows=tuple(rows),
        caption=caption(
            NAME,
            texts,
            status=status,
            district=district,
            of_outcomes=counted("of_outcomes", len(findings), texts),
            n=f"{int(lengths.min())}–{int(lengths.max())}" if len(lengths) else MISSING,
        ),
        note=texts("table_s13.note", size=number(LARGEST_SIZE_PERCENT, texts.language)),
        has_blocks=True,
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    name = full_name(choices.district, results.regions, texts)
    return table(results.evidence, results.findings, texts, district=name)
