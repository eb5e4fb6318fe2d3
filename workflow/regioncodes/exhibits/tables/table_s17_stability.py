"""Supplementary table 17: Provision 2, whether the defining codes are stable and slow, the dynamic ones quick."""

from types import SimpleNamespace

import pandas as pd

from regioncodes.codes.foresight.stability import DEFINING, ESTIMATED
from regioncodes.exhibits.printing.cells import Cell
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.words.captions import caption
from regioncodes.words.numbers import MISSING, interval, number, share_text, significant
from regioncodes.words.texts import Texts

NAME = "table_s17_stability"
COLUMNS = (
    ("kind", 0.11, False),
    ("code", 0.13, False),
    ("n", 0.1, True),
    ("between", 0.08, True),
    ("within", 0.08, True),
    ("share", 0.08, True),
    ("noise", 0.08, True),
    ("persistence", 0.14, True),
    ("half_life", 0.12, True),
    ("verdict", 0.1, False),
)


def table(stability: pd.DataFrame, texts: Texts) -> PrintedTable:
    """Table with a block for the defining and one for the dynamic codes, a row for every code.

    stability: results/models/stability.csv.
    """
    # The defining codes first, each kind in the order of the table.
    rows = stability.assign(is_dynamic=stability["kind"].ne(DEFINING)).sort_values("is_dynamic", kind="stable")
    defining = stability[stability["kind"].eq(DEFINING)]
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s17.title"],
        columns=tuple(Column(texts[f"table_s17.{key}"], share, is_number) for key, share, is_number in COLUMNS),
        rows=tuple(_cells(row, texts) for row in rows.itertuples()),
        caption=caption(
            NAME,
            texts,
            status="published",
            n=number(stability["regions"].max(), texts.language),
            years=number(stability["years"].max(), texts.language),
            slower=int(defining["verdict"].eq("slower").sum()),
            codes=len(defining),
        ),
        note=texts["table_s17.note"],
        has_blocks=True,
    )


def _cells(row: tuple, texts: Texts) -> tuple[str, ...]:
    language = texts.language
    verdict = texts[f"table_s17.verdict.{row.verdict}"] if pd.notna(row.verdict) else MISSING
    return (
        texts[f"table_s17.kind.{row.kind}"],
        texts[f"code.{row.code}"],
        Cell(f"{number(row.regions, language)} × {number(row.years, language)}", regions=row.regions, years=row.years),
        Cell(significant(row.variance_between, language, 2), value=row.variance_between),
        Cell(significant(row.variance_within, language, 2), value=row.variance_within),
        Cell(share_text(row.between_percent, language), value=row.between_percent),
        Cell(share_text(row.noise_percent, language), value=row.noise_percent),
        _persistence(row, texts),
        _half_life(row, texts),
        verdict,
    )


def _persistence(row: tuple, texts: Texts) -> str:
    """What is left after a year with its limits, or why it cannot be told; an open end where a limit cannot."""
    if row.status != ESTIMATED:
        return texts[f"table_s17.status.{row.status}"]
    words = number(row.persistence, texts.language, 2)
    ends = (row.persistence_lower_95, row.persistence_upper_95)
    limits = interval(*ends, texts.language, 2)
    return Cell(f"{words} {limits}", value=row.persistence, lower_95=ends[0], upper_95=ends[1])


def _half_life(row: tuple, texts: Texts) -> str:
    """Half-life in years with its limits; an end that cannot be told is a dash."""
    ends = interval(row.half_life_lower_95, row.half_life_upper_95, texts.language, 1)
    has_end = pd.notna(row.half_life_lower_95) or pd.notna(row.half_life_upper_95)
    words = number(row.half_life_years, texts.language, 1)
    return Cell(
        f"{words} {ends}" if has_end else words,
        value=row.half_life_years,
        lower_95=row.half_life_lower_95,
        upper_95=row.half_life_upper_95,
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return table(results.stability, texts)
