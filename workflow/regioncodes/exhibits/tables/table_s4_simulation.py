"""Supplementary table 4: bias, error and coverage of every method of the derivative on known curves."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.printing.simulation_case import shown_case, simulation_caption
from regioncodes.words.numbers import number
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
NUMBER_SHARE = 0.065
_KEYS = ["truth", "n_years", "noise_sd", "method", "order"]
_ORDERS = ("f", "f′", "f″")


def _row(row: dict, texts: Texts) -> tuple[str, ...]:
    """Printed cells of one method on one curve."""
    noise = number(row["noise_sd"], texts.language, 1)
    measured = [("inner", INNER), ("edge", EDGE)]
    return (
        texts[f"truth.{row['truth']}"],
        texts("table_s4.length_and_noise", n=int(row["n_years"]), noise=noise),
        texts[f"method_short.{row['method']}"],
        _ORDERS[row["order"]],
        *(
            number(row[f"{name}_{years}"], texts.language, digits)
            for years, names in measured
            for name, digits in names.items()
        ),
    )


def table(study: pd.DataFrame, texts: Texts, *, shown_only: bool) -> PrintedTable:
    """Table with a block for every curve: a row for every length, noise, method and order.

    study: as simulation.derivative_study returns it. shown_only: derivatives of the middle length and noise
    alone, for print; else every row of the study.
    """
    years, noise = shown_case(study)
    if shown_only:
        is_shown = study["n_years"].eq(years) & study["noise_sd"].eq(noise) & study["order"].gt(0)
        study = study[is_shown]
    inner, edge = (
        study[study["years"].eq(kind)].set_index(_KEYS)[list(names)].add_suffix(f"_{kind}")
        for kind, names in (("inner", INNER), ("edge", EDGE))
    )
    rows = inner.join(edge, validate="one_to_one").reset_index()
    headings = [
        *(Column(texts[f"table_s4.{name}"], share) for name, share in WORDS.items()),
        *(Column(texts[f"table_s4.{name}"], NUMBER_SHARE, True) for name in INNER),
        *(Column(texts[f"table_s4.edge.{name}"], NUMBER_SHARE, True) for name in EDGE),
    ]
    lengths = ", ".join(str(count) for count in sorted(study["n_years"].unique()))
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s4.title"],
        columns=tuple(headings),
        rows=tuple(_row(row, texts) for row in rows.to_dict("records")),
        caption=simulation_caption(NAME, study, texts, period=lengths),
        note=texts["table_s4.note"],
        has_blocks=True,
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    # The page and the data hold the whole study, what goes into a paper the case of the study's own length.
    whole, shown = (table(results.simulation, texts, shown_only=alone) for alone in (False, True))
    return replace(whole, for_paper=shown)
