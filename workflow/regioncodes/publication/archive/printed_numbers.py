"""Numbers that a reader sees, told apart from those that the tables behind them hold unrounded."""

import re
from collections import Counter

import pandas as pd

from regioncodes.publication.archive.tables_compared import ABSENT

PRINTED = re.compile(r"results/(tables/.+\.(html|tex)|figures/.+\.txt|conclusions\..+\.md|passports/[^/]+\.html)")
# Digits that set a page and are not read: those within marks of HTML and the widths of LaTeX's columns.
MARKS = re.compile(r"<[^>]*>|\\dimexpr\s*[\d.]+")
NUMBER = re.compile(r"[-+−]?\d+(?:[.,\u00a0\u202f]\d+)*")
SHOWN, SHORT = 50, 60


def is_printed(result: str) -> bool:
    """Whether readers see a result's numbers as they stand there: tables, captions, conclusions, passports' pages."""
    return PRINTED.fullmatch(result) is not None


def printed_lines(files: pd.DataFrame, differences: pd.DataFrame) -> list[str]:
    """Sentences on whether a printed number differs and where, and on the largest difference of unrounded ones.

    files, differences: as `verification` gives them. A number counts wherever it is printed: in each
    format and language.
    """
    printed = differences["result"].map(is_printed).astype("bool")
    seen = differences[printed]
    pairs = zip(seen["found"], seen["expected"], strict=True)
    counted = seen.assign(numbers=[numbers_that_differ(*pair) for pair in pairs])
    return [
        *_verdict(counted, _unseen(files)),
        *_pictures(files),
        *_unrounded(differences[differences["result"].isin(files.loc[files["kind"] == "table", "result"]) & ~printed]),
    ]


def numbers_that_differ(found: str, expected: str) -> int:
    """How many numbers stand in one text and not in the other, the order aside; digits that only set the page are none.

    A row or column that only one side has counts as one number: what stands in it is not seen here.
    """
    if ABSENT in (found, expected):
        return 1
    left, right = (Counter(NUMBER.findall(MARKS.sub(" ", text))) for text in (found, expected))
    return max((left - right).total(), (right - left).total())


def place(row) -> str:
    """Where a difference is within its result: the row's key and the column, such as "year=2010, column value"."""
    return ", ".join(part for part in (row.row, f"column {row.column}" * bool(row.column)) if part)


def _verdict(counted: pd.DataFrame, unseen: int) -> list[str]:
    total, in_words = int(counted["numbers"].sum()), int((counted["numbers"] == 0).sum())
    lines = []
    if total:
        lines.append(f"{total} printed number{' differs' if total == 1 else 's differ'}:")
        numeric = counted[counted["numbers"] > 0]
        lines += [f"  {row.result}, {place(row)}{_short(row)}" for row in numeric.head(SHOWN).itertuples()]
        lines += [f"  and in {len(numeric) - SHOWN} more places"] if len(numeric) > SHOWN else []
    elif not unseen:
        lines.append("No printed number differs.")
    if unseen:
        lines.append(
            f"Whether {'another' if total else 'a'} printed number differs cannot be said: {unseen} printed "
            f"result{'s' * (unseen > 1)} could not be compared (missing, damaged, or of which only the sum was kept)."
        )
    return [*lines, *([f"Printed words alone differ in {in_words} place{'s' * (in_words > 1)}."] if in_words else [])]


def _unseen(files: pd.DataFrame) -> int:
    """How many printed results could not be compared with the reference, so that nobody can speak of their numbers."""
    cannot = files["state"].isin(["missing", "reference_broken", "other_bytes"]) | (files["problem"] != "")
    return int((files["result"].map(is_printed) & cannot).sum())


def _pictures(files: pd.DataFrame) -> list[str]:
    count = int(((files["kind"] == "picture") & (files["state"] == "differs")).sum())
    differ = "1 picture differs" if count == 1 else f"{count} pictures differ"
    return [f"{differ}: numbers drawn in pictures are not read."] if count else []


def _unrounded(differences: pd.DataFrame) -> list[str]:
    """The largest relative difference among unrounded numbers, and how many differences have no size."""
    sized = differences[differences["relative_difference"].notna()]
    without = len(differences) - len(sized)
    lines = []
    if len(sized):
        row = next(sized.loc[[sized["relative_difference"].astype("float64").idxmax()]].itertuples())
        lines.append(
            f"The largest relative difference of an unrounded number is {row.relative_difference:.3g}: {row.result}, "
            f"{place(row)}, found {row.found}, expected {row.expected}."
        )
    if without:
        differences_are = "1 difference is" if without == 1 else f"{without} differences are"
        lines.append(f"In unrounded tables {differences_are} of words, empty cells, whole rows or whole columns.")
    return lines


def _short(row) -> str:
    """Both texts of a place without marks, unless they are whole lines of a page."""
    found, expected = (MARKS.sub(" ", text).strip() for text in (row.found, row.expected))
    is_long = max(len(found), len(expected)) > SHORT
    return "" if is_long else f": {found or 'nothing'}, not {expected or 'nothing'}"
