"""The panel and the tables of results as a Frictionless data package, described and checked."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.panel.units import KEY

PANEL = "results/data/panel.csv"
FOLDERS = (
    "results/data/",
    "results/models/",
    "results/surveys/",
    "data/reference/regions",
    "data/reference/indicators",
)
LINKS = {"region": "regions", "indicator": "indicators"}


def packaged_tables(files: list[str]) -> list[str]:
    """Which of the files belong to the data package: CSV tables of data, models, surveys, and the two they refer to."""
    return [file for file in files if file.startswith(FOLDERS) and file.endswith(".csv")]


def data_package(
    citation: Mapping[str, Any], files: Mapping[str, bytes], tables: Mapping[str, pd.DataFrame], columns: pd.DataFrame
) -> str:
    """Text of datapackage.json: one resource a table, with types of columns, sizes and sums.

    files, tables: bytes and frame of each table by path. columns: data/reference/columns.csv, all text.
    Reference: Data Package 2.0 as frictionless 5 writes it.
    """
    from frictionless import Package, Resource

    resources = [
        Resource.from_descriptor(_resource(path, files[path], tables[path], column_meanings(columns, path)))
        for path in sorted(tables)
    ]
    package = Package(
        name="regioncodes",
        title=citation["title"],
        version=citation["version"],
        created=f"{citation['date-released']}T00:00:00Z",
        licenses=[{"name": name} for name in citation["license"]],
        resources=resources,
    )
    return json.dumps(package.to_descriptor(), ensure_ascii=False, indent=2) + "\n"


def check_package(folder: Path) -> None:
    """Let frictionless read every table of the package in a folder: sums, types, keys, links between tables.

    folder: holds datapackage.json and the tables. Raises StudyError with what frictionless finds.
    """
    from frictionless import Package

    report = Package(str(folder / "datapackage.json")).validate()
    problems = report.flatten(["rowNumber", "fieldNumber", "type", "note"])
    names = [f"{task.name}: {error.note}" for task in report.tasks for error in task.errors] if problems else []
    raise_problems(names + [error.note for error in report.errors], "datapackage.json, as frictionless reads it")


def field_type(column: pd.Series) -> str:
    """Type of a column by Table Schema: boolean, integer, number or string; a column without values is a string."""
    values = column.dropna()
    if values.empty:
        return "string"
    if pd.api.types.is_bool_dtype(values) or values.map(lambda value: isinstance(value, bool)).all():
        return "boolean"
    if pd.api.types.is_integer_dtype(values):
        return "integer"
    return "number" if pd.api.types.is_float_dtype(values) else "string"


def column_meanings(columns: pd.DataFrame, path: str) -> dict[str, str]:
    """What each column holds, with its unit, in the table of a path: its own line before the line of all tables.

    columns: column, table, unit, meaning (data/reference/columns.csv), all text.
    """
    lines = columns[columns["table"].isin(["", Path(path).name])].sort_values("table")
    return {row.column: row.meaning + f" ({row.unit})" * bool(row.unit) for row in lines.itertuples()}


def resource_name(path: str) -> str:
    """Name of a table in the package: the file's alone for a table of facts, else with its folder in results."""
    parts = Path(path).with_suffix("").parts
    return parts[-1] if parts[0] == "data" else "-".join(parts[1:]).replace("_", "-")


def _resource(path: str, content: bytes, table: pd.DataFrame, labels: Mapping[str, str]) -> dict[str, Any]:
    from regioncodes.ground.files import sha256

    fields = [_field(table[column], labels) for column in table]
    schema: dict[str, Any] = {"fields": fields}
    if path == PANEL:
        schema["primaryKey"] = KEY
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": resource, "fields": [column]}}
            for column, resource in LINKS.items()
        ]
    return {
        "name": resource_name(path),
        "type": "table",
        "path": path,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": f"sha256:{sha256(content)}",
        "bytes": len(content),
        "schema": schema,
    }


def _field(column: pd.Series, labels: Mapping[str, str]) -> dict[str, str]:
    described = {"description": labels[column.name]} if column.name in labels else {}
    return {"name": column.name, "type": field_type(column), **described}
