"""Answers to the items of the World Values Survey: ranges, missing codes, and the items made of others."""

import numpy as np
import pandas as pd

from regioncodes.ground.errors import raise_problems

POSTMATERIALIST_AIMS = (2, 4)  # more say in government decisions, freedom of speech
LOCAL_AIM = 3  # more say at work and in communities
CHOICES = (("E001", "E002"), ("E003", "E004"))


def item_answers(dump: pd.DataFrame, items: pd.DataFrame, subject: str) -> pd.DataFrame:
    """Codes of every item as numbers, one row per respondent, NaN where missing; the derived items beside them.

    dump: one column per asked item in the coding of the trend file; a negative code or an empty cell is missing.
    items: item, origin (asked or derived), low, high. Raises StudyError that lists every absent column, every code
    outside the range of its item and every aim chosen twice, with rows as a spreadsheet numbers them.
    """
    asked = items[items["origin"] == "asked"]
    absent = [item for item in asked["item"] if item not in dump]
    raise_problems(
        [f"column {item} is missing; every asked item of value_items.csv is needed" for item in absent], subject
    )
    numbers = dump[list(asked["item"])].apply(pd.to_numeric, errors="coerce")
    unread = dump[numbers.columns].notna() & numbers.isna()
    problems = [problem for item in asked.itertuples() for problem in _faults(dump, numbers, unread, item)]
    known = numbers.where(numbers >= 0)
    problems += [problem for first, second in CHOICES for problem in _repeated_choices(known, first, second)]
    raise_problems(problems, subject)
    return known.assign(
        VOICE_LOCAL=voice(known["E001"], known["E002"], (LOCAL_AIM,)),
        VOICE_NATIONAL=voice(known["E003"], known["E004"], POSTMATERIALIST_AIMS),
        Y002=postmaterialism(known["E003"], known["E004"]),
        Y003=autonomy_index(known),
    )


def postmaterialism(first: pd.Series, second: pd.Series) -> pd.Series:
    """Four-item index Y002: 1 materialist, 2 mixed, 3 postmaterialist; NaN where a choice is missing.

    first, second: E003 and E004, the most and second most important aim out of 1 order, 2 more say in government
    decisions, 3 stable prices, 4 freedom of speech. Inglehart (1977) The Silent Revolution, ch. 2; WVS variable Y002.
    """
    chosen = first.isin(POSTMATERIALIST_AIMS).astype(float) + second.isin(POSTMATERIALIST_AIMS)
    return (chosen + 1).where(first.notna() & second.notna())


def autonomy_index(answers: pd.DataFrame) -> pd.Series:
    """Autonomy index Y003 from -2 (faith and obedience) to 2 (independence and determination); NaN if one is missing.

    answers: A029 independence, A039 determination, A040 religious faith, A042 obedience, each 1 where named among
    the qualities a child should learn, else 0. WVS variable Y003; Inglehart and Welzel (2005), p. 49.
    """
    return answers["A029"] + answers["A039"] - answers["A040"] - answers["A042"]


def voice(first: pd.Series, second: pd.Series, aims: tuple[int, ...]) -> pd.Series:
    """Points for aims of people's voice: two where it is the first choice, one where the second; NaN if one is missing.

    Assumption: the two steps of the voice sub-index (four aims of the respondent, four of the country) are scored
    so after Welzel (2013) Freedom Rising, pp. 66-69; the wording of its appendix was not at hand to check.
    """
    return (2.0 * first.isin(aims) + second.isin(aims)).where(first.notna() & second.notna())


def _faults(dump: pd.DataFrame, numbers: pd.DataFrame, unread: pd.DataFrame, item) -> list[str]:
    """One sentence for every code of an item that is neither a number, nor in its range, nor missing."""
    codes = numbers[item.item]
    outside = (codes >= 0) & (~codes.between(item.low, item.high) | (codes % 1 != 0))
    found = dump.loc[outside | unread[item.item], item.item]
    return [
        f"column {item.item}: found {code!r} in row {_rows(rows.index)}; "
        f"{item.low} to {item.high} is allowed, a negative code or an empty cell is missing"
        for code, rows in found.groupby(found.astype(str), sort=True)
    ]


def _repeated_choices(answers: pd.DataFrame, first: str, second: str) -> list[str]:
    same = answers.index[answers[first].notna() & (answers[first] == answers[second])]
    return [f"columns {first} and {second}: the same aim is chosen twice in row {_rows(same)}"] if len(same) else []


def _rows(index: pd.Index) -> str:
    return ", ".join(map(str, np.asarray(index) + 2))
