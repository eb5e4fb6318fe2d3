"""The ledger of the article's claims, data/article/claims.csv, checked before anything is computed from it."""

import pandas as pd

from regioncodes.ground.errors import raise_problems

LEDGER = "data/article/claims.csv"
COLUMNS = (
    "claim",
    "section",
    "passage",
    "statement_en",
    "statement_ru",
    "value",
    "unit",
    "tolerance",
    "relation",
    "expression",
    "missing_en",
    "missing_ru",
)
# How the printed value stands to the computed one. `holds`: the expression itself is true or false. `shown`: it is 1
# where a test of right size sees what is claimed, -1 where it excludes it, 0 where it does neither.
SHOWN = "shown"
RELATIONS = ("equals", "about", "above", "at_least", "at_most", "holds", SHOWN)
UNITS = ("percent", "persons", "project_respondents", "years", "year", "century", "towns", "rows", "codes", "studies")


def check_ledger(claims: pd.DataFrame) -> None:
    """Nothing where the ledger is sound, else one StudyError with every fault and the claim it stands at.

    A claim has a relation and an expression, or what is missing to check it, in both languages, or all of these: then
    what the expression gives is told beside and judges nothing.
    """
    absent = [f"column '{column}' is missing" for column in COLUMNS if column not in claims]
    absent += [f"column '{column}' found; no such column is read" for column in claims if column not in COLUMNS]
    raise_problems(absent, LEDGER)
    repeated = claims.loc[claims["claim"].duplicated(), "claim"]
    problems = [f"claim {claim}: stands more than once; keep one row" for claim in repeated]
    problems += [f"claim {row.claim}: {fault}" for row in claims.itertuples() for fault in _faults(row)]
    raise_problems(problems, LEDGER)


def _faults(row) -> list[str]:
    """Sentences about one claim."""
    texts = ("section", "passage", "statement_en", "statement_ru")
    faults = [f"column {name} is empty" for name in texts if pd.isna(getattr(row, name))]
    missing = [pd.notna(row.missing_en), pd.notna(row.missing_ru)]
    if missing[0] != missing[1]:
        faults.append("missing_en and missing_ru are filled together or not at all")
    if (pd.notna(row.unit) or pd.notna(row.value)) and row.unit not in UNITS:
        faults.append(f"unit '{row.unit}' found; allowed: {', '.join(UNITS)}")
    if not any(missing) and pd.isna(row.expression):
        faults.append("an expression, or what is missing to check the claim, is needed")
    if pd.isna(row.expression):
        return faults
    if row.relation not in RELATIONS:
        return [*faults, f"relation '{row.relation}' found; allowed: {', '.join(RELATIONS)}"]
    if row.relation not in ("holds", SHOWN) and pd.isna(row.value):
        faults.append(f"value is empty; the relation '{row.relation}' compares with it")
    if row.relation in ("equals", "about") and pd.isna(row.tolerance):
        faults.append(f"tolerance is empty; the relation '{row.relation}' needs it")
    return faults
