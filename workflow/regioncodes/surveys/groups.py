"""Answers by groups of respondents: shares, tests of independence, and cells too small to be shown."""

import numpy as np
import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.statistics.permutations import holm
from regioncodes.surveys.answers import NOT_TICKED, TICKED, Answers
from regioncodes.surveys.codebooks import option_entries
from regioncodes.surveys.independence import independence
from regioncodes.surveys.tabulation import KEYS, substantive, tabulate

HIDDEN = ["base", "base_weighted", "count", "count_weighted", "percent", "lower_95_percent", "upper_95_percent"]


def by_group(
    answers: Answers,
    codebook: pd.DataFrame,
    question: str,
    groups: str,
    weights: np.ndarray | None = None,
    *,
    minimum_n: int,
) -> pd.DataFrame:
    """Shares of a question's options in each group, with cells under `minimum_n` respondents hidden.

    groups: a question of one answer; respondents who did not answer it are in no group. One row per option and
    group on the base `answered`, or on `substantive` without its "don't know" where the codebook says so: the
    columns of `tabulation.shares`, then group, suppressed (`too_few`: the cell's own count; `complement`: the hidden
    cell could be computed from this one and the totals; else empty; the numbers of both are missing), then of the
    option's test over the groups: test, statistic, p_value (`independence`) and p_value_holm (over the options of the
    question). Raises StudyError where a question is not there or not single.
    """
    raise_problems(_problems(codebook, question, groups), f"the groups of {codebook['survey'].iloc[0]}")
    kinds, asked = answers.of(groups), answers.of(question)
    if _entry(codebook, question)["base"] == "substantive":
        asked = substantive(asked, codebook)
    members = kinds.statuses == TICKED
    parts = []
    for place, group in enumerate(kinds.options["option"]):
        chosen = members[:, place]
        inside = Answers(asked.respondents[chosen], asked.options, asked.statuses[chosen])
        table = tabulate(inside, codebook, None if weights is None else weights[chosen])
        parts.append(table[table["base_name"] == "answered"].assign(group=group))
    cells = pd.concat(parts, ignore_index=True)
    tested = _tests(asked, members, weights)
    single = _entry(codebook, question)["kind"] == "single"
    return (
        cells.assign(suppressed=suppressed(cells, minimum_n, adds_up=single))
        .pipe(_hidden)
        .merge(tested, on=KEYS, how="left", validate="many_to_one")
    )


def suppressed(cells: pd.DataFrame, minimum_n: int, *, adds_up: bool) -> pd.Series:
    """Why each cell is hidden: `too_few`, `complement`, or "" where it is shown.

    cells: option, group, count. Within each option the hidden counts add up to at least `minimum_n` and are two or
    more, the smallest shown ones being hidden with them, so that no total gives a cell away; within each group too
    where the options add up to the group (`adds_up`, questions of one answer).
    """
    reasons = pd.Series(np.where(cells["count"] < minimum_n, "too_few", ""), index=cells.index)
    lines = [*cells.groupby("option", sort=False).groups.values()]
    lines += [*cells.groupby("group", sort=False).groups.values()] if adds_up else []
    before = None
    while not reasons.equals(before):
        before = reasons.copy()
        for line in lines:
            in_order = cells.loc[line, "count"].sort_values(kind="stable")
            hidden = in_order[reasons[in_order.index] != ""]
            if len(hidden) and (len(hidden) < 2 or hidden.sum() < minimum_n):
                shown = in_order.index[reasons[in_order.index] == ""]
                reasons[shown[:1]] = "complement"
    return reasons


def _hidden(cells: pd.DataFrame) -> pd.DataFrame:
    is_shown = cells["suppressed"] == ""
    return cells.assign(**{name: cells[name].where(is_shown) for name in HIDDEN})


def _tests(asked: Answers, members: np.ndarray, weights: np.ndarray | None) -> pd.DataFrame:
    """Test of each option over the groups, among those who answered it and are in a group."""
    tests = []
    for place in range(len(asked.options)):
        statuses = asked.statuses[:, place]
        chosen = (statuses >= NOT_TICKED) & members.any(axis=1)
        inside = None if weights is None else weights[chosen]
        tests.append(independence(statuses[chosen] == TICKED, members[chosen].argmax(axis=1), inside, len(members)))
    tested = asked.options[KEYS].join(pd.DataFrame(tests, columns=["test", "statistic", "p_value"]))
    return tested.assign(p_value_holm=holm(tested["p_value"]))


def _entry(codebook: pd.DataFrame, question: str) -> pd.Series:
    return option_entries(codebook).query("question == @question").iloc[0]


def _problems(codebook: pd.DataFrame, question: str, groups: str) -> list[str]:
    known = list(dict.fromkeys(option_entries(codebook)["question"]))
    problems = [
        f"'{name}' is no question; there are {', '.join(known)}" for name in [question, groups] if name not in known
    ]
    if not problems and _entry(codebook, groups)["kind"] != "single":
        problems.append(f"'{groups}' allows several answers; groups come from a question of kind 'single'")
    return problems
