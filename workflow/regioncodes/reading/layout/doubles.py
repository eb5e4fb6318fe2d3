"""A region printed in two rows of one table, as where a town was renamed or a name is spelt in two ways."""

from collections.abc import Iterable

from regioncodes.reading.cells import Cell
from regioncodes.reading.findings import Finding, Place
from regioncodes.reading.layout.table_parts import Heading, PlacedCell


def collapsed(
    placed_cells: Iterable[tuple[str, PlacedCell]],
) -> tuple[list[tuple[str, PlacedCell]], list[Finding]]:
    """Readings with one cell for each region and heading, in their order, and what was collapsed.

    placed_cells: region code and reading. A second cell that says the same, or says nothing (a dash, a blank) beside a
    value, is left out; one finding for each doubled row: a notice, or an error where two values differ, of which the
    first stays. Two columns for one year are a finding of the headings already and none here.
    """
    kept: dict[tuple, tuple[str, PlacedCell]] = {}
    pairs: dict[tuple[str, int, int], list[tuple[PlacedCell, PlacedCell]]] = {}
    for region, reading in placed_cells:
        key = (region, *_meaning(reading.heading), reading.row.labels)
        first = kept.setdefault(key, (region, reading))[1]
        if first is reading:
            continue
        if _has_value(reading.cell) and not _has_value(first.cell):
            kept[key] = (region, reading)
        pairs.setdefault((region, first.row.row, reading.row.row), []).append((first, reading))
    doubled = {rows: cells for rows, cells in pairs.items() if rows[1] != rows[2]}
    return list(kept.values()), [_finding(*rows, cells) for rows, cells in doubled.items()]


def _meaning(heading: Heading) -> tuple:
    return heading.year, heading.period, heading.detail, heading.labels


def _has_value(cell: object) -> bool:
    return isinstance(cell, Cell) and cell.value is not None


def _finding(region: str, first_row: int, second_row: int, cells: list[tuple[PlacedCell, PlacedCell]]) -> Finding:
    name = " ".join(cells[0][1].row.name.split())
    text = f"{name!r} is {region}, which stands in row {first_row + 1} already"
    differing = [
        f"{first.cell.value:g} and {second.cell.value:g} for {second.heading.year or second.heading.detail}"
        for first, second in cells
        if _has_value(first.cell) and _has_value(second.cell) and first.cell.value != second.cell.value
    ]
    if not differing:
        return Place(place=f"row {second_row + 1}").notice(f"{text} and says the same; one is kept")
    more = f" and {len(differing) - 1} more" if len(differing) > 1 else ""
    values = f"with other values ({differing[0]}{more}); one row for a region is allowed"
    return Place(place=f"row {second_row + 1}").error(f"{text} {values}")
