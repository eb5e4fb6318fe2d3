"""The columns of an export that a codebook describes, found by header or by position; personal data kept out."""

import pandas as pd

from regioncodes.surveys.cell_answers import is_without_answer
from regioncodes.surveys.codebooks import completed
from regioncodes.surveys.export_tables import folded
from regioncodes.surveys.exports import Export
from regioncodes.surveys.personal_data import hash_key, hashed, looks_personal, personal_problem

# Kinds whose cells are options, moments or marks of the form, or are gone after reading: nothing personal stays.
UNCHECKED = (
    "single",
    "multiple_cell",
    "multiple_columns",
    "other_text",
    "started",
    "finished",
    "duration",
    "status",
    "drop",
    "hash",
)


# Stands for a free text, which is not kept.
FILLED = "(text)"


def source_of(codebook: pd.DataFrame) -> str:
    """The file to edit, for messages."""
    return f"data/reference/codebooks/{codebook['survey'].iloc[0]}.csv"


def located(export: Export, codebook: pd.DataFrame) -> pd.DataFrame:
    """The codebook with `position` as a number: where each of its columns stands, 0 where it is not found or not one.

    Headers are compared with line breaks and repeated blanks made single blanks.
    """
    positions = export.columns.groupby(export.columns["name"].map(folded))["position"].agg(list).to_dict()
    entries = completed(codebook)
    found = []
    for entry in entries.itertuples():
        places = positions.get(folded(entry.column), [])
        if entry.position:
            places = [place for place in places if str(place) == entry.position]
        found.append(places[0] if len(places) == 1 else 0)
    return entries.assign(position=found)


def header_problems(export: Export, codebook: pd.DataFrame) -> list[str]:
    """Sentences on columns that the export or the codebook lacks, that stand twice or seem to hold personal data."""
    source, entries = source_of(codebook), completed(codebook)
    places = located(export, codebook)["position"]
    names = export.columns["name"].map(folded)
    problems = []
    for entry in entries[places == 0].drop_duplicates(["column", "position"]).itertuples():
        standing = export.columns.loc[names == folded(entry.column), "position"].tolist()
        numbers = ", ".join(map(str, standing))
        if not standing:
            problems.append(f"no column '{entry.column}', which {source} describes")
        elif entry.position:
            problems.append(f"column '{entry.column}' stands at {numbers}, not at {entry.position} as {source} says")
        else:
            times = f"stands {len(standing)} times, at {numbers}"
            problems.append(f"column '{entry.column}' {times}; say which in the column 'position' of {source}")
    kinds = dict(zip(places, entries["kind"], strict=True))
    unlocated = {folded(name) for name in entries.loc[places == 0, "column"]}
    for column in export.columns[~names.isin(unlocated)].itertuples():
        kind = kinds.get(column.position, "")
        header = "" if kind == "respondent" else f"{column.name} {column.question}"
        what = "" if kind in UNCHECKED else looks_personal(header, export.cells[column.position])
        if what:
            problems.append(personal_problem(column.name, what, source))
        elif not kind:
            where = f" (column {column.position})" if column.duplicated else ""
            problems.append(f"column '{column.name}'{where} is not described; add it to {source}")
    return problems


def without_personal_data(export: Export, codebook: pd.DataFrame) -> Export:
    """The export with columns of kind `drop` gone, `hash` hashed and of `other_text` only whether they are filled.

    Raises StudyError where a column is to be hashed and there is no key: see `personal_data.hash_key`.
    """
    entries = located(export, codebook)
    kinds = entries.groupby("position")["kind"].agg(set)
    dropped = kinds.index[[found == {"drop"} for found in kinds]]
    cells = export.cells.drop(columns=dropped)
    for position in kinds.index[[found == {"hash"} for found in kinds]]:
        cells[position] = hashed(cells[position], hash_key())
    for position in kinds.index[[found == {"other_text"} for found in kinds]]:
        missing = export.missing[export.missing["position"] == position]
        is_written = ~is_without_answer(cells[position], entries[entries["position"] == position], missing)
        cells[position] = cells[position].mask(is_written, FILLED)
    return export._replace(
        columns=export.columns[~export.columns["position"].isin(dropped)].reset_index(drop=True),
        cells=cells,
        labels=export.labels[~export.labels["position"].isin(dropped)].reset_index(drop=True),
    )
