"""What stands in a dump beside the answers: numbers, codes declared missing, options restored from dates."""

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.surveys.cell_answers import is_declared
from regioncodes.surveys.codebooks import codes
from regioncodes.surveys.described_columns import located, source_of
from regioncodes.surveys.dumps import answer_columns
from regioncodes.surveys.exports import Export

COLUMNS = ["survey", "finding", "row", "column", "found", "meaning", "count"]


def numbers(export: Export, codebook: pd.DataFrame, kind: str = "number") -> pd.DataFrame:
    """Numbers in the columns of one kind, missing where nothing or a code declared missing stands.

    One column per entry, called by its question (its column where it has none); rows as in the export. A decimal
    comma is read. Raises StudyError that lists every text which is no number, with its row.
    """
    values, problems = {}, []
    for entry in located(export, codebook).query("kind == @kind").itertuples():
        texts = export.cells[entry.position]
        missing = export.missing[export.missing["position"] == entry.position]
        stated = [*codes(entry.code_not_answered), *codes(entry.code_not_shown)]
        texts = texts[~texts.isin(["", *stated]) & ~is_declared(texts, missing)]
        read = pd.to_numeric(texts.str.replace(",", "."), errors="coerce").astype(float)
        values[entry.question or entry.column] = read.reindex(export.cells.index)
        problems += [
            f"{texts.index.name} {row}, column '{entry.column}': found '{text}', which is no number"
            for row, text in texts[read.isna()].items()
        ]
    raise_problems(problems, f"the numbers that {source_of(codebook)} describes")
    return pd.DataFrame(values, index=export.cells.index)


def dump_report(export: Export, codebook: pd.DataFrame) -> pd.DataFrame:
    """What was guessed, restored or declared missing on reading: columns as in COLUMNS.

    Findings: `notice` (of the file), `restored` (an option that had become a date, one line per cell),
    `declared_missing` (one line per code, its label as the meaning) and `empty` (cells of an answered column in
    which nothing stands). No other text of a respondent is shown.
    """
    rows = [{"finding": "notice", "meaning": notice, "count": 1} for notice in export.notices]
    for column in answer_columns(export, codebook):
        for number, text in enumerate(column.texts):
            if text in column.means.restored:
                cell = {"column": column.entries["column"].iloc[0], "found": text, "count": 1}
                cell |= {"finding": "restored", "meaning": column.means.restored[text]}
                rows += [cell | {"row": row} for row in export.cells.index[column.text_of == number]]
    entries = located(export, codebook)
    for position, own in entries[entries["kind"].isin(["single", "multiple_columns", "number"])].groupby("position"):
        rows += _missing(export, position, own)
    report = pd.DataFrame(rows, columns=COLUMNS).astype({"row": "Int64"})
    return report.assign(survey=codebook["survey"].iloc[0])


def _missing(export: Export, position: int, entries: pd.DataFrame) -> list[dict]:
    """A line for each code declared missing that stands in a column and for its empty cells."""
    texts, missing = export.cells[position], export.missing[export.missing["position"] == position]
    labels = export.labels[export.labels["position"] == position].set_index("code")["label"]
    counts = texts[is_declared(texts, missing) & ~texts.isin(entries["code"])].value_counts().sort_index()
    line = {"column": entries["column"].iloc[0]}
    empty = int((texts == "").sum())
    return [
        *(
            line | {"finding": "declared_missing", "found": code, "meaning": labels.get(code, ""), "count": count}
            for code, count in counts.items()
        ),
        *([line | {"finding": "empty", "count": empty}] if empty else []),
    ]
