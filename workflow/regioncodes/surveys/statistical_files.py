"""Answers in the files of statistical packages: SPSS (.sav, .zsav) and Stata (.dta)."""

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from regioncodes.formats.text_encodings import EIGHT_BIT, likelihood
from regioncodes.ground.errors import raise_problems
from regioncodes.surveys.export_tables import cell_text, folded
from regioncodes.surveys.guarded_reading import guarded_values

READERS = {".sav": "read_sav", ".zsav": "read_sav", ".dta": "read_dta"}  # by ending, of pyreadstat
SAMPLE_ROWS = 1000


class StatisticalFile(NamedTuple):
    """The parts of `exports.Export` that such a file holds."""

    columns: pd.DataFrame
    cells: pd.DataFrame
    labels: pd.DataFrame
    missing: pd.DataFrame
    notices: list[str]


def read_statistical(path: str | Path, encoding: str = "") -> StatisticalFile:
    """Variables, cases, value labels and declared missing codes of a file; columns as in `exports.Export`.

    Codes declared missing stay in the cells: "no answer" is an answer here, not an absent number.
    encoding: as the codebook states it; else the file's own, unless its letters give it the lie: then the likeliest
    Cyrillic code page, with a notice. Raises StudyError for a file that cannot be read.
    """
    values, description, notices = _read(path, encoding)
    names = list(values.columns)
    texts = [folded(description.column_names_to_labels.get(name) or name) for name in names]
    columns = pd.DataFrame(
        {"position": range(1, len(names) + 1), "name": names, "question": texts, "option": "", "duplicated": False}
    )
    cells = pd.DataFrame({position: _texts(values[name]) for position, name in enumerate(names, 1)}, dtype="str")
    cells.index = pd.RangeIndex(1, len(cells) + 1, name="case")
    positions = dict(zip(names, columns["position"], strict=True))
    labels = [
        (positions[name], cell_text(code), folded(label))
        for name, labelled in description.variable_value_labels.items()
        for code, label in sorted(labelled.items(), key=str)
    ]
    ranges = [
        (positions[name], cell_text(limits["lo"]), cell_text(limits["hi"]))
        for name, listed in description.missing_ranges.items()
        for limits in listed
    ]
    letters = [
        (positions[name], letter, letter)
        for name, listed in description.missing_user_values.items()
        for letter in sorted(listed)
    ]
    return StatisticalFile(
        columns,
        cells,
        pd.DataFrame(labels, columns=["position", "code", "label"]),
        pd.DataFrame(ranges + letters, columns=["position", "low", "high"]),
        notices,
    )


def _read(path: str | Path, encoding: str) -> tuple[pd.DataFrame, Any, list[str]]:
    """Values, pyreadstat's description and notices, by the stated encoding, the file's own or the likeliest one."""
    if encoding:
        return *_values(path, encoding), []
    try:
        values, description = _values(path, None)
    except ValueError:
        values = None
    if values is not None and not _is_mangled(_letters(values, description)):
        return values, description, []
    # Latin-1 maps every byte to a letter and back, so it gives the bytes of the texts.
    codec, notices = _likeliest(_letters(*_values(path, "LATIN1")).encode("latin1", errors="ignore"))
    return *_values(path, codec), notices


def _values(path: str | Path, encoding: str | None) -> tuple[pd.DataFrame, Any]:
    try:
        return guarded_values(path, READERS[Path(path).suffix.lower()], encoding)
    except ValueError as error:
        if encoding is None:
            raise
        raise_problems([f"the file cannot be read with the encoding {encoding} ({error})"], f"{path}")


def _letters(values: pd.DataFrame, description: Any) -> str:
    """The labels and a sample of the text answers of a file, one after another."""
    written = values.head(SAMPLE_ROWS).select_dtypes(include=["object", "str"])
    texts = [text for column in written for text in written[column].dropna() if isinstance(text, str)]
    labels = [label for labelled in description.variable_value_labels.values() for label in labelled.values()]
    questions = [label for label in description.column_names_to_labels.values() if label]
    return " ".join([*questions, *labels, *texts])


def _is_mangled(letters: str) -> bool:
    """Whether a text is Cyrillic read as a Western code page, or holds the mark of an unreadable byte."""
    western = sum("\u0080" <= letter <= "\u00ff" for letter in letters)
    plain = sum(letter.isascii() and letter.isalpha() for letter in letters)
    return "\ufffd" in letters or western > plain


def _likeliest(letters: bytes) -> tuple[str, list[str]]:
    """The encoding that bytes are likeliest in, and a notice of it."""
    try:
        letters.decode("utf-8")
        name, codec = "UTF-8", "utf-8"
    except UnicodeDecodeError:
        name, codec = max(EIGHT_BIT, key=lambda encoding: likelihood(letters, encoding[1]))
    guess = f"the file's code page is missing or wrong; by its letters it is {name}"
    return codec, [f"{guess} (codebook column 'encoding' overrides)"]


def _texts(values: pd.Series) -> list[str]:
    return [cell_text(value) for value in values]
