"""The verification as lines to read, from the counts to the verdict."""

import pandas as pd

from regioncodes.ground.errors import StudyError
from regioncodes.publication.archive.machines_compared import is_known, machine_lines, unknown_machine
from regioncodes.publication.archive.printed_numbers import SHOWN, place, printed_lines

STATES = {
    "identical": "the same bytes",
    "agrees": "the same within the tolerance: numbers 1e-9 relative, pictures by distance",
    "other_bytes": "a copy of other results in other bytes; what it shows is compared there",
    "not_in_reference": "made, and nothing to compare it with",
    "reference_broken": "what the reference keeps of it is missing or damaged",
    "differs": "other content",
    "missing": "not made",
}
FAILED = ("reference_broken", "differs", "missing")


def verified_text(files: pd.DataFrame, differences: pd.DataFrame, machines: pd.DataFrame) -> str:
    """The verification as lines to read: a table of counts, what does not agree, and the verdict.

    files, differences, machines: as `verification` gives them. Raises StudyError with the same lines where anything
    differs from the reference or is missing, and with both machines and whether a printed number differs.
    """
    lines = [*_count_lines(files), *_state_lines(files), *_difference_lines(differences)]
    failed = files["state"].isin(FAILED)
    if not failed.any():
        lines += [] if is_known(machines) else ["", unknown_machine()]
        return "\n".join([*lines, "", f"VERIFIED: {len(files)} results, none of which disagrees with the reference"])
    lines += ["", *machine_lines(machines), "", *printed_lines(files, differences)]
    lines += ["", f"NOT VERIFIED: {failed.sum()} of {len(files)} results do not agree with the reference"]
    raise StudyError("\n".join(lines))


def _count_lines(files: pd.DataFrame) -> list[str]:
    """Results by folder and state, and what each state means."""
    counts = pd.crosstab(files["result"].str.split("/").str[1], files["state"]).reindex(
        columns=list(STATES), fill_value=0
    )
    meanings = [f"{state}: {meaning}" for state, meaning in STATES.items() if counts[state].any()]
    return [counts.rename_axis(index="results", columns=None).to_string(), "", *meanings]


def _state_lines(files: pd.DataFrame) -> list[str]:
    """The results that are not simply the same, by state, each with what is wrong with its file."""
    lines = []
    for state in ("not_in_reference", "other_bytes", "missing", "reference_broken", "differs"):
        named = files[files["state"] == state]
        lines += ["", f"{state} ({len(named)}):"] if len(named) else []
        lines += [f"  {row.result}{f': {row.problem}' * bool(row.problem)}" for row in named.itertuples()]
    return lines


def _difference_lines(differences: pd.DataFrame) -> list[str]:
    lines = []
    for result, group in differences.groupby("result", sort=False):
        lines += ["", f"{len(group)} difference{'s' * (len(group) > 1)} in {result}"]
        for row in group.head(SHOWN).itertuples():
            size = "" if pd.isna(row.relative_difference) else f" (relative difference {row.relative_difference:.3g})"
            lines.append(f"  {place(row)}: found {row.found!r}, expected {row.expected!r}{size}")
        lines += [f"  and {len(group) - SHOWN} more"] if len(group) > SHOWN else []
    return lines
