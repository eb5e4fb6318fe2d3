"""Value scores of individuals: the two axes, the two published indices behind them, and Welzel's ten."""

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.surveys.values.axes import axis_scores
from regioncodes.surveys.values.items import item_answers
from regioncodes.surveys.values.welzel import overall_indices, sub_indices

DESCRIPTION = ("faculty", "sex", "weight", "status")


def value_scores(
    dump: pd.DataFrame,
    items: pd.DataFrame,
    axes: pd.DataFrame,
    components: pd.DataFrame,
    substitutions: pd.DataFrame,
    subject: str,
) -> pd.DataFrame:
    """Scores of every respondent: row, DESCRIPTION, the axes, postmaterialism, autonomy_index, Welzel's indices.

    row: of the dump, as a spreadsheet counts it; no id or other column of a respondent is carried on.

    dump: DESCRIPTION and one column per asked item; weight above zero; status says what the answers are. The other
    frames are those of data/reference/value_*.csv; see `axis_scores` and `sub_indices`. subject: the dump's name in
    messages. Raises StudyError for absent columns, weights that are no positive numbers, and wrong codes.
    """
    absent = [column for column in DESCRIPTION if column not in dump]
    raise_problems([f"column {column} is missing" for column in absent], subject)
    raise_problems(_description_faults(dump), subject)
    answers = item_answers(dump, items, subject)
    parts = sub_indices(answers, items, components, substitutions)
    indices = answers[["Y002", "Y003"]].rename(columns={"Y002": "postmaterialism", "Y003": "autonomy_index"})
    overall = overall_indices(parts, components)
    rows = dump[list(DESCRIPTION)].assign(row=range(2, len(dump) + 2))[["row", *DESCRIPTION]]
    return pd.concat([rows, axis_scores(answers, items, axes), indices, overall, parts], axis="columns")


def _description_faults(dump: pd.DataFrame) -> list[str]:
    weights = pd.to_numeric(dump["weight"], errors="coerce")
    faults = [
        f"row {row + 2}: weight {dump['weight'][row]!r} found; a number above zero is allowed"
        for row in dump.index[~(weights > 0)]
    ]
    statuses = sorted(dump["status"].astype(str).unique())
    if len(statuses) > 1:
        faults.append(f"column status: {', '.join(statuses)} found; one status for all rows is allowed")
    return faults
