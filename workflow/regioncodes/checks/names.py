"""Whether the rows of a table stand where the publication puts them, and which are missing."""

from bisect import bisect_left
from collections import Counter
from string import ascii_uppercase

import numpy as np
import pandas as pd

from regioncodes.checks.edition_tables import NOWHERE, EditionTable, EditionTables
from regioncodes.checks.located_findings import CheckFinding

# A table with more rows out of order than this share follows another order, about which nothing is known.
OTHER_ORDER = 0.25
FEWEST_ROWS = 10
# A table with fewer of the edition's regions than this share is an excerpt, not a table with rows missing.
EXCERPT = 0.5


def name_findings(
    rows: pd.DataFrame, tables: EditionTables, regions: pd.DataFrame, changes: pd.DataFrame
) -> list[CheckFinding]:
    """Notices of rows out of the publication's order (two names exchanged look so) and of regions without a row.

    The order is that of regions.csv: districts, in each its regions, okrugs under their oblast. Okrugs of an
    oblast that is printed without them may stand anywhere, and so may a region that changed its district.
    Delimited files have no order. A region is missing if another table, or sheet, of the edition has it; beside the
    only table of an edition stand those of the same indicator in other editions.
    """
    found = []
    by_table = tables.tables
    cells, sheets = rows["cell"], rows["sheet"]
    expected: dict[str, np.ndarray] = {}
    alone = {edition for edition, count in Counter(edition for edition, _ in by_table).items() if count == 1}
    for (edition, indicator), table in by_table.items():
        expected[edition] = expected.get(edition, False) | (table.positions != NOWHERE).any(axis=0)
        if edition in alone:
            for (_, other), elsewhere in by_table.items():
                if other == indicator:
                    expected[edition] = expected[edition] | (elsewhere.positions != NOWHERE).any(axis=0)
    for (edition, indicator), table in by_table.items():
        found += _missing(table, expected[edition], sheets)
        for year, order in _orders(table, cells, sheets):
            found += [
                CheckFinding(
                    "notice",
                    edition,
                    indicator,
                    year,
                    name,
                    "its row stands out of the order of the publication: is it named rightly?",
                )
                for name in out_of_order(order, regions, changes)
            ]
    return found


def _missing(table: EditionTable, expected: np.ndarray, sheets: pd.Series) -> list[CheckFinding]:
    """Regions without a row in a table, or in one of the sheets that hold its years."""
    there = table.positions != NOWHERE
    places = table.positions[np.arange(len(there)), there.argmax(axis=1)]
    sheet_of = np.where(there.any(axis=1), sheets.to_numpy(dtype=object)[places], "")
    found = []
    for sheet in dict.fromkeys(sheet_of[sheet_of != ""] if len(set(sheet_of)) > 1 else sheet_of[:1]):
        own = sheet_of == sheet
        present = there[own].any(axis=0)
        missing = list(table.regions[expected & ~present])
        if missing and present.sum() >= EXCERPT * expected.sum():
            first, last = (None, "") if own.all() else (int(table.years[own][0]), f" until {table.years[own][-1]}")
            text = f"no row for {', '.join(missing)}{last}"
            found.append(CheckFinding("notice", table.edition, table.indicator, first, None, text))
    return found


def _orders(table: EditionTable, cells: pd.Series, sheets: pd.Series) -> list[tuple[int, list[str]]]:
    """For each sheet of a table the first year printed there and the regions from its first row to its last."""
    orders, seen = [], set()
    for year, positions in zip(table.years, table.positions, strict=True):
        there = np.flatnonzero(positions != NOWHERE)
        sheet = sheets.iloc[positions[there[0]]] if len(there) else ""
        if sheet and sheet not in seen:
            seen.add(sheet)
            numbers = [int(cell.lstrip(ascii_uppercase)) for cell in cells.iloc[positions[there]]]
            orders.append((int(year), list(table.regions[there[np.argsort(numbers, kind="stable")]])))
    return orders


def out_of_order(names: list[str], regions: pd.DataFrame, changes: pd.DataFrame) -> list[str]:
    """Regions whose removal leaves the others in the order of regions.csv, the fewest there are; [] for another order.

    names: regions from the first row of a table to the last.
    """
    part_of = dict(regions.loc[regions["part_of"].notna(), ["region", "part_of"]].itertuples(index=False, name=None))
    apart = [name for name in names if name in part_of and part_of[name] not in names]
    moved = set(changes["region"])
    rank = {name: position for position, name in enumerate(regions["region"])}
    sequences = (
        [name for name in names if name not in apart and name not in moved],
        [name for name in apart if not name.endswith("-0")],
    )
    found = []
    for sequence in sequences:
        kept = set(_longest_increasing([rank[name] for name in sequence]))
        outside = [name for name in sequence if rank[name] not in kept]
        if len(sequence) < FEWEST_ROWS or len(outside) <= OTHER_ORDER * len(sequence):
            found += outside
    return found


def _longest_increasing(numbers: list[int]) -> list[int]:
    """The longest increasing subsequence (patience sorting)."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int | None] = []
    for position, value in enumerate(numbers):
        pile = bisect_left(ends, value)
        before.append(at[pile - 1] if pile else None)
        ends[pile : pile + 1] = [value]
        at[pile : pile + 1] = [position]
    kept: list[int] = []
    position = at[-1] if at else None
    while position is not None:
        kept.append(numbers[position])
        position = before[position]
    return kept
