"""Columns of a tidy file beside region, year and value: age groups, kinds of settlement, and which of them is meant."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from regioncodes.ground.tables import TABLES
from regioncodes.reading.findings import Place
from regioncodes.reading.region_names import region_of

# Columns that say something of a row and divide nothing.
DESCRIBING = {"published", "date", "source", "note", "notes", "comment", "status", "flags", "дата"}
DESCRIBING |= {"источник", "примечание", "примечания", "комментарий"}
# A column of at least so many values, other in most rows, measures something.
FEWEST_MEASURED = 10
MOST_SHOWN = 12


class Record(NamedTuple):
    """One row of a tidy file: its place, its cells by the name of their column, and the indicator it is about."""

    place: Place
    cells: dict[str, float | str]
    indicator: str


def chosen(
    records: Sequence[Record], columns: Sequence[str], labels: str, region: str, regions: Mapping[str, str]
) -> tuple[list[Record], list[str]]:
    """The records that the labels mean, and what is left to choose: a sentence for each column with several values.

    columns: those beside region, year, value, unit and indicator. labels: values that are meant, separated by ";".
    region: the column of regions. regions: code by normalised name.
    """
    wanted = {part.strip() for part in labels.split(";") if part.strip()}
    kept = [record for record in records if wanted <= {_text(record, column) for column in columns}]
    if records and not kept:
        offered = (
            "; ".join(f"{column}: {_listed(values_of(records, column))}" for column in columns) or "no other column"
        )
        return [], [f"no row has the labels {'; '.join(sorted(wanted))} of {TABLES} (there are {offered})"]
    problems = []
    for indicator in dict.fromkeys(record.indicator for record in kept):
        own = [record for record in kept if record.indicator == indicator]
        problems += [
            f"column {column!r} has {len(values)} values, and one series cannot hold them all: {_listed(values)}; name "
            f"the one that is meant in column labels of {TABLES}, or take the column out of the file"
            for column, values in dimensions(own, columns, region, regions).items()
        ]
    return kept, list(dict.fromkeys(problems))


def dimensions(
    records: Sequence[Record], columns: Sequence[str], region: str, regions: Mapping[str, str]
) -> dict[str, list[str]]:
    """The columns that divide a series, each with its values in the order of the file.

    Left out are columns with one value, those that name the region once more (its code, its district), notes and dates,
    and columns of measures.
    """
    found = {column: values_of(records, column) for column in columns if column.lower() not in DESCRIBING}
    return {
        column: values
        for column, values in found.items()
        if len(values) > 1
        and not all(region_of(value, regions) for value in values)
        and not _names_regions(records, column, region)
        and not len(values) >= max(FEWEST_MEASURED, len(records) / 2)
    }


def values_of(records: Sequence[Record], column: str) -> list[str]:
    """The values of a column, each once."""
    return list(dict.fromkeys(_text(record, column) for record in records))


def _names_regions(records: Sequence[Record], column: str, region: str) -> bool:
    """Whether every region has its own value of a column, as its code is."""
    pairs = {(_text(record, region), _text(record, column)) for record in records}
    return len(pairs) == len({name for name, _ in pairs}) == len({value for _, value in pairs})


def _text(record: Record, column: str) -> str:
    return str(record.cells.get(column, "")).strip()


def _listed(values: Sequence[str]) -> str:
    more = f"; and {len(values) - MOST_SHOWN} more" if len(values) > MOST_SHOWN else ""
    return "; ".join(map(repr, values[:MOST_SHOWN])) + more
