"""The study verified by someone who did not make it: results against the reference, file by file, cell by cell."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from regioncodes.ground.errors import StudyError
from regioncodes.ground.files import sha256
from regioncodes.publication.archive.contents import result_files
from regioncodes.publication.archive.machine import facts
from regioncodes.publication.archive.machines_compared import machines
from regioncodes.publication.archive.pages_compared import page_words
from regioncodes.publication.archive.pictures_compared import SHARE, distance, reduced
from regioncodes.publication.archive.reference import (
    FOLDER,
    RESTORE,
    BrokenReferenceError,
    read_reference,
    reference_list,
    reference_machine,
    reference_path,
)
from regioncodes.publication.archive.tables_compared import COLUMNS, cells, table_differences

ANEW = "delete it and say make study, which makes it anew"
# How a file of a kind ends when it was written whole.
LINE_END = b"\n"
ENDS = {"table": LINE_END, "text": LINE_END, "page": LINE_END, "picture": b"IEND\xaeB`\x82"}
# What pandas and Pillow raise for bytes that they cannot read.
UNREADABLE = (ValueError, OSError, SyntaxError)


class Verification(NamedTuple):
    """Results with their states, differences from the reference, and the facts of both machines."""

    files: pd.DataFrame
    differences: pd.DataFrame
    machines: pd.DataFrame


class Compared(NamedTuple):
    """One result's state, its differences from the reference, and what is wrong with one of the two files."""

    state: str
    differences: pd.DataFrame | None = None
    problem: str = ""


def verification(folder: Path) -> Verification:
    """State of every result, every difference between the results and the reference, and the facts of both machines.

    folder: the project's folder with results/ and tests/reference/. `files` has columns result, kind, state (keys of
    STATES in verification_report.py), problem; `differences` result, row, column, found, expected, relative_difference.
    Raises StudyError where there is no reference or there are no results.
    """
    listed = reference_list(folder)
    made = result_files(folder)
    if not made:
        raise StudyError(f"{folder / 'results'} holds no results; say make study first")
    rows, differences = [], []
    for row in listed.itertuples():
        compared = _compared(folder, row) if row.result in made else Compared("missing")
        rows.append((row.result, row.kind, compared.state, compared.problem))
        if compared.differences is not None:
            differences.append(compared.differences.assign(result=row.result))
    rows += [(file, "", "not_in_reference", "") for file in made if file not in set(listed["result"])]
    empty = pd.DataFrame(columns=["result", *COLUMNS])
    return Verification(
        pd.DataFrame(rows, columns=["result", "kind", "state", "problem"]),
        pd.concat(differences, ignore_index=True)[list(empty)] if differences else empty,
        machines(facts(), reference_machine(folder)),
    )


def _compared(folder: Path, row) -> Compared:
    """One result against the reference. row: result, kind and sha256 as the reference lists them."""
    content = (folder / row.result).read_bytes()
    try:
        if row.kind != "copy":
            reference_path(folder, row.result, row.kind)
        if sha256(content) == row.sha256:
            return Compared("identical")
        if row.kind == "copy":
            return Compared("other_bytes")
        expected = read_reference(folder, row.result, row.kind, row.sha256)
    except BrokenReferenceError as error:
        return Compared("reference_broken", problem=str(error))
    return _contents_compared(content, expected, row.kind)


def _contents_compared(content: bytes, expected: bytes, kind: str) -> Compared:
    """A result's bytes against what the reference keeps of it, or what is wrong with one of them."""
    if expected.endswith(ENDS[kind]) and not content.endswith(ENDS[kind]):
        return Compared("differs", problem=f"{_cut(content, kind)}; {ANEW}")
    prepare, compare = COMPARISONS[kind]
    try:
        found = prepare(content)
    except UNREADABLE as error:
        return Compared("differs", problem=f"cannot be read as a {kind} ({error}); {ANEW}")
    try:
        differences = compare(found, expected)
    except UNREADABLE as error:
        return Compared("reference_broken", problem=f"what {FOLDER} keeps of it cannot be read ({error}); {RESTORE}")
    return Compared("differs", differences) if len(differences) else Compared("agrees")


def _cut(content: bytes, kind: str) -> str:
    """What is wrong with a file that does not end as a whole one does."""
    if not content:
        return "is empty"
    if kind == "picture":
        return "is cut short: the last bytes of a picture are missing"
    return f"is cut short: its line {content.count(LINE_END) + 1} has no end"


def _tables(found: pd.DataFrame, expected: bytes) -> pd.DataFrame:
    return table_differences(found, cells(expected))


def _texts(found: bytes, expected: bytes) -> pd.DataFrame:
    """Lines that differ, by number; a line that only one text has stands beside an empty one."""
    sides = [content.decode(errors="replace").split("\n") for content in (found, expected)]
    length = max(map(len, sides))
    pairs = zip(*(side + [""] * (length - len(side)) for side in sides), strict=True)
    rows = [[f"line {number}", "", *pair, None] for number, pair in enumerate(pairs, 1) if pair[0] != pair[1]]
    return pd.DataFrame(rows, columns=COLUMNS)


def _pictures(found: bytes, expected: bytes) -> pd.DataFrame:
    share = distance(found, expected)
    rows = [["", "share of pixels elsewhere", f"{share:.2%}", f"at most {SHARE:.2%}", None]] if share > SHARE else []
    return pd.DataFrame(rows, columns=COLUMNS)


# By kind: how a result is made ready, and how it is compared with what the reference keeps.
COMPARISONS = {
    "table": (cells, _tables),
    "text": (bytes, _texts),
    "page": (page_words, _texts),
    "picture": (reduced, _pictures),
}
