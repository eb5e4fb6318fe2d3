"""Figures of the survey dumps, as tabulated. The only place of the claims that knows the columns of results/surveys."""

import pandas as pd

from regioncodes.claims.figures import PUBLISHED, RECONSTRUCTED, Figure, NoFigureError, computed, found_rows, listed

SURVEY_TABLES = ("survey_table_1", "survey_table_2", "survey_sample")
OPTION, SHARE, STATUS = "option", "percent", "input_status"


def share(tables: dict[str, pd.DataFrame], table: str, option: str) -> Figure:
    """Share of the answers that ticked one option of a dump, in percent of its base.

    Evidence of its own where the dump was collected; a dump rebuilt from the print can only return the print.
    A synthetic dump says nothing of the article.
    """
    for name in SURVEY_TABLES:
        rows = tables[name][tables[name]["table"].eq(table)]
        if len(rows):
            row = found_rows(rows, **{OPTION: option}).iloc[0]
            place = f"{table}/{option}"
            if row[STATUS] not in ("published", RECONSTRUCTED):
                raise NoFigureError(name, place)
            kind = RECONSTRUCTED if row[STATUS] == RECONSTRUCTED else PUBLISHED
            return computed(row[SHARE], kind, name, place)
    known = listed(pd.concat([tables[name]["table"] for name in SURVEY_TABLES]))
    raise ValueError(f"table '{table}' found; there are {known}")
