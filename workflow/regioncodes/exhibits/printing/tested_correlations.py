"""Cells that the tables of tested correlations share."""

import pandas as pd

from regioncodes.exhibits.printing.cells import number_cell
from regioncodes.words.numbers import interval, number
from regioncodes.words.texts import Texts


def tested_cells(row: tuple, texts: Texts) -> tuple[str, ...]:
    """Printed n, correlation, its p-value alone and after Holm, the smallest correlation seen, and the verdict.

    row: a named tuple with n, correlation, p_value, p_value_holm, smallest_seen and verdict.
    """
    return (
        number_cell(row.n, texts),
        number_cell(row.correlation, texts, 2),
        number_cell(row.p_value, texts, 3),
        number_cell(row.p_value_holm, texts, 3),
        number_cell(row.smallest_seen, texts, 2),
        texts[f"verdict.{row.verdict}"],
    )


def told_from_zero(tests: pd.DataFrame, texts: Texts) -> str:
    """How many of the correlations can be told from zero, in words. tests: with verdict."""
    told = int(tests["verdict"].isin(["positive", "negative"]).sum())
    return texts("tests.told.some", told=told, tests=len(tests)) if told else texts("tests.told.none", tests=len(tests))


def smallest_seen_note(tests: pd.DataFrame, power: float, texts: Texts) -> str:
    """What the tests of a table could have seen: the range of the smallest correlations, and their power.

    tests: with smallest_seen; those without one have too few blocks for any, or no number.
    """
    sizes = tests["smallest_seen"].dropna()
    if sizes.empty:
        return texts["tests.seen.none"]
    percent = number(100 * power, texts.language)
    return texts("tests.seen.note", power=percent, sizes=interval(sizes.min(), sizes.max(), texts.language, 2))
