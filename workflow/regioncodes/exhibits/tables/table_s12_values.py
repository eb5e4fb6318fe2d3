"""Supplementary table 12: means of the value scores by group, with intervals, from synthetic answers."""

from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.cells import interval_cell, number_cell
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.surveys.values.groups import SHARE
from regioncodes.words.captions import caption
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

NAME = "table_s12_values"
COLUMNS = (
    ("measure", 0.3, False),
    ("group", 0.2, False),
    ("respondents", 0.12, True),
    ("effective", 0.12, True),
    ("estimate", 0.1, True),
    ("interval", 0.18, True),
)


def table(groups: pd.DataFrame, texts: Texts) -> PrintedTable:
    """Table in blocks of measures: respondents with a score, effective number, weighted mean and its 95 % interval.

    groups: as groups.value_groups returns them; its status is printed in title and caption.
    """
    language, status = texts.language, groups["status"].iloc[0]
    ordered = groups.sort_values("measure", kind="stable", key=lambda names: names.map(_places(groups)))
    return PrintedTable(
        name=NAME,
        language=language,
        title=f"{texts['table_s12.title']} {texts[f'figure_s10.status.{status}']}.",
        columns=tuple(Column(texts[f"table_s12.{key}"], share, is_number) for key, share, is_number in COLUMNS),
        rows=tuple(_cells(row, texts) for row in ordered.itertuples()),
        caption=caption(
            NAME, texts, status=status, n=number(groups.loc[groups["group"] == "all", "respondents"].max(), language)
        ),
        note=texts["table_s12.note"],
        has_blocks=True,
    )


def _places(groups: pd.DataFrame) -> dict[str, int]:
    return {measure: place for place, measure in enumerate(groups["measure"].drop_duplicates())}


def _cells(row, texts: Texts) -> tuple[str, ...]:
    digits = 1 if row.measure == SHARE else 2
    return (
        texts[f"values.measure.{row.measure}"],
        texts[f"values.group.{row.group}"],
        number_cell(row.respondents, texts),
        number_cell(row.effective_respondents, texts),
        number_cell(row.estimate, texts, digits),
        interval_cell(row.lower_95, row.upper_95, texts, digits),
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return table(results.value_groups, texts)
