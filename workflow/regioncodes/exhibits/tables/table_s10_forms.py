"""Supplementary table 10: four functional forms of each panel of Figure 2, nominal and real, read in two ways."""

from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.cells import Cell, number_cell
from regioncodes.exhibits.printing.outcome_prices import nominal_and_deciding, other_prices, outcome_in_prices
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.tables.table_s8_panels import slope_interval
from regioncodes.words.captions import caption
from regioncodes.words.numbers import MINUS, MISSING, number, significant
from regioncodes.words.texts import Texts

NAME = "table_s10_forms"
COLUMNS = (
    ("outcome", 0.18, False),
    ("form", 0.235, False),
    ("r_squared", 0.075, True),
    ("interval", 0.14, True),
    ("clustered", 0.145, True),
    ("error", 0.125, True),
    ("aicc", 0.1, True),
)


def equation(row, texts: Texts) -> Cell:
    """Name and equation of one form with its estimates, or with letters where it was not fitted."""
    letters = {"a": "a", "sign": "+", "size": "b", "b": "b"}
    bare = texts(f"table_s10.form.{row.form}", **letters)
    if row.status == "fitted":
        a, b = (significant(value, texts.language) for value in (row.intercept, row.slope))
        letters = {"a": a, "sign": MINUS if b.startswith(MINUS) else "+", "size": b.removeprefix(MINUS), "b": b}
    filled = texts(f"table_s10.form.{row.form}", **letters)
    return Cell(filled, intercept=row.intercept, slope=row.slope, words=bare)


def _cells(row, texts: Texts) -> tuple[str, ...]:
    """R², intervals of the slope, error and AICc of one form, or its status in place of numbers."""
    if row.status != "fitted":
        return (MISSING, texts[f"status_of_fit.{row.status}"], MISSING, MISSING, MISSING)
    language = texts.language
    error = significant(row.leave_one_out_error, language, 3)
    return (
        number_cell(row.r_squared, texts, 2),
        slope_interval(row.slope_lower_95, row.slope_upper_95, texts),
        slope_interval(row.cr2_lower_95, row.cr2_upper_95, texts),
        Cell(
            texts("table_s10.error_cell", error=error, share=number(row.relative_error_percent, language)),
            value=row.leave_one_out_error,
            percent=row.relative_error_percent,
        ),
        number_cell(row.aicc_difference, texts, 1),
    )


def _block(row, texts: Texts) -> str:
    """Outcome and its prices, reading of its points, their number and years: the name of a block."""
    return texts(
        f"table_s10.points.{row.points}",
        outcome=outcome_in_prices(row.outcome, row.prices, row.decides, texts),
        n=int(row.n),
        first_year=int(row.first_year),
        last_year=int(row.last_year),
    )


def _counts(forms: pd.DataFrame, reading: str, column: str) -> str:
    """Distinct numbers of a column in one reading, as printed: '32 / 36'."""
    own = forms.loc[forms["points"].eq(reading), column]
    return " / ".join(map(str, sorted(set(own.astype(int))))) or MISSING


def table(
    forms: pd.DataFrame, regions: pd.DataFrame, texts: Texts, *, district: str, status: str = "published"
) -> PrintedTable:
    """Table of the forms in blocks of reading, outcome and prices: equation, R², intervals, error, AICc above the best.

    Printed are nominal prices and those that decide; others are named in the note.
    forms: as functional_forms.compared_functional_forms returns them. regions: region, name in the language.
    """
    shown = nominal_and_deciding(forms)
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s10.title"],
        columns=tuple(Column(texts[f"table_s10.{key}"], share, is_number) for key, share, is_number in COLUMNS),
        rows=tuple((_block(row, texts), equation(row, texts), *_cells(row, texts)) for row in shown.itertuples()),
        caption=caption(
            NAME,
            texts,
            status=status,
            district=regions.set_index("region").loc[district, f"name_{texts.language}"],
            n=_counts(shown, "district_years", "n"),
            region_n=_counts(shown, "region_years", "n"),
            clusters=_counts(shown, "region_years", "clusters"),
            period=f"{int(shown['first_year'].min())}–{int(shown['last_year'].max())}",
        ),
        note=f"{texts['table_s10.note']} {other_prices(forms, texts)}".rstrip(),
        has_blocks=True,
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return table(results.functional_forms, results.regions, texts, district=choices.district)
