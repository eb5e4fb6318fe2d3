"""Supplementary table 15: coverage, width and score of the bands of the codes on real series, beside a random walk."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd

from regioncodes.codes.calibration.calibration import ALL, CRISIS
from regioncodes.exhibits.printing.calibration_facts import calibration_caption, with_limits
from regioncodes.exhibits.printing.cells import number_cell
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.words.texts import Texts

NAME = "table_s15_calibration"
COLUMNS = (
    ("task", 0.13, False),
    ("method", 0.12, False),
    ("code", 0.09, False),
    ("n", 0.05, True),
    ("coverage_50", 0.05, True),
    ("coverage_80", 0.05, True),
    ("coverage_95", 0.12, True),
    ("crisis", 0.06, True),
    ("width", 0.06, True),
    ("crps", 0.06, True),
    ("ratio", 0.13, True),
    ("pit", 0.08, True),
)
_KEYS = ["task", "span", "method", "code"]


def table(calibration: pd.DataFrame, texts: Texts, *, crisis: dict, period: dict, all_codes: bool) -> PrintedTable:
    """Table with a block for every task and span, a row for every method, or for every method and code.

    calibration: of calibration.calibration_of_bands. crisis: first and last year; period: first_year, last_year of the
    study. all_codes: the codes one by one too.
    """
    whole = calibration[calibration["years"].eq(ALL) & (calibration["code"].eq(ALL) | all_codes)]
    whole = whole[whole["n"].gt(0) | ~whole.duplicated(["task", "span"])]
    of_crisis = calibration[calibration["years"] == CRISIS].set_index(_KEYS)["coverage_95_percent"]
    rows = whole.join(of_crisis.rename("crisis_percent"), on=_KEYS, validate="one_to_one")
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s15.title"],
        columns=tuple(Column(texts[f"table_s15.{key}"], share, is_number) for key, share, is_number in COLUMNS),
        rows=tuple(_cells(row, texts) for row in rows.itertuples()),
        caption=calibration_caption(NAME, calibration, texts, crisis=crisis, period=period),
        note=texts["table_s15.note"],
        has_blocks=True,
    )


def _cells(row: tuple, texts: Texts) -> tuple[str, ...]:
    """Printed cells of one row of the calibration; row.crisis_percent: coverage in the years of the crisis."""
    language = texts.language
    return (
        texts(f"calibration.task.{row.task}", span=texts[f"calibration.span.{row.span}"]),
        texts[f"method_short.{row.method}"],
        texts[f"calibration.code.{row.code}"],
        number_cell(row.n, texts),
        number_cell(row.coverage_50_percent, texts, 1),
        number_cell(row.coverage_80_percent, texts, 1),
        with_limits(row.coverage_95_percent, row.coverage_95_lower, row.coverage_95_upper, language, 1),
        number_cell(row.crisis_percent, texts, 1),
        number_cell(row.width_95, texts, 2),
        number_cell(row.crps, texts, 3),
        with_limits(row.crps_to_walk, row.crps_to_walk_lower, row.crps_to_walk_upper, language, 2),
        number_cell(row.mean_pit, texts, 2),
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    whole, shown = (
        table(results.calibration, texts, crisis=choices.crisis, period=choices.period, all_codes=every)
        for every in (True, False)
    )
    return replace(whole, for_paper=shown)
