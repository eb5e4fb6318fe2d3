"""Columns that the printed survey tables share: share, printed share, count of base, interval."""

import pandas as pd

from regioncodes.exhibits.printing.cells import Cell, interval_cell, number_cell
from regioncodes.exhibits.printing.printed_tables import Column
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

DISAGREES = "*"


def share_columns(texts: Texts, share_heading: str) -> tuple[Column, ...]:
    """Headings of the four columns of numbers, in the order of `share_cells`; the first is given."""
    return (
        Column(share_heading, 0.13, True),
        Column(texts["survey.printed_percent"], 0.13, True),
        Column(texts["survey.count_of_base"], 0.13, True),
        Column(texts["survey.interval"], 0.17, True),
    )


def share_cells(row: pd.Series, texts: Texts) -> tuple[str, ...]:
    """Cells of one option; a printed share that disagrees with the count carries an asterisk.

    row: percent, printed_percent, count, base, lower_95_percent, upper_95_percent, agrees.
    """
    language = texts.language
    mark = "" if row["agrees"] else DISAGREES
    counts = {name: number(row[name], language) for name in ("count", "base")}
    return (
        number_cell(row["percent"], texts, 1),
        Cell(f"{number(row['printed_percent'], language, 1)}{mark}", value=row["printed_percent"], mark=mark),
        Cell(texts("survey.count", **counts), count=row["count"], base=row["base"]),
        interval_cell(row["lower_95_percent"], row["upper_95_percent"], texts, 1),
    )


def bases(options: pd.DataFrame, texts: Texts) -> str:
    """Bases of the shares as text: one number, or the smallest and the largest where options differ."""
    smallest, largest = int(options["base"].min()), int(options["base"].max())
    ends = [smallest] if smallest == largest else [smallest, largest]
    return "–".join(number(end, texts.language) for end in ends)


def note(options: pd.DataFrame, texts: Texts) -> str:
    """Note under a survey table: the base, what agreement means here, and the asterisk where one was printed."""
    names = dict.fromkeys(options["base_name"])
    sentences = [texts("survey.base", bases="; ".join(texts[f"survey.base.{name}"] for name in names))]
    sentences.append(texts["survey.note"])
    if not options["agrees"].astype(bool).all():
        sentences.append(texts("survey.disagrees", mark=DISAGREES))
    return " ".join(sentences)
