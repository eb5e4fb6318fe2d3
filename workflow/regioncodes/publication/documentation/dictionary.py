"""The data dictionary: every choice, and every column of every table of facts and results."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.ground.reference_lines import LINES
from regioncodes.publication.documentation.pages import markdown_table

COLUMNS = "data/reference/columns.csv"
FOLDERS = {
    "Facts": ("data/reference", "data/reference/codebooks", "data/article"),
    "Results": (
        "results",
        "results/data",
        "results/models",
        "results/surveys",
        "results/article",
        "results/passports/tables",
    ),
}
RULE = re.compile(r'^rule (\w+):\n    """(.+?)"""(.*?)(?=^\S|\Z)', re.MULTILINE | re.DOTALL)
OUTPUT = re.compile(r"^    output:\n((?:        .*\n)+)", re.MULTILINE)
TITLE = """# Data dictionary

Made by `make docs` from the config's schema, the headers of the tables and `data/reference/columns.csv`, which says
what each column holds; a column that it does not explain is an error.
"""


def headers(folder: Path) -> dict[str, list[str]]:
    """Columns of every table of facts and results in the project's folder, by path, sorted."""
    found = {}
    for place in [place for places in FOLDERS.values() for place in places]:
        for path in sorted([*(folder / place).glob("*.csv"), *(folder / place).glob("*.parquet")]):
            # A table in both formats is one table.
            if path.suffix == ".csv" or not path.with_suffix(".csv").is_file():
                is_text = path.suffix == ".csv"
                found[path.relative_to(folder).as_posix()] = list(
                    (pd.read_csv(path, nrows=0) if is_text else pd.read_parquet(path)).columns
                )
    return found


def makers(rules: str) -> dict[str, tuple[str, str]]:
    """What each rule says it makes, and its name, by the pattern of its outputs, `{…}` standing for any word.

    rules: text of the files of workflow/rules, one after the other.
    """
    found = {}
    for name, sentence, body in RULE.findall(rules):
        for output in OUTPUT.findall(body):
            for path in re.findall(r'"(results/[^"]+\.(?:csv|parquet))"', output):
                found[path] = (" ".join(sentence.split()), name)
    return found


def meanings(path: Path) -> pd.DataFrame:
    """The table of columns as it stands, all text: a column may be called `null`."""
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def dictionary(
    schema: dict[str, Any], tables: dict[str, list[str]], made: dict[str, tuple[str, str]], columns: pd.DataFrame
) -> str:
    """Markdown page: the keys of the config, then the columns of every table with units and meaning.

    schema: JSON schema of the config. tables: as of `headers`; made: as of `makers`. columns: column, table (a file's
    name where the meaning holds there alone, else empty), unit, meaning; an empty column describes the table itself, a
    result by its path.
    Raises StudyError with every column that has no line.
    """
    known = {(line.column, line.table): line for line in columns.itertuples()}
    used = {(name, table): _key(known, name, table) for table, names in tables.items() for name in names}
    names_of = {table: table if table.startswith("results/") else _file(table) for table in tables}
    described = {table: ("", name) for table, name in names_of.items() if ("", name) in known}
    problems = [f"{table}: no line for column '{name}'" for (name, table), key in used.items() if key not in known]
    raise_problems(problems, COLUMNS)
    lines = [
        TITLE,
        "## Choices: `workflow/config.yaml`\n",
        markdown_table(["key", "what it decides", "allowed"], _keys(schema)),
    ]
    for title, folders in FOLDERS.items():
        lines.append(f"\n## {title}")
        for group in _alike(tables, folders):
            sentence, rule = _maker(group[0], made)
            own = "; ".join(dict.fromkeys(known[described[table]].meaning for table in group if table in described))
            sentence = f"{own or sentence}{f' Rule `{rule}`.' if rule else ''}"
            own_lines = [known[used[name, group[0]]] for name in tables[group[0]]]
            allowed = _allowed_cells(group[0])
            head = ["column", "unit", *["allowed"] * bool(allowed), "what it holds"]
            rows = [
                (f"`{name}`", line.unit, *([allowed.get(name, "")] if allowed else []), line.meaning)
                for name, line in zip(tables[group[0]], own_lines, strict=True)
            ]
            lines += [f"\n### {', '.join(f'`{table}`' for table in group)}\n", sentence, ""]
            lines.append(markdown_table(head, rows))
    return "\n".join(lines)


def _allowed_cells(path: str) -> dict[str, str]:
    """What a cell of each column may hold, in words, where the path is that of a table of facts with rules."""
    model = LINES.get(Path(path).stem) if path.startswith("data/reference/") else None
    if model is None:
        return {}
    schema = model.model_json_schema()
    empty = {name: " or nothing" for name, field in model.model_fields.items() if not field.is_required()}
    return {
        name: _allowed(node, schema).removesuffix(" or null") + empty.get(name, "")
        for name, node in schema["properties"].items()
    }


def _file(path: str) -> str:
    return path.rsplit("/", 1)[1]


def _key(known: dict, name: str, table: str) -> tuple[str, str]:
    own = (name, _file(table))
    return own if own in known else (name, "")


def _alike(tables: dict[str, list[str]], folders: tuple[str, ...]) -> list[list[str]]:
    """Paths of the folders, those of one folder with the same columns together."""
    groups: dict[tuple, list[str]] = {}
    for path, names in tables.items():
        folder = path.rsplit("/", 1)[0]
        if folder in folders:
            groups.setdefault((folder, *names), []).append(path)
    return list(groups.values())


def _maker(path: str, made: dict[str, tuple[str, str]]) -> tuple[str, str]:
    patterns = {re.sub(r"\\\{.+?\\\}", r"\\w+", re.escape(pattern)): found for pattern, found in made.items()}
    return next((found for pattern, found in patterns.items() if re.fullmatch(pattern, path)), ("", ""))


def _keys(schema: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Path, description and allowed values of every key, those of a list's or a mapping's entries after their own."""

    def walk(node: dict[str, Any], path: str) -> Iterator[tuple[str, str, str]]:
        whole = _resolved(node, schema)
        if path:
            yield f"`{path}`", node.get("description") or whole.get("description", ""), _allowed(node, schema)
        for name, child in whole.get("properties", {}).items():
            yield from walk(child, f"{path}.{name}".lstrip("."))
        entries = whole.get("items"), whole.get("additionalProperties")
        for entry, mark in zip(entries, ("[]", ".NAME"), strict=True):
            for name, child in (_resolved(entry, schema).get("properties", {}) if entry else {}).items():
                yield from walk(child, f"{path}{mark}.{name}")

    return walk(schema, "")


def _resolved(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    return schema["$defs"][node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else node


def _allowed(node: dict[str, Any], schema: dict[str, Any]) -> str:
    """What a key may hold, in words."""
    whole = _resolved(node, schema)
    if "anyOf" in whole:
        return " or ".join(_allowed(option, schema) for option in whole["anyOf"])
    if "const" in whole or "enum" in whole:
        return ", ".join(str(value) for value in whole.get("enum", [whole.get("const")]) if value != "")
    limits = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤"}
    bounds = [f"{sign} {whole[limit]:g}" for limit, sign in limits.items() if limit in whole]
    kind = {"integer": "whole number", "string": "text", "object": "keys below"}.get(
        whole.get("type"), whole.get("type")
    )
    if "prefixItems" in whole:
        return f"{len(whole['prefixItems'])} of: {_allowed(whole['prefixItems'][0], schema)}"
    if whole.get("type") == "array":
        return f"list of: {_allowed(whole['items'], schema)}"
    return whole.get("format") or " ".join(filter(None, [kind, ", ".join(bounds)]))
