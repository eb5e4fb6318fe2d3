"""Supplementary table 4: bias, error and coverage of every method of the derivative on known curves.

Below them the bands of Formula (1) and of one code's rate where three codes are known.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.cells import number_cell
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.printing.simulation_case import shown_case, simulation_caption
from regioncodes.words.numbers import MISSING, number
from regioncodes.words.texts import Texts

NAME = "table_s4_simulation"
# Share of the width of the columns of words, then what is measured, with the decimals printed.
WORDS = {"truth": 0.1, "case": 0.1, "method": 0.17, "order": 0.05}
INNER = {
    "bias": 3,
    "rmse": 3,
    "rmse_to_differences": 2,
    "coverage_50_percent": 0,
    "coverage_80_percent": 0,
    "coverage_95_percent": 0,
    "width_95": 2,
}
EDGE = {"rmse": 3, "coverage_95_percent": 0}
TOGETHER = "joint_coverage_95_percent"
NUMBER_SHARE = 0.06
# Coverage of a few hundred units is known to half a per cent, and whether it is 95 or 97 is what is asked.
UNIT_DIGITS = dict.fromkeys(("coverage_50_percent", "coverage_80_percent", "coverage_95_percent"), 1)
_KEYS = ["truth", "n_years", "noise_sd", "method", "order"]
_UNIT_KEYS = ["truth", "n_years", "noise_sd", "quantity", "method"]
_ORDERS = ("f", "f′", "f″")


def _row(row: dict, texts: Texts) -> tuple[str, ...]:
    """Printed cells of one method on one curve; one series has no band of all years."""
    return (
        texts[f"truth.{row['truth']}"],
        _case(row, texts),
        texts[f"method_short.{row['method']}"],
        _ORDERS[row["order"]],
        *_numbers(row, texts, {}),
        MISSING,
    )


def _unit_row(row: dict, texts: Texts) -> tuple[str, ...]:
    """Printed cells of one method and quantity on units of three codes."""
    return (
        texts[f"joint_truth.{row['truth']}"],
        _case(row, texts),
        texts[f"method_short.{row['method']}"],
        texts[f"joint_quantity.{row['quantity']}"],
        *_numbers(row, texts, UNIT_DIGITS),
        number_cell(row[f"{TOGETHER}_inner"], texts, 1),
    )


def _case(row: dict, texts: Texts) -> str:
    """Length and noise, the latter missing where it is that of the prior."""
    if math.isnan(row["noise_sd"]):
        return texts("table_s4.length_and_prior_noise", n=int(row["n_years"]))
    noise = number(row["noise_sd"], texts.language, 1)
    return texts("table_s4.length_and_noise", n=int(row["n_years"]), noise=noise)


def _numbers(row: dict, texts: Texts, digits: dict[str, int]) -> Iterator[str]:
    """Printed measures of inner and of edge years. digits: where other than usual."""
    for years, names in (("inner", INNER), ("edge", EDGE)):
        for name, usual in names.items():
            yield number_cell(row[f"{name}_{years}"], texts, digits.get(name, usual))


def _side_by_side(study: pd.DataFrame, keys: list[str], inner: list[str]) -> list[dict]:
    """Rows of a study with the measures of inner and edge years beside each other, in the order of the study."""
    parts = (
        study[study["years"].eq(years)].set_index(keys)[names].add_suffix(f"_{years}")
        for years, names in (("inner", inner), ("edge", list(EDGE)))
    )
    inner_years, edge_years = parts
    return inner_years.join(edge_years, validate="one_to_one").reset_index().to_dict("records")


def table(study: pd.DataFrame, joint: pd.DataFrame, texts: Texts, *, shown_only: bool) -> PrintedTable:
    """Table with a block for every curve: a row for every length, noise, method and order; then one for every truth.

    study: as simulation.derivative_study returns it. joint: as joint_coverage.joint_coverage. shown_only: derivatives
    of the middle length and noise alone, for print; else every row of the study.
    """
    years, noise = shown_case(study)
    if shown_only:
        is_shown = study["n_years"].eq(years) & study["noise_sd"].eq(noise) & study["order"].gt(0)
        study = study[is_shown]
    rows = [_row(row, texts) for row in _side_by_side(study, _KEYS, list(INNER))]
    rows += [_unit_row(row, texts) for row in _side_by_side(joint, _UNIT_KEYS, [*INNER, TOGETHER])]
    headings = [
        *(Column(texts[f"table_s4.{name}"], share) for name, share in WORDS.items()),
        *(Column(texts[f"table_s4.{name}"], NUMBER_SHARE, True) for name in INNER),
        *(Column(texts[f"table_s4.edge.{name}"], NUMBER_SHARE, True) for name in EDGE),
        Column(texts[f"table_s4.{TOGETHER}"], NUMBER_SHARE, True),
    ]
    lengths = ", ".join(str(count) for count in sorted(study["n_years"].unique()))
    errors = {
        key: number(joint[f"{name}_error_percent"].max(), texts.language, 1)
        for key, name in (("one_year", "coverage_95"), ("all_years", "joint_coverage_95"))
    }
    units = int(joint["units"].iloc[0])
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s4.title"],
        columns=tuple(headings),
        rows=tuple(rows),
        caption=simulation_caption(NAME, study, texts, period=lengths, units=units, **errors),
        note=texts["table_s4.note"],
        has_blocks=True,
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    # The page and the data hold the whole study, what goes into a paper the case of the study's own length.
    whole, shown = (
        table(results.simulation, results.joint_coverage, texts, shown_only=alone) for alone in (False, True)
    )
    return replace(whole, for_paper=shown)
