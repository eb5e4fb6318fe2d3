"""Supplementary table 10: four functional forms of each panel of Figure 2, compared out of sample."""

import pandas as pd

from regioncodes.exhibits.captions import caption
from regioncodes.exhibits.numbers import MISSING, number, significant
from regioncodes.exhibits.printed_tables import Column, PrintedTable
from regioncodes.exhibits.texts import Texts

NAME = "table_s10_forms"
COLUMNS = (
    ("outcome", 0.22, False), ("form", 0.26, False), ("r_squared", 0.1, True), ("error", 0.16, True),
    ("relative", 0.12, True), ("aicc", 0.14, True),
)  # fmt: skip


def _cells(row, language: str, texts: Texts) -> tuple[str, ...]:
    """R², errors and AICc of one form, or its status in place of numbers."""
    if row.status != "fitted":
        return (MISSING, texts[f"status_of_fit.{row.status}"], MISSING, MISSING)
    return (
        number(row.r_squared, language, 2),
        significant(row.leave_one_out_error, language, 3),
        number(row.relative_error_percent, language, 1),
        number(row.aicc_difference, language, 1),
    )


def table(
    forms: pd.DataFrame, regions: pd.DataFrame, texts: Texts, *, district: str, status: str = "published"
) -> PrintedTable:
    """Table of the forms in blocks of outcomes: R², leave-one-out error and AICc above that of the best.

    forms: as functional_forms.compared_forms returns them. regions: region, name in the language.
    """
    language = texts.language
    rows = tuple(
        (texts[f"outcome.{row.outcome}"], texts[f"table_s10.form.{row.form}"], *_cells(row, language, texts))
        for row in forms.itertuples()
    )
    return PrintedTable(
        name=NAME,
        language=language,
        title=texts["table_s10.title"],
        columns=tuple(Column(texts[f"table_s10.{key}"], share, is_number) for key, share, is_number in COLUMNS),
        rows=rows,
        caption=caption(
            NAME, texts, status=status, district=regions.set_index("region").loc[district, f"name_{language}"],
            n=" / ".join(map(str, sorted(set(forms["n"].astype(int))))),
            period=f"{int(forms['first_year'].min())}–{int(forms['last_year'].max())}",
        ),
        note=texts["table_s10.note"],
        has_blocks=True,
    )  # fmt: skip
