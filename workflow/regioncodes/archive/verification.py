"""The study verified by someone who did not make it: results against the reference, file by file, cell by cell."""

from pathlib import Path

import pandas as pd

from regioncodes.archive.contents import result_files, sha256
from regioncodes.archive.pictures_compared import SHARE, distance, reduced
from regioncodes.archive.reference import FOLDER, LIST, read_reference
from regioncodes.archive.tables_compared import COLUMNS, cells, table_differences
from regioncodes.errors import StudyError
from regioncodes.tables import read_table

STATES = {
    "identical": "the same bytes",
    "agrees": "the same within the tolerance: numbers 1e-9 relative, pictures by distance",
    "other_bytes": "a copy of other results in other bytes; what it shows is compared there",
    "not_in_reference": "made, and nothing to compare it with",
    "differs": "other content",
    "missing": "not made",
}
FAILED = ("differs", "missing")
SHOWN = 50


def verification(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """State of every result, and every difference between the results and the reference.

    folder: the project's folder with results/ and tests/reference/. The first frame has columns result, kind, state
    (keys of STATES); the second result, row, column, found, expected, relative_difference.
    Raises StudyError where there is no reference or there are no results.
    """
    path = folder / FOLDER / LIST
    if not path.is_file():
        raise StudyError(f"{path} is not there; make reference writes the reference from a finished study")
    made = result_files(folder)
    if not made:
        raise StudyError(f"{folder / 'results'} holds no results; say make study first")
    reference = read_table(path)
    states, differences = [], []
    for row in reference.itertuples():
        state, found = _compared(folder, row.result, row.kind, row.sha256) if row.result in made else ("missing", None)
        states.append((row.result, row.kind, state))
        if found is not None:
            differences.append(found.assign(result=row.result))
    states += [(file, "", "not_in_reference") for file in made if file not in set(reference["result"])]
    empty = pd.DataFrame(columns=["result", *COLUMNS])
    return (
        pd.DataFrame(states, columns=["result", "kind", "state"]),
        pd.concat(differences, ignore_index=True)[list(empty)] if differences else empty,
    )


def verified_text(files: pd.DataFrame, differences: pd.DataFrame) -> str:
    """The verification as lines to read: a table of counts, what does not agree, and the verdict.

    files, differences: as `verification` gives them. Raises StudyError with the same lines where anything differs
    from the reference or is missing.
    """
    counts = pd.crosstab(files["result"].str.split("/").str[1], files["state"]).reindex(
        columns=list(STATES), fill_value=0
    )
    lines = [counts.rename_axis(index="results", columns=None).to_string(), ""]
    lines += [f"{state}: {meaning}" for state, meaning in STATES.items() if counts[state].any()]
    for state in ("not_in_reference", "other_bytes", "missing", "differs"):
        named = files.loc[files["state"] == state, "result"]
        lines += ["", f"{state} ({len(named)}):", *(f"  {file}" for file in named)] if len(named) else []
    lines += _difference_lines(differences)
    failed = files["state"].isin(FAILED)
    if failed.any():
        lines += ["", f"NOT VERIFIED: {failed.sum()} of {len(files)} results do not agree with the reference"]
        raise StudyError("\n".join(lines))
    return "\n".join([*lines, "", f"VERIFIED: {len(files)} results, none of which disagrees with the reference"])


def _difference_lines(differences: pd.DataFrame) -> list[str]:
    lines = []
    for result, group in differences.groupby("result", sort=False):
        lines += ["", f"{len(group)} difference{'s' * (len(group) > 1)} in {result}"]
        for row in group.head(SHOWN).itertuples():
            place = ", ".join(part for part in (row.row, f"column {row.column}" * bool(row.column)) if part)
            size = "" if pd.isna(row.relative_difference) else f" (relative difference {row.relative_difference:.3g})"
            lines.append(f"  {place}: found {row.found!r}, expected {row.expected!r}{size}")
        lines += [f"  and {len(group) - SHOWN} more"] if len(group) > SHOWN else []
    return lines


def _compared(folder: Path, file: str, kind: str, expected_sum: str) -> tuple[str, pd.DataFrame | None]:
    content = (folder / file).read_bytes()
    if sha256(content) == expected_sum:
        return "identical", None
    if kind == "copy":
        return "other_bytes", None
    compare = {"table": _tables, "text": _texts, "picture": _pictures}[kind]
    try:
        differences = compare(content, read_reference(folder, file))
    except (ValueError, OSError) as error:
        differences = pd.DataFrame([["", "", f"unreadable: {error}", f"a {kind}", None]], columns=COLUMNS)
    return ("differs", differences) if len(differences) else ("agrees", None)


def _tables(found: bytes, expected: bytes) -> pd.DataFrame:
    return table_differences(cells(found), cells(expected))


def _texts(found: bytes, expected: bytes) -> pd.DataFrame:
    """Lines that differ, by number; a line that only one text has stands beside an empty one."""
    sides = [content.decode(errors="replace").split("\n") for content in (found, expected)]
    length = max(map(len, sides))
    pairs = zip(*(side + [""] * (length - len(side)) for side in sides), strict=True)
    rows = [[f"line {number}", "", *pair, None] for number, pair in enumerate(pairs, 1) if pair[0] != pair[1]]
    return pd.DataFrame(rows, columns=COLUMNS)


def _pictures(found: bytes, expected: bytes) -> pd.DataFrame:
    share = distance(reduced(found), expected)
    rows = [["", "share of pixels elsewhere", f"{share:.2%}", f"at most {SHARE:.2%}", None]] if share > SHARE else []
    return pd.DataFrame(rows, columns=COLUMNS)
