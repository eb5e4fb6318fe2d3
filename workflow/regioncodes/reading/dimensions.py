"""Columns of a tidy file beside region, year and value: age groups, kinds of settlement, and which of them is meant."""

from collections.abc import Mapping, Sequence

import numpy as np

from regioncodes.ground.tables import TABLES
from regioncodes.reading.coded_texts import CodedTexts
from regioncodes.reading.listed_rows import values_of
from regioncodes.reading.region_names import region_of

# Columns that say something of a row and divide nothing.
DESCRIBING = {"published", "date", "source", "note", "notes", "comment", "status", "flags", "дата"}
DESCRIBING |= {"источник", "примечание", "примечания", "комментарий"}
# A column of at least so many values, other in most rows, measures something.
FEWEST_MEASURED = 10
MOST_SHOWN = 12


def with_labels(columns: Mapping[str, CodedTexts], rows: np.ndarray, labels: str) -> tuple[np.ndarray, str]:
    """Which rows have the labels that are meant, and what there is instead where none has them.

    columns: those beside region, year, value, unit and indicator, by name. rows: a mask. labels: values, separated
    by ";".
    """
    wanted = {part.strip() for part in labels.split(";") if part.strip()}
    kept = rows.copy()
    for label in wanted:
        has = np.zeros(len(rows), dtype=bool)
        for column in columns.values():
            has |= np.array([text == label for text in column.texts], dtype=bool)[column.codes]
        kept &= has
    if kept.any() or not rows.any():
        return kept, ""
    offered = "; ".join(f"{name}: {_listed(values_of(column, rows))}" for name, column in columns.items())
    named = "; ".join(sorted(wanted))
    return kept, f"no row has the labels {named} of {TABLES} (there are {offered or 'no other column'})"


def left_to_choose(
    columns: Mapping[str, CodedTexts],
    rows: np.ndarray,
    indicators: CodedTexts,
    region: CodedTexts,
    regions: Mapping[str, str],
) -> list[str]:
    """A sentence for each column that has several values in the rows of one indicator.

    rows: a mask. indicators, region: of each row. regions: code by name (region_names.region_index).
    """
    problems = []
    for name in values_of(indicators, rows):
        own = np.flatnonzero(rows & (indicators.codes == indicators.texts.index(name)))
        problems += [
            f"column {column!r} has {len(values)} values, and one series cannot hold them all: {_listed(values)}; name "
            f"the one that is meant in column labels of {TABLES}, or take the column out of the file"
            for column, values in dimensions(columns, own, region, regions).items()
        ]
    return list(dict.fromkeys(problems))


def dimensions(
    columns: Mapping[str, CodedTexts], rows: np.ndarray, region: CodedTexts, regions: Mapping[str, str]
) -> dict[str, list[str]]:
    """The columns that divide a series, each with its values in the order of the file. rows: numbers of its rows.

    Left out are columns with one value, those that name the region once more (its code, its district), notes and dates,
    and columns of measures.
    """
    found = {name: values_of(column, rows) for name, column in columns.items() if name.lower() not in DESCRIBING}
    return {
        name: values
        for name, values in found.items()
        if 1 < len(values) < max(FEWEST_MEASURED, len(rows) / 2)
        and not all(region_of(value, regions) for value in values)
        and not _names_regions(columns[name].codes[rows], region.codes[rows])
    }


def _names_regions(column: np.ndarray, region: np.ndarray) -> bool:
    """Whether every region has its own value of a column, as its code is."""
    pairs = np.unique(region.astype("int64") * (int(column.max(initial=0)) + 1) + column)
    return len(pairs) == len(np.unique(region)) == len(np.unique(column))


def _listed(values: Sequence[str]) -> str:
    more = f"; and {len(values) - MOST_SHOWN} more" if len(values) > MOST_SHOWN else ""
    return "; ".join(map(repr, values[:MOST_SHOWN])) + more
