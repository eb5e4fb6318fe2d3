"""Printed tables for those who compute on: one CSV a table, one number a cell, heads in both languages."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from regioncodes.exhibits.printing.cells import PARTS, WORDS, Parts, parts_of
from regioncodes.exhibits.printing.printed_tables import PrintedTable
from regioncodes.ground.errors import raise_problems
from regioncodes.ground.files import write_whole
from regioncodes.ground.tables import guarded, unguarded
from regioncodes.words.numbers import MINUS, to_twelve_figures
from regioncodes.words.texts import Texts

BETWEEN = " | "
# A number as one language writes it: with a minus of print, a mark for thousands or decimals.
PRINTED_NUMBER = re.compile(rf"(?=.*[.,\u00a0{MINUS}]){MINUS}?\d{{1,3}}(?:[,\u00a0]?\d{{3}})*(?:[.,]\d+)?")
# Printed characters that a machine reads otherwise, or not at all.
PLAIN = str.maketrans({MINUS: "-", "\u00a0": " ", "\u202f": " "})


def write_csv(printed: Sequence[tuple[Texts, PrintedTable]], path: str | Path) -> None:
    """Write one table, printed in each language, as one CSV for machines (UTF-8, comma, decimal point, ASCII minus).

    A cell holds one number or one text. A column of numbers stands once, under both heads, `Region | Регион`; an
    interval has a column for each end, a mark one of its own. A column of words stands in each language, its head ends
    in `[en]` or `[ru]`; once where it reads the same. Numbers are those behind the print, unrounded, to twelve
    figures: who computes on should not do so with rounded ones, and the print stands in the pages beside it.
    Raises StudyError where the languages differ in anything but words, or two columns have one head.
    """
    columns = [column for place in range(len(printed[0][1].columns)) for column in _columns(printed, place)]
    heads = [head for head, _ in columns]
    problems = [f"two columns are headed '{head}'; say how they differ" for head in heads if heads.count(head) > 1]
    raise_problems(list(dict.fromkeys(problems)), f"table {printed[0][1].name}")
    content = io.StringIO(newline="")
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow(map(guarded, heads))
    writer.writerows(zip(*(cells for _, cells in columns), strict=True))
    write_whole(content.getvalue().encode("utf-8"), path)


def read_csv(path: str | Path, language: str, languages: Sequence[str]) -> list[list[str]]:
    """Rows of such a file in one of its languages, heads first: its own words and heads, all numbers.

    languages: in the order in which the heads stand.
    """
    with open(path, encoding="utf-8", newline="") as file:
        heads, *rows = [[unguarded(cell) for cell in row] for row in csv.reader(file)]
    others = tuple(f" [{other}]" for other in languages if other != language)
    places = [place for place, head in enumerate(heads) if not head.endswith(others)]
    own = [_own_head(heads[place], language, languages) for place in places]
    return [own, *([row[place] for place in places] for row in rows)]


def _own_head(head: str, language: str, languages: Sequence[str]) -> str:
    bare = head.removesuffix(f" [{language}]")
    parts = bare.split(BETWEEN)
    return parts[languages.index(language)] if len(parts) == len(languages) else bare


def _columns(printed: Sequence[tuple[Texts, PrintedTable]], place: int) -> Iterator[tuple[str, list[str]]]:
    """Head and cells of every column that one printed column becomes."""
    rows = [[parts_of(row[place]) for row in table.rows] for _, table in printed]
    _check_numbers(rows, printed[0][1], place)
    found = [part for part in PARTS if any(part in cell for column in rows for cell in column)] or ["value"]
    for part in found:
        heads = [_head(table.columns[place].heading, part, found, texts) for texts, table in printed]
        columns = [[_plain(cell.get(part, "")) for cell in column] for column in rows]
        if all(column == columns[0] for column in columns):
            yield _joined(heads), columns[0]
            continue
        for (texts, _), column in zip(printed, columns, strict=True):
            yield f"{_joined(heads)} [{texts.language}]", column


def _joined(heads: list[str]) -> str:
    return BETWEEN.join(dict.fromkeys(heads)).translate(PLAIN)


def _head(heading: str, part: str, found: list[str], texts: Texts) -> str:
    """Heading of a part of a column; that of the first value, and of words alone, is the column's own."""
    if part == "value" or found == [WORDS]:
        return heading
    return f"{heading}: {texts[f'table.part.{part}']}"


def _plain(part: float | str) -> str:
    if isinstance(part, str):
        return guarded(part.translate(PLAIN))
    rounded = to_twelve_figures(float(part))
    return str(int(rounded)) if rounded.is_integer() else repr(rounded)


def _check_numbers(rows: list[list[Parts]], table: PrintedTable, place: int) -> None:
    """A problem for every row whose numbers differ between the languages, or whose number is printed text alone."""
    numbers = [[{name: part for name, part in cell.items() if name != WORDS} for cell in column] for column in rows]
    problems = [
        f"row {line}, column '{table.columns[place].heading}': the languages print {' and '.join(map(str, cells))}"
        for line, cells in enumerate(zip(*numbers, strict=True), start=1)
        if any(cell != cells[0] for cell in cells)
    ]
    problems += [
        f"row {line}, column '{table.columns[place].heading}': '{cell[WORDS]}' is a printed number; use number_cell"
        for line, cell in enumerate(rows[0], start=1)
        if PRINTED_NUMBER.fullmatch(str(cell.get(WORDS, "")))
    ]
    raise_problems(problems, f"table {table.name}")
