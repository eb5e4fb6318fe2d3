"""The labels that a file of SPSS or Stata gives its codes, held against those of the codebook."""

from collections.abc import Iterator, Mapping

import pandas as pd

from regioncodes.surveys.codebooks import answer_entries, codes
from regioncodes.surveys.described_columns import located, source_of
from regioncodes.surveys.exports import Export
from regioncodes.surveys.marks import DONT_KNOW, KINDS, levelled, mark_of

AFFIRMED = {"да", "yes", "true", "отмечено", "выбрано", "упомянуто", "ticked", "selected", "checked", "mentioned"}
DENIED = {
    "нет",
    "no",
    "false",
    "не отмечено",
    "не выбрано",
    "не упомянуто",
    "not ticked",
    "not selected",
    "not checked",
    "unchecked",
    "not mentioned",
}


def label_problems(export: Export, codebook: pd.DataFrame) -> list[str]:
    """Sentences on codes that mean one thing in the file and another in the codebook.

    They contradict each other where the file's label is that of another code of the column, or one says yes and the
    other no. Labels in other words are no contradiction: see `label_notices`.
    """
    source, problems = source_of(codebook), []
    for column, entries, labels in _labelled(export, codebook):
        names = {entry.code: _names(entry) for entry in entries.itertuples()}
        for code, said in _meanings(entries).items():
            found = levelled(labels.get(code, ""))
            if not found or found in said:
                continue
            elsewhere = any(found in other for key, other in names.items() if key != code)
            if elsewhere or _opposed(found, said):
                ours = "' or '".join(dict.fromkeys(filter(None, _said_of(entries, code))))
                problems.append(
                    f"variable '{column}', code {code}: the file's label is '{labels[code]}', the codebook's '{ours}'; "
                    f"mend the code or the label in {source}"
                )
    return problems


def label_notices(export: Export, codebook: pd.DataFrame, marks: Mapping[str, str]) -> list[str]:
    """Sentences on labels in other words than the codebook's, and on options that by convention are no answers."""
    notices = []
    for column, entries, labels in _labelled(export, codebook):
        single = entries[entries["kind"] != "multiple_columns"]
        notices += [
            f"variable '{column}', code {entry.code}: the file's label is '{labels[entry.code]}', the codebook's "
            f"'{entry.label_en}'"
            for entry in single[single["code"].isin(list(labels))].itertuples()
            if not {levelled(labels[entry.code]), ""} & _names(entry)
        ]
    known = {
        (column, code): label for column, _, labels in _labelled(export, codebook) for code, label in labels.items()
    }
    for entry in answer_entries(codebook).query("kind != 'other_text' and dont_know != 'yes'").itertuples():
        texts = (known.get((entry.column, entry.code), entry.code), entry.label_en, entry.label_ru)
        if kind := next(filter(None, (mark_of(text, marks) for text in texts)), ""):
            way = "write yes beside it in 'dont_know'" if kind == DONT_KNOW else f"write its code into '{KINDS[kind]}'"
            named = f"option '{entry.code}' of '{entry.question}' stands by convention for '{kind}'"
            notices.append(f"{named} and counts as an answer here; if it is none, {way}")
    return notices


def _labelled(export: Export, codebook: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame, dict[str, str]]]:
    """Name, entries and the file's labels by code of every column of answers that has labels."""
    entries = answer_entries(located(export, codebook)).query("kind != 'other_text' and position > 0")
    labels = {
        place: dict(zip(own["code"], own["label"], strict=True)) for place, own in export.labels.groupby("position")
    }
    for position, own in entries.groupby("position", sort=False):
        if position in labels:
            yield own["column"].iloc[0], own, labels[position]


def _names(entry: tuple) -> set[str]:
    return {levelled(entry.label_en), levelled(entry.label_ru)}


def _meanings(entries: pd.DataFrame) -> dict[str, set[str]]:
    """What each code means by the codebook: its labels; yes or no in a column of one option."""
    if entries["kind"].iloc[0] == "multiple_columns" and entries["option"].nunique() == 1:
        first = entries.iloc[0]
        return {first["code"]: {"да"} | _names(first), **{code: {"нет"} for code in codes(first["code_not_ticked"])}}
    return {entry.code: _names(entry) for entry in entries.itertuples()}


def _said_of(entries: pd.DataFrame, code: str) -> list[str]:
    own = entries[entries["code"] == code]
    return [*own["label_en"], *own["label_ru"]] if len(own) else ["not ticked"]


def _opposed(found: str, said: set[str]) -> bool:
    return bool((found in AFFIRMED and said & DENIED) or (found in DENIED and said & AFFIRMED))
