"""The raw files, each held against the line that names it."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.ground.files import sha256, twin
from regioncodes.ground.tables import TABLES

SOURCES = "data/reference/sources.csv"
# Some systems store й as и and a sign (NFD); to the eye both names are the same.
OTHER_BYTES = (
    "the file's name has й, ё or another letter in two parts, the list in one, or the reverse; rename the file"
)


def verified(files: Iterable[str], sources: pd.DataFrame, described: Iterable[str]) -> pd.DataFrame:
    """The table of sources, sorted by file, once every raw file is what it says.

    files: the raw files that are there. sources: one line per file, with its sha256.
    described: the files that tables.csv describes.
    Raises StudyError naming every changed, missing, unlisted, twice listed and described but unlisted file.
    """
    listed = sources.set_index("file")["sha256"]
    there = {file: sha256(Path(file).read_bytes()) for file in sorted(files)}
    problems = [f"{file}: listed twice; delete one line" for file in listed.index[listed.index.duplicated()]]
    for file in sorted({*there, *listed.index}):
        if file not in there and not twin(file, there):
            problems.append(f"{file}: the file is missing; put it back or delete its line")
        elif file not in there:
            problems.append(f"{file}: {OTHER_BYTES}")
        elif file not in listed.index and not twin(file, listed.index):
            problems.append(f"{file}: the file is not listed; add a line with sha256 {there[file]}")
        elif file in listed.index and there[file] != listed.loc[file]:
            problems.append(
                f"{file}: the file has changed (sha256 {there[file]}, {listed.loc[file]} is listed); "
                "put the published file back, or mend its line if the change is meant"
            )
    problems += [
        f"{file}: {TABLES} describes it and no line lists it; put the file and its line back, or delete its lines there"
        for file in sorted(set(described) - set(listed.index))
    ]
    raise_problems(problems, f"the raw files, as listed in {SOURCES}")
    return sources.sort_values("file", ignore_index=True)
