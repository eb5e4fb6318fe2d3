"""A first codebook of an exported survey, from what its columns seem to hold: names are for its author to change."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from regioncodes.surveys.codebooks import COLUMNS, EMPTY, OPTIONAL_COLUMNS
from regioncodes.surveys.export_tables import folded
from regioncodes.surveys.exports import Export
from regioncodes.surveys.inspection import Guess, option_groups
from regioncodes.surveys.marks import DONT_KNOW, KINDS, NO_MARKS, is_kept_apart


def drafted_codebook(
    export: Export,
    guesses: list[Guess],
    path: str | Path,
    sheet: str = "",
    encoding: str = "",
    marks: Mapping[str, str] = NO_MARKS,
) -> pd.DataFrame:
    """Codebook that reads the export as guessed: one row per option and one per column without answers.

    guesses and marks: see `inspection.guessed_columns`. Questions are called q and the number of their first column,
    options option_1, option_2 …; labels in both languages are the texts of the export.
    """
    first = {position: group[0] for group in option_groups(export, marks) for position in group}
    general = {"survey": Path(path).stem, "file": Path(path).name, "sheet": sheet, "encoding": encoding}
    general |= {"base": "answered", "input_status": "collected"}
    rows = []
    for column, guess in zip(export.columns.itertuples(), guesses, strict=True):
        place = {"column": folded(column.name), "position": str(column.position) if column.duplicated else ""}
        question = f"q{first.get(column.position, column.position)}"
        for entry in _entries(export, column, guess, question):
            rows.append({**general, **place, "kind": guess.kind, **_stated(guess), **entry})
    codebook = pd.DataFrame(rows, columns=[*COLUMNS, *OPTIONAL_COLUMNS], dtype="str").fillna("")
    return codebook.assign(base=codebook["base"].where(codebook["option"] != "", ""))


def as_csv(codebook: pd.DataFrame) -> str:
    """Text of a codebook as it stands in data/reference/codebooks."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(codebook.columns)
    writer.writerows(codebook.itertuples(index=False))
    return text.getvalue()


def _stated(guess: Guess) -> dict[str, str]:
    """The codes of a column that stand for no answer, by column of the codebook; in numbers "don't know" is one too."""
    stated: dict[str, list[str]] = {}
    for code, (kind, _) in guess.marks.items():
        if kind != DONT_KNOW or guess.kind == "number":
            stated.setdefault(KINDS[kind if kind != DONT_KNOW else "not_answered"], []).append(code or EMPTY)
    return {name: "|".join(found) for name, found in stated.items()}


def _entries(export: Export, column: tuple, guess: Guess, question: str) -> list[dict[str, str]]:
    """The rows of one column, as far as they differ from each other."""
    text = column.question or column.name
    if guess.kind == "other_text":
        return [{"question": question, "option": "other", **_labels(column.option)}]
    if guess.kind == "multiple_columns":
        code = next(iter(guess.options))
        option = {"question": question, "option": f"option_{column.position}", **_labels(column.option)}
        return [{**option, "code": code, "code_not_ticked": guess.not_ticked}]
    if guess.kind not in ("single", "multiple_cell"):
        return [_labels(text)]
    labels = export.labels[export.labels["position"] == column.position].set_index("code")["label"]
    knowing = [code for code, (kind, _) in guess.marks.items() if kind == DONT_KNOW]
    # A "don't know" among the codes that the file keeps for missing answers is left out of the base, and told.
    missing = export.missing[export.missing["position"] == column.position]
    base = {"base": "substantive"} if any(is_kept_apart(code, missing) for code in knowing) else {}
    entries = [
        {"question": question, "separator": guess.separator, "code": code, "option": f"option_{number}"}
        | ({"option": DONT_KNOW, "dont_know": "yes"} if code in knowing else {})
        | base
        | _labels(labels.get(code, code))
        for number, code in enumerate(guess.options, start=1)
    ]
    if guess.rare:
        word = guess.own_words.removesuffix(":").strip()
        other = {"question": question, "option": "other", "kind": "other_text", "code": guess.own_words}
        other |= {"label_en": word or "Other", "label_ru": word or "Другое", "separator": guess.separator}
        entries.append(other | base)
    return entries


def _labels(text: str) -> dict[str, str]:
    return {"label_en": text, "label_ru": text}
