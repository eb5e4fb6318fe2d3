"""The tables of any survey from its export and codebook, whether the study knows the survey or not."""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from regioncodes.surveys.cleaning import kept_and_dropped
from regioncodes.surveys.codebooks import completed, option_entries
from regioncodes.surveys.dump_reports import dump_report
from regioncodes.surveys.dumps import read_survey, survey_answers
from regioncodes.surveys.groups import by_group
from regioncodes.surveys.label_comparison import label_notices
from regioncodes.surveys.marks import NO_MARKS
from regioncodes.surveys.tabulation import tabulate
from regioncodes.surveys.weights import survey_weights, weights_of

OPTION = re.compile(r"\s*\[[^\[\]]*\]$")
BASE_NAMES = {
    "answered": "who answered",
    "substantive": "who answered anything but don't know",
    "all": "all respondents",
}


def survey_tables(
    path: str | Path,
    codebook: pd.DataFrame,
    rules: pd.DataFrame,
    *,
    groups: str = "",
    minimum_n: int = 5,
    marks: Mapping[str, str] = NO_MARKS,
) -> dict[str, pd.DataFrame]:
    """The tables of a survey by name: shares, dropped_rows, reading; groups, where a question of groups is named.

    rules: see `cleaning.read_rules`. The column of kind `weight`, where the codebook has one, weights shares and
    tests. groups: a question of one answer, or ""; cells of fewer than `minimum_n` respondents are hidden.
    marks: see `marks.read_marks`; an option that is one of them is told in `reading`.
    Columns: see `tabulation.shares`, `cleaning.kept_and_dropped`, `reading_reports.dump_report`, `groups.by_group`.
    """
    export, dropped = kept_and_dropped(read_survey(path, codebook), codebook, rules)
    answers = survey_answers(export, codebook, f"{path}")
    texts = survey_weights(export, codebook)
    weights = None if texts is None else weights_of(texts, answers.respondents)
    told = [{"finding": "notice", "meaning": notice} for notice in label_notices(export, codebook, marks)]
    reading = dump_report(export, codebook)
    reading = pd.concat([reading, pd.DataFrame(told).assign(survey=codebook["survey"].iloc[0])]) if told else reading
    tables = {"dropped_rows": dropped, "reading": reading}
    tables["shares"] = tabulate(answers, codebook, weights)
    if groups:
        questions = [name for name in dict.fromkeys(answers.options["question"]) if name != groups]
        crossed = [by_group(answers, codebook, name, groups, weights, minimum_n=minimum_n) for name in questions]
        tables["groups"] = pd.concat(crossed, ignore_index=True)
    return tables


def printed_tables(tables: dict[str, pd.DataFrame], codebook: pd.DataFrame) -> str:
    """The shares on the base that the codebook names, as text, and what was done to reach them.

    tables: see `survey_tables`. Of each option percent, interval, counts and label; below, how many rows were dropped
    by which rule, and what was guessed on reading.
    """
    return "\n".join([*_share_lines(tables["shares"], codebook), *_process_lines(tables)]).rstrip()


def _share_lines(shares: pd.DataFrame, codebook: pd.DataFrame) -> list[str]:
    entries = option_entries(completed(codebook))
    first = entries.drop_duplicates("question").set_index("question")
    telling = entries[entries["dont_know"] == "yes"].groupby("question")["label_en"].agg("', '".join)
    lines = []
    for question, rows in shares.groupby("question", sort=False):
        name = first["base"].replace("respondents", "all")[question]
        lines += [f"{question}: {_title(entries[entries['question'] == question])}", *_base_lines(rows, name)]
        others = [base for base in ("substantive", "answered") if base != name]
        if question in telling and name != "all":
            words = "without" if name == "answered" else "with"
            lines += [f"  the same {words} '{telling[question]}':", *_base_lines(rows, others[0])]
        lines.append("")
    return lines


def _title(entries: pd.DataFrame) -> str:
    """The header of a question, without the option where its columns hold one each."""
    header = entries["column"].iloc[0]
    if entries["kind"].iloc[0] != "multiple_columns":
        return header
    before_slash = {name.rpartition("/")[0] for name in entries["column"]}
    return before_slash.pop() if len(before_slash) == 1 and "" not in before_slash else OPTION.sub("", header)


def _base_lines(shares: pd.DataFrame, name: str) -> list[str]:
    """The base of a question in words, and a line for each of its options."""
    rows = shares[shares["base_name"] == name]
    lines = [f"  base: {_base(rows, name)}", "   percent   95 % interval  count of base  option"]
    for row in rows.itertuples():
        interval = f"{row.lower_95_percent:.1f}-{row.upper_95_percent:.1f}"
        counts = f"{row.count} of {row.base}"
        lines.append(f"  {row.percent:>8.1f} {interval:>15}  {counts:>13}  {row.label_en}")
    return lines


def _process_lines(tables: dict[str, pd.DataFrame]) -> list[str]:
    """One line for each way in which rows were dropped and something was guessed."""
    lines = []
    dropped = tables["dropped_rows"]
    counted = dropped.groupby(["outcome", "rule", "reason"], sort=False).size()
    for (outcome, rule, reason), number in counted.items():
        lines.append(f"{number} row{'s' * (number > 1)} {outcome} by '{rule}': {reason}")
    return [*lines, *tables["reading"].query("finding == 'notice'")["meaning"]]


def _base(rows: pd.DataFrame, name: str) -> str:
    """The base in words: of how many, and how much the weights leave of it."""
    words = f"{BASE_NAMES[name]}, of {rows['respondents'].iloc[0]} respondents{_left_out(rows, name)}"
    if (rows["interval"] == "wilson").all():
        return words
    return (
        f"{words}; percent and interval are weighted, effective base {rows['effective_base'].min():.1f}, counts are not"
    )


def _left_out(rows: pd.DataFrame, name: str) -> str:
    """How many respondents the base leaves out at any option, and why, in brackets."""
    without = "without any other answer" if name == "substantive" else "without an answer"
    numbers = {"not shown": rows["not_shown"].max(), without: rows["not_answered"].max()}
    if name == "all":
        return ""
    found = ", ".join(f"{number} {why}" for why, number in numbers.items() if number)
    return f" ({found})" if found else ""
