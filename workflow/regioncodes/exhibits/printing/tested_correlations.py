"""Cells that the tables of tested correlations share."""

from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts


def tested_cells(row: tuple, texts: Texts) -> tuple[str, ...]:
    """Printed n, correlation, its p-value alone and after Holm, and the verdict.

    row: a named tuple with n, correlation, p_value, p_value_holm and verdict.
    """
    return (
        number(row.n, texts.language),
        number(row.correlation, texts.language, 2),
        number(row.p_value, texts.language, 3),
        number(row.p_value_holm, texts.language, 3),
        texts[f"verdict.{row.verdict}"],
    )
