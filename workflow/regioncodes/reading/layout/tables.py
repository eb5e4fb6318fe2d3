"""The tables of a sheet, found without coordinates."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from regioncodes.formats.documents import Grid, Position, Sheet, cell_name, column_number
from regioncodes.ground.tables import TABLES
from regioncodes.reading.findings import Finding, Place
from regioncodes.reading.layout.blocks import Block, block_at, blocks, is_filled
from regioncodes.reading.layout.bodies import PAGE, Body, body
from regioncodes.reading.layout.captions import CONTINUED, Caption, caption
from regioncodes.reading.layout.headers import UNKNOWN_PERIOD, headings
from regioncodes.reading.layout.marks import note_line
from regioncodes.reading.layout.names import is_region_like, is_rule
from regioncodes.reading.layout.periods import YEAR, period_of
from regioncodes.reading.layout.table_parts import Heading, Table
from regioncodes.reading.layout.turning import place_on_sheet, stood_places, stood_up, turning

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NO_TABLE = "no table of regions and years: "
DESCRIBE = f"if it is one, describe it in {TABLES}"


class Part(NamedTuple):
    """One block read: the texts above it, its headings and its body."""

    block: Block
    above: list[str]
    headings: list[Heading]
    body: Body


def tables(
    sheet: Sheet, hints: dict | None = None, *, superscript: Mapping[Position, str] | None = None
) -> tuple[list[Table], list[Finding]]:
    """Tables of regions by periods on a sheet, and everything that was dropped or could not be decided.

    hints: what a line of data/reference/tables.csv says of an odd table: header_rows ("4-7" or "4"), region_column
    ("B"), repeated_year_column ("N", the column that counts where a year is printed twice); absent or "" is not said.
    superscript: raised letters at the end of cells, by row and column counted from 0; in names and headings they are
    note marks, such as the 5 of a 20155.
    A table with regions across and years down is read as if it stood up (Table.turning). A sheet without any table
    gives none and a notice that says why.
    """
    said = {key: str(value).strip() for key, value in (hints or {}).items() if str(value).strip()}
    found, findings = _standing_tables(sheet, said, superscript or {})
    turn = None if found or said else turning(sheet.grid)
    if turn is None:
        return found, findings
    lying, of_lying = _standing_tables(stood_up(sheet, turn), said, stood_places(superscript or {}, turn))
    # Beyond the lying rows there is nothing to stand up: a heading there is one of another table.
    beyond = turn.bottom - turn.top
    if not lying or any(heading.column > beyond for table in lying for heading in table.headings):
        return found, findings
    return [table._replace(turning=turn) for table in lying], [place_on_sheet(finding, turn) for finding in of_lying]


def _standing_tables(
    sheet: Sheet, said: dict[str, str], superscript: Mapping[Position, str]
) -> tuple[list[Table], list[Finding]]:
    """The tables of a sheet that have their years across and their regions down."""
    sheet = _raised(sheet, superscript)
    found = _blocks(sheet, said)
    if not found:
        return [], _misprints(sheet.grid) or [
            Place().notice(f"{NO_TABLE}no row of years over a column of names was found; {DESCRIBE}")
        ]
    parts = _parts(sheet, found)
    dropped = [finding for part in parts for finding in part.body.findings]
    parts = [part for part in parts if part.body.rows and part.headings]
    if not any(is_region_like(row.name) for part in parts for row in part.body.rows):
        names = [" ".join(row.name.split()) for part in parts for row in part.body.rows]
        text = f"rows such as {names[0]!r} are no regions" if names else "no rows stand under the years"
        return [], [Place().notice(f"{NO_TABLE}{text}; {DESCRIBE}")]
    made = [_table(group) for group in _grouped(parts)]
    made = [table._replace(notes=table.notes or made[-1].notes) for table in made]
    checked = [_checked(sheet.grid, table, said) for table in made]
    findings = [finding for _, found in checked for finding in found]
    return [table for table, _ in checked], [*dropped, *findings, *_repeated_notes(parts)]


def _raised(sheet: Sheet, superscript: Mapping[Position, str]) -> Sheet:
    """The sheet with raised digits written as such, so that no reader takes them for a part of the text."""
    rows: dict[int, list[float | str]] = {}
    for (row, column), mark in superscript.items():
        text = str(sheet.grid[row][column])
        mark = mark.strip()
        if mark and (marked := re.fullmatch(rf"(?:(.*\S\s*)|(.*{YEAR})){re.escape(mark)}(?(2)(\D+)|\s*)", text, re.S)):
            before, year, words = marked.groups("")
            raised = f"{before}{year}{mark.translate(RAISED)}{words}"
            rows.setdefault(row, list(sheet.grid[row]))[column] = raised
    return sheet._replace(grid=[rows.get(number, row) for number, row in enumerate(sheet.grid)]) if rows else sheet


def _blocks(sheet: Sheet, said: dict[str, str]) -> list[Block]:
    column = column_number(said["region_column"].upper()) if "region_column" in said else None
    if "header_rows" in said:
        rows = [int(row) for row in said["header_rows"].split("-")]
        return block_at(sheet.grid, rows[0] - 1, rows[-1] - 1, column)
    found = blocks(sheet.grid, sheet.merged)
    return (
        found if column is None else [block._replace(region_column=column, first_column=column + 1) for block in found]
    )


def _misprints(grid: Grid) -> list[Finding]:
    """Numbers that are no years among many that are, such as 20009 between 2008 and 2010."""
    for number, row in enumerate(grid):
        odd = [column for column, content in enumerate(row) if is_filled(content) and not period_of(content)]
        years = sum(is_filled(content) for content in row) - len(odd)
        if 0 not in odd and years >= 3 and 5 * len(odd) <= years:
            return [
                Place(place=cell_name(number, column)).error(
                    f"found {row[column]!r} among years; mend it in a copy",
                )
                for column in odd
            ]
    return []


def _parts(sheet: Sheet, found: list[Block]) -> list[Part]:
    """Every block with the texts above it and the rows below it, up to the texts above the next."""
    grid = sheet.grid
    tops = sorted({block.top for block in found})
    starts = {tops[0]: 0} | {
        top: _gap_start(grid, top, next(block for block in reversed(found) if block.top == before))
        for before, top in pairwise(tops)
    }
    ends = dict(zip(tops, [*(starts[top] for top in tops[1:]), len(grid)], strict=True))
    parts = []
    for number, block in enumerate(found):
        above = [
            " ".join(str(content).split())
            for row in grid[starts[block.top] : block.top]
            for content in row
            if isinstance(content, str) and content.strip()
        ]
        heads = headings(grid, block, sheet.merged, number)
        parts.append(Part(block, above, heads, body(grid, block, heads, ends[block.top], number)))
    return parts


def _gap_start(grid: Grid, top: int, before: Block) -> int:
    """First row of the texts between a block and the next header: titles, page numbers and blanks."""
    start = top
    for number in range(top - 1, before.bottom, -1):
        texts = [str(content).strip().removesuffix(".0") for content in grid[number] if is_filled(content)]
        name = str(grid[number][before.region_column]).strip()
        is_page = len(texts) == 1 and PAGE.fullmatch(texts[0])
        if not texts or is_page:
            continue
        if len(texts) > 1 or note_line(name) or is_rule(texts[0]) or (is_region_like(name) and not _is_title(name)):
            break
        start = number
    while start - 1 > before.bottom and _is_page_row(grid[start - 1]):
        start -= 1
    return start


def _is_title(text: str) -> bool:
    return bool(re.match(r"\d", text) or CONTINUED.fullmatch(text))


def _is_page_row(row: list[float | str]) -> bool:
    texts = [str(content).strip().removesuffix(".0") for content in row if is_filled(content)]
    return len(texts) == 1 and bool(PAGE.fullmatch(texts[0]))


def _grouped(parts: list[Part]) -> list[list[Part]]:
    """The parts of each table: a part without a title of its own, or with "continued", goes on with the one before."""
    groups: list[list[Part]] = []
    for part in parts:
        titles = [text for text in part.above if not PAGE.fullmatch(text)]
        same_row = groups and groups[-1][-1].block.top == part.block.top
        if groups and (same_row or not titles or any(CONTINUED.fullmatch(text) for text in titles)):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _table(group: list[Part]) -> Table:
    notes: dict[str, str] = {}
    for part in group:
        for mark, text in part.body.notes:
            notes[mark] = f"{notes[mark]} / {text}" if mark in notes and notes[mark] != text else text
    head: Caption = caption(group[0].above, notes)
    rows = tuple(row for part in group for row in part.body.rows)
    return Table(
        head.number,
        head.title,
        head.notes,
        head.unit,
        head.moment,
        head.unit_line,
        tuple(heading for part in group for heading in part.headings),
        rows,
        notes,
        group[0].block.top,
        max(row.row for row in rows),
    )


def _checked(grid: Grid, table: Table, said: dict[str, str]) -> tuple[Table, list[Finding]]:
    """The table without columns that a hint drops, and what is wrong with its headings and marks."""
    chosen = column_number(said["repeated_year_column"].upper()) if "repeated_year_column" in said else None
    kept, findings = [], []
    for heading in table.headings:
        rival = next((other for other in table.headings if other.column == chosen and other.year == heading.year), None)
        if rival and rival.block == heading.block and heading.column != chosen:
            place = cell_name(table.first_row, heading.column)
            text = f"{heading.year} is printed again {' '.join(heading.labels)!r}; not read, as tables.csv says"
            findings.append(Place(place=place).notice(text))
        else:
            kept.append(heading)
    chosen_table = table._replace(headings=tuple(kept))
    return chosen_table, [
        *findings,
        *_doubles(chosen_table),
        *_unknown_periods(grid, table),
        *_unexplained(table),
        *_outside(grid, table),
    ]


def _doubles(table: Table) -> list[Finding]:
    """Two columns of one block that say the same of themselves."""
    seen: dict[tuple, Heading] = {}
    findings = []
    for heading in table.headings:
        key = (heading.block, heading.year, heading.period, heading.detail, heading.labels)
        first = seen.setdefault(key, heading)
        if first is not heading:
            words = " ".join([str(heading.year or ""), heading.detail, *heading.labels]).strip()
            places = f"{cell_name(table.first_row, first.column)} and {cell_name(table.first_row, heading.column)}"
            text = f"{words!r} stands twice, in {places}; name the right one in {TABLES}"
            findings.append(Place(place=places).error(text))
    return findings


def _unknown_periods(grid: Grid, table: Table) -> list[Finding]:
    """Columns under a year whose heading stands for a month or quarter and is none that is known."""
    findings = []
    for heading in table.headings:
        if UNKNOWN_PERIOD in heading.flags.split():
            below = range(table.first_row, min(row.row for row in table.rows))
            named = (row for row in below if " ".join(str(grid[row][heading.column]).split()) == heading.detail)
            findings.append(
                Place(place=cell_name(next(named, table.first_row), heading.column)).notice(
                    f"{heading.detail!r} is no known month, quarter or year: the column is not read for a year; "
                    "mend the heading in a copy if it is a misprint"
                )
            )
    return findings


def _unexplained(table: Table) -> list[Finding]:
    """Note marks beside the title, headings and names that no line under the table explains."""
    marked = [(mark, "the title") for mark in table.title_notes]
    marked += [(mark, f"column {cell_name(0, head.column)[:-1]}") for head in table.headings for mark in head.notes]
    marked += [(mark, f"row {row.row + 1}") for row in table.rows for mark in row.notes]
    places: dict[str, list[str]] = {}
    for mark, place in marked:
        if mark not in table.notes and place not in places.setdefault(mark, []):
            places[mark].append(place)
    return [
        Place(place=found[0]).notice(
            f"note {mark} is printed ({len(found)} times) and does not stand under the table",
        )
        for mark, found in sorted(places.items())
    ]


def _outside(grid: Grid, table: Table) -> list[Finding]:
    """Columns with values in rows of the table and no heading above them: the first value of each."""
    blocks = {heading.block: [] for heading in table.headings}
    for heading in table.headings:
        blocks[heading.block].append(heading.column)
    stray: dict[int, int] = {}
    for number, columns in blocks.items():
        rows = [row.row for row in table.rows if row.block == number]
        for column in range(min(columns), max(columns) + 1):
            if column not in columns and (filled := [row for row in rows if is_filled(grid[row][column])]):
                stray.setdefault(column, filled[0])
        for column in range(max(columns) + 1, len(grid[0]) if len(blocks) == 1 else 0):
            if filled := [row for row in rows if is_filled(grid[row][column])]:
                stray.setdefault(column, filled[0])
    return [
        Place(place=cell_name(row, column)).error(f"found {grid[row][column]!r} under no year")
        for column, row in sorted(stray.items())
    ]


def _repeated_notes(parts: list[Part]) -> list[Finding]:
    """Notes of one page that stand twice with different texts."""
    findings = []
    for part in parts:
        texts: dict[str, str] = {}
        for mark, text in part.body.notes:
            if texts.setdefault(mark, text) != text:
                findings.append(Place(place=f"note {mark}").notice("stands twice under the table with different texts"))
    return findings
