"""Conventional marks that stand where an answer would: not shown, not answered, refused, don't know."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.surveys.cell_answers import is_declared

SOURCE = "data/reference/survey_marks.csv"
# What each kind of mark becomes in a codebook: a column of codes, or an option that is told apart.
KINDS = {
    "not_shown": "code_not_shown",
    "not_answered": "code_not_answered",
    "refused": "code_not_answered",
    "dont_know": "dont_know",
}
DONT_KNOW = "dont_know"
NO_MARKS: Mapping[str, str] = {}
# Codes that poll after poll keeps for non-answers; in a scale that reaches as far they are answers.
KEPT_CODES = {77, 88, 97, 98, 99, 777, 888, 997, 998, 999}
HIGHEST_ANSWER = 20
LONGEST_SCALE = 24
# With a remark behind it; free texts are longer and need not be looked up.
LONGEST_MARK = 80
NUMBER_STARTS, REMARK_ENDS = tuple("-0123456789"), tuple(")]")
REMARK = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
NUMBERED = re.compile(r"^-?\d+\s*[.):=–-]\s+")


def read_marks(path: str | Path) -> dict[str, str]:
    """Kind of every mark by its levelled text, from data/reference/survey_marks.csv; StudyError for unknown kinds."""
    # "NA" and "N/A" are texts here.
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    unknown = table[~table["kind"].isin(KINDS)]
    allowed = ", ".join(KINDS)
    problems = [f"'{row.mark}' has the kind '{row.kind}'; allowed are {allowed}" for row in unknown.itertuples()]
    raise_problems(problems, f"{path}")
    return dict(zip(table["mark"].map(levelled), table["kind"], strict=True))


def levelled(text: str) -> str:
    """A text in lower case with single blanks, straight apostrophes, "е" for "ё", and no full stop at its end."""
    straight = " ".join(text.lower().replace("ё", "е").replace("’", "'").replace("`", "'").split())
    return straight.removesuffix(".").strip()


def mark_of(text: str, marks: Mapping[str, str]) -> str:
    """Kind of the mark that a text is, "" where it is none; a number before it and a remark behind it do not count."""
    kind = marks.get(levelled(text), "")
    if not kind and (text[:1] in NUMBER_STARTS or text[-1:] in REMARK_ENDS):
        bare = NUMBERED.sub("", text.strip())
        kind = marks.get(levelled(bare)) or marks.get(levelled(REMARK.sub("", bare)), "")
    return kind


def marked_codes(codes: Sequence[str], labels: Mapping[str, str], marks: Mapping[str, str]) -> dict[str, str]:
    """Kind of mark of those codes of one column that are marks, by their label in the file or by their own text.

    Codes without a label that stand apart from a scale that begins at 0 or 1 are `not_answered`: those below zero, but
    in a scale such as -2 to 2, and those of KEPT_CODES where the scale ends by HIGHEST_ANSWER.
    """
    if not marks:
        return {}
    found = {code: mark_of(text, marks) for code in codes if len(text := labels.get(code, code)) <= LONGEST_MARK}
    found = {code: kind for code, kind in found.items() if kind}
    bare = [code for code in codes if code not in found and code not in labels]
    return found | dict.fromkeys(_apart(bare, [code for code in codes if code not in found]), "not_answered")


def is_kept_apart(code: str, missing: pd.DataFrame) -> bool:
    """Whether a code is one of those kept for missing answers: below zero, declared by the file, or of KEPT_CODES."""
    number = pd.to_numeric(code, errors="coerce")
    return bool(number < 0 or number in KEPT_CODES or is_declared(pd.Series([code]), missing).any())


def _apart(unlabelled: Sequence[str], codes: Sequence[str]) -> list[str]:
    """Those whole numbers without a label that stand apart from the scale of the codes beside them."""
    numbers = pd.to_numeric(pd.Series(codes, dtype="str"), errors="coerce")
    if len(codes) > LONGEST_SCALE or numbers.isna().any() or (numbers % 1 != 0).any():
        return []
    scale = numbers[(numbers >= 0) & ~numbers.isin(KEPT_CODES)]
    if len(scale) < 2 or scale.min() > 1:
        return []
    kept = KEPT_CODES if scale.max() <= HIGHEST_ANSWER else set()
    # From -2 to 2 every code is an answer.
    below = 0 if scale.min() == 1 or -numbers.min() > scale.max() else numbers.min()
    return [code for code in unlabelled if float(code) < below or float(code) in kept]
