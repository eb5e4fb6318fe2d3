"""Cells of printed tables that keep the numbers they print: unrounded, each by the name of what it is."""

import pandas as pd

from regioncodes.words.numbers import MISSING, interval, number, p_value_text
from regioncodes.words.texts import Texts

# What a cell may hold, in the order of the columns in which a machine reads it. Texts: `table.part.NAME`.
PARTS = (
    "value",
    "lower_95",
    "upper_95",
    "lowest",
    "highest",
    "intercept",
    "slope",
    "nominal",
    "p_value",
    "nominal_p_value",
    "nominal_mark",
    "count",
    "base",
    "regions",
    "years",
    "origins",
    "n",
    "year",
    "first_year",
    "last_year",
    "percent",
    "first_percent",
    "second_percent",
    "mark",
    "words",
)
WORDS = PARTS[-1]
Parts = dict[str, float | str]


class Cell(str):
    """The text of a printed cell, with its numbers beside it; it is its text wherever a text is asked for.

    parts: numbers by the names of PARTS, unrounded; `mark` and `words` are texts. Missing numbers and empty texts are
    left out.
    """

    parts: Parts

    def __new__(cls, text: str, **parts: float | str) -> "Cell":
        """Raises ValueError for a part that has no name in PARTS."""
        unknown = sorted(set(parts) - set(PARTS))
        if unknown:
            raise ValueError(f"found the parts {', '.join(unknown)}; allowed are {', '.join(PARTS)}")
        cell = super().__new__(cls, text)
        cell.parts = {name: part for name, part in parts.items() if not pd.isna(part) and part != ""}
        return cell


def parts_of(cell: str) -> Parts:
    """What a cell holds: its numbers by name, or its words; nothing where it is empty or a dash."""
    if isinstance(cell, Cell):
        return cell.parts
    return {} if cell in ("", MISSING) else {WORDS: cell}


def number_cell(value: float, texts: Texts, digits: int = 0) -> Cell:
    """A number, printed with so many decimals."""
    return Cell(number(value, texts.language, digits), value=value)


def p_value_cell(value: float, texts: Texts) -> Cell:
    """A p-value, printed to three decimals and never as zero."""
    return Cell(p_value_text(value, texts.language), value=value)


def interval_cell(lower: float, upper: float, texts: Texts, digits: int = 0) -> Cell:
    """Both ends of an interval."""
    return Cell(interval(lower, upper, texts.language, digits), lower_95=lower, upper_95=upper)
