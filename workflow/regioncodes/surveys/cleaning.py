"""Which rows of a dump are interviews that count: tests, unfinished, impossible, hasty and repeated ones are dropped.

The rules are facts beside the codebook, data/reference/survey_rules.csv, one a line: survey; order (each row is dropped
by the first rule that meets it, and later rules see only the rows left); rule (one of RULES); column (its header in
the dump); value; reason (a sentence for the report). Times come from the columns that the codebook calls `duration`
(seconds), or else `started` and `finished`.
"""

from collections.abc import Callable
from itertools import compress
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.surveys.codebooks import answer_entries
from regioncodes.surveys.described_columns import located
from regioncodes.surveys.export_tables import folded
from regioncodes.surveys.exports import Export
from regioncodes.surveys.interview_times import interview_seconds

SOURCE = "data/reference/survey_rules.csv"
RULE_COLUMNS = ["survey", "order", "rule", "column", "value", "reason"]
REPORT_COLUMNS = ["survey", "row", "outcome", "rule", "reason", "detail"]
KEPT = ("first", "last")


class Interviews(NamedTuple):
    """The rows that are left, as the rules see them.

    cells: text, columns are positions. positions: by header. answers: headers by position of the columns that hold
    answers. seconds: length of each interview, missing where it is not told, indexed as the cells.
    """

    cells: pd.DataFrame
    positions: dict[str, int]
    answers: dict[int, str]
    seconds: pd.Series

    def column(self, name: str) -> pd.Series:
        """The cells under a header."""
        return self.cells[self.positions[folded(name)]]


class Rule(NamedTuple):
    """What a rule means, which rows it meets (a detail for each, by row number), and what it asks for."""

    meaning: str
    rows: Callable[[Interviews, str, str], pd.Series]
    needs_column: bool = False
    needs_number: bool = False
    needs_time: bool = False
    drops: bool = True


def read_rules(path: str | Path) -> pd.DataFrame:
    """The table of rules as text, columns as in RULE_COLUMNS; raises StudyError where a column is absent."""
    rules = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    needed = ", ".join(RULE_COLUMNS)
    absent = [name for name in RULE_COLUMNS if name not in rules.columns]
    raise_problems([f"no column '{name}'; the rules have the columns {needed}" for name in absent], f"{path}")
    return rules


def kept_and_dropped(export: Export, codebook: pd.DataFrame, rules: pd.DataFrame) -> tuple[Export, pd.DataFrame]:
    """The export without the rows that its survey's rules drop, and the report: one row per row dropped or flagged.

    rules: see `read_rules`, those of other surveys left aside. The report has the columns survey, row (as the program
    shows it), outcome (`dropped`; `kept` where the rule only flags), rule, reason and detail (seconds, or the row that
    a duplicate repeats and whether its answers differ); never a cell of a respondent.
    Raises StudyError that lists every rule which cannot be applied.
    """
    survey = codebook["survey"].iloc[0]
    own = rules[rules["survey"] == survey]
    own = own.iloc[pd.to_numeric(own["order"], errors="coerce").argsort(kind="stable")]
    seconds, problems = interview_seconds(export, codebook)
    timed = own["rule"].isin([name for name, rule in RULES.items() if rule.needs_time]).any()
    problems = [*_rule_problems(own, export, seconds), *(problems if timed else [])]
    raise_problems(problems, f"the rules for rows of survey '{survey}' (the study's are in {SOURCE})")
    names = dict(zip(export.columns["name"].map(folded), export.columns["position"], strict=True))
    entries = answer_entries(located(export, codebook))
    answers = dict(zip(entries["position"], entries["column"], strict=True))
    left, parts = export.cells, [pd.DataFrame(columns=REPORT_COLUMNS, dtype=str)]
    for entry in own.itertuples():
        rule = RULES[entry.rule]
        interviews = Interviews(left, names, answers, seconds.loc[left.index])
        details = rule.rows(interviews, entry.column, entry.value)
        found = {"survey": survey, "row": details.index, "outcome": "dropped" if rule.drops else "kept"}
        found |= {"rule": entry.rule, "reason": entry.reason, "detail": details.to_numpy()}
        parts.append(pd.DataFrame(found, columns=REPORT_COLUMNS))
        left = left.drop(index=details.index) if rule.drops else left
    report = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return export._replace(cells=left), report


def _rule_problems(rules: pd.DataFrame, export: Export, seconds: pd.Series) -> list[str]:
    headers, problems = list(export.columns["name"].map(folded)), []
    for entry in rules.itertuples():
        place = f"order {entry.order}: "
        if not entry.order.strip().isdecimal():
            problems.append(f"found order '{entry.order}'; a whole number is allowed")
        if entry.rule not in RULES:
            allowed = "; ".join(f"{name} ({rule.meaning})" for name, rule in RULES.items())
            problems.append(f"{place}found rule '{entry.rule}'; allowed are {allowed}")
            continue
        rule = RULES[entry.rule]
        times = headers.count(folded(entry.column))
        if rule.needs_column and times != 1:
            found = f"column '{entry.column}' stands {times} times"
            problems.append(f"{place}{found} among the columns read (those of kind 'drop' are not)")
        if rule.needs_number and pd.isna(pd.to_numeric(entry.value, errors="coerce")):
            problems.append(f"{place}found value '{entry.value}'; rule '{entry.rule}' needs a number such as 60 or 0.3")
        if rule.needs_time and seconds.isna().all():
            kinds = "a column of kind 'duration', or two of kinds 'started' and 'finished'"
            problems.append(f"{place}rule '{entry.rule}' needs times; mark {kinds} in the codebook")
        if entry.rule in ("duplicate", "identical_answers") and entry.value not in KEPT:
            problems.append(f"{place}found value '{entry.value}'; 'first' or 'last' says which row is kept")
    return problems


def _equals(interviews: Interviews, column: str, value: str) -> pd.Series:
    cells = interviews.column(column).str.strip().str.casefold()
    return _detailed(cells == value.strip().casefold(), f"'{column}' is '{value}'")


def _differs(interviews: Interviews, column: str, value: str) -> pd.Series:
    cells = interviews.column(column).str.strip().str.casefold()
    return _detailed(cells != value.strip().casefold(), f"'{column}' is not '{value}'")


def _empty(interviews: Interviews, column: str, value: str) -> pd.Series:
    return _detailed(interviews.column(column).str.strip() == "", f"'{column}' is empty")


def _below(interviews: Interviews, column: str, value: str) -> pd.Series:
    numbers = pd.to_numeric(interviews.column(column).str.replace(",", "."), errors="coerce")
    return _detailed(~(numbers >= float(value)), f"'{column}' is below {value} or no number")


def _impossible_time(interviews: Interviews, column: str, value: str) -> pd.Series:
    return _in_seconds(interviews.seconds[interviews.seconds < 0])


def _shorter(interviews: Interviews, column: str, value: str) -> pd.Series:
    return _in_seconds(interviews.seconds[interviews.seconds < float(value)])


def _shorter_than_share(interviews: Interviews, column: str, value: str) -> pd.Series:
    limit = float(value) * interviews.seconds.median()
    return _in_seconds(interviews.seconds[interviews.seconds < limit]) + f", {value} of the median is {limit:.15g} s"


def _longer(interviews: Interviews, column: str, value: str) -> pd.Series:
    return _in_seconds(interviews.seconds[interviews.seconds > float(value)])


def _untimed(interviews: Interviews, column: str, value: str) -> pd.Series:
    return _detailed(interviews.seconds.isna(), "no time is told")


def _duplicate(interviews: Interviews, column: str, value: str) -> pd.Series:
    keys = interviews.column(column).str.strip()
    return _repeating(interviews, keys[keys != ""].rename("key"), value)


def _identical_answers(interviews: Interviews, column: str, value: str) -> pd.Series:
    answers = interviews.cells[list(interviews.answers)]
    answered = answers[(answers != "").any(axis=1)]
    return _repeating(interviews, answered.groupby(list(answered.columns), sort=False).ngroup().rename("key"), value)


def _repeating(interviews: Interviews, keys: pd.Series, kept: str) -> pd.Series:
    """Of every group of rows with one key, those not kept, each with the row it repeats and what differs."""
    repeated = keys.index[keys.duplicated(keep=kept)]
    stays = keys.drop_duplicates(keep=kept).reset_index().set_index(keys.name)[keys.index.name]
    originals = stays.loc[keys[repeated]].to_numpy()
    cells = interviews.cells[list(interviews.answers)]
    differing = cells.loc[repeated].to_numpy() != cells.loc[originals].to_numpy()
    names, details = list(interviews.answers.values()), []
    for original, differs in zip(originals, differing, strict=True):
        questions = "', '".join(compress(names, differs))
        answers = f"conflict: the answers differ in '{questions}'" if questions else "the same answers"
        details.append(f"repeats {keys.index.name} {original}, which is kept; {answers}")
    return pd.Series(details, index=repeated, dtype=str)


def _detailed(met: pd.Series, detail: str) -> pd.Series:
    return pd.Series(detail, index=met.index[met], dtype=str)


def _in_seconds(seconds: pd.Series) -> pd.Series:
    return seconds.map("{:.15g} s".format).astype(str)


RULES = {
    "equals": Rule("drops rows whose column holds the value, in any case of letters", _equals, needs_column=True),
    "differs": Rule("drops rows whose column does not hold the value", _differs, needs_column=True),
    "empty": Rule("drops rows whose column is empty", _empty, needs_column=True),
    "below": Rule("drops rows whose column is no number from the value on", _below, True, needs_number=True),
    "impossible_time": Rule("drops interviews that end before they start", _impossible_time, needs_time=True),
    "shorter_than_seconds": Rule("drops interviews shorter than the value", _shorter, False, True, True),
    "shorter_than_share_of_median": Rule(
        "drops those shorter than the value times the median of the rows left", _shorter_than_share, False, True, True
    ),
    "longer_than_seconds": Rule("flags interviews longer than the value", _longer, False, True, True, drops=False),
    "without_time": Rule("flags interviews whose length is not told", _untimed, needs_time=True, drops=False),
    "duplicate": Rule("drops rows that repeat the column's text, keeping the first or last", _duplicate, True),
    "identical_answers": Rule("drops rows with all answers alike, keeping the first or last", _identical_answers),
}
