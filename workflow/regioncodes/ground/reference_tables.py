"""The tables of facts, `data/reference/*.csv`: what each column may hold, checked before anything runs."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from regioncodes.ground.config_values import refusal
from regioncodes.ground.errors import StudyError, raise_all_problems
from regioncodes.ground.reference_lines import LINES, Line
from regioncodes.ground.tables import csv_text

FOLDER = "data/reference"
# The columns that others refer to, by the name that a model gives what it refers to.
REFERRED = {"region": "regions", "indicator": "indicators"}


class Row(NamedTuple):
    """One line of a table: the number of the text's line where it begins, and its cells as they stand."""

    number: int
    cells: list[str]


def check_reference(folder: Path, names: Collection[str] = tuple(LINES)) -> None:
    """Raise StudyError with every cell of the tables of facts that holds what its column does not allow.

    folder: the project's. names: of the tables that are wanted; one that is not there is left to who needs it, and a
    table of the user's own has no rules here. Each problem tells table, line, column, what was found, what is allowed.
    """
    paths = {name: folder / FOLDER / f"{name}.csv" for name in {*names, *REFERRED.values()}}
    tables = {name: _rows(path) for name, path in sorted(paths.items()) if path.is_file()}
    known = {
        column: [row.cells[0] for row in tables[name][1:] if row.cells]
        for column, name in REFERRED.items()
        if name in tables
    }
    raise_all_problems(
        {
            f"{FOLDER}/{name}.csv": table_problems(LINES[name], tables[name], known)
            for name in names
            if name in tables and name in LINES
        }
    )


def table_problems(model: type[Line], rows: list[Row], known: Mapping[str, list[str]]) -> list[str]:
    """One sentence for every fault of a table; empty when there is none.

    rows: the header, then the lines. known: ids that a cell may refer to, by what they are (`region`, `indicator`).
    """
    header = rows[0].cells if rows else []
    if problems := _header_problems(model, header):
        return problems
    problems, seen = [], {}
    for number, cells in rows[1:]:
        if len(cells) > len(header):
            problems.append(
                f"line {number}: has {len(cells)} cells and the header {len(header)}; quote texts with commas"
            )
            continue
        fields = dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=True))
        problems += [
            f"line {number}{', column ' * bool(place)}{place}{text}" for place, text in faults(model, fields, known)
        ]
        key = tuple(fields.get(column, "") for column in model.distinct)
        if key and (first := seen.setdefault(key, number)) != number:
            problems.append(
                f"line {number}: {', '.join(filter(None, key))} stands in line {first} already; keep one of them"
            )
    return problems


def faults(model: type[Line], fields: Mapping[str, str], known: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Column ("" for the whole line) and sentence of every fault of one line, given as text by column."""
    try:
        typed(model, fields, known)
    except ValidationError as error:
        for fault in error.errors():
            column = str(fault["loc"][0]) if fault["loc"] else ""
            sentence = refusal(fault)
            yield column, sentence.removeprefix(column) if column else f": {sentence}"


def typed(model: type[Line], fields: Mapping[str, str], known: Mapping[str, list[str]]) -> Any:
    """One line with years and numbers as such; an empty cell that may be empty has the value of the model."""
    filled = {name: text for name, text in fields.items() if text != "" or _is_required(model, name)}
    return model.model_validate(filled, context=dict(known))


def _is_required(model: type[Line], name: str) -> bool:
    return name in model.model_fields and model.model_fields[name].is_required()


def _header_problems(model: type[Line], header: list[str]) -> list[str]:
    missing = [name for name in model.model_fields if name not in header and name not in model.spare]
    strange = [name for name in header if name not in model.model_fields]
    unknown = strange if model.model_config["extra"] == "forbid" else []
    twice = dict.fromkeys(name for place, name in enumerate(header) if name in header[:place])
    return [
        *[f"line 1: no column {name!r}; the table has {', '.join(model.model_fields)}" for name in missing],
        *[f"line 1: column {name!r} is unknown; remove it or mend its spelling" for name in unknown],
        *[f"line 1: column {name!r} stands twice; keep one" for name in twice],
    ]


def _rows(path: Path) -> list[Row]:
    """The lines of a table that are not empty, each with its number.

    Raises StudyError as csv_text does, and where quotation marks do not match.
    """
    reader = csv.reader(io.StringIO(csv_text(path), newline=""), strict=True)
    rows, number = [], 1
    try:
        for cells in reader:
            if cells:
                rows.append(Row(number, cells))
            number = reader.line_num + 1
    except csv.Error as error:
        raise StudyError(f"{path}: line {number}: {error}; mend the quotation marks there") from None
    return rows
