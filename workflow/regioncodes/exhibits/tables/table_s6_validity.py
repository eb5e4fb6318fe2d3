"""Supplementary table 6: the dynamic codes against measurements of what they are named for."""

from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.printing.tested_correlations import smallest_seen_note, tested_cells, told_from_zero
from regioncodes.words.captions import caption
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

NAME = "table_s6_validity"
COLUMNS = (
    ("code", 0.14, False),
    ("measure", 0.24, False),
    ("form", 0.1, False),
    ("n", 0.07, True),
    ("correlation", 0.08, True),
    ("p", 0.08, True),
    ("holm", 0.08, True),
    ("seen", 0.08, True),
    ("verdict", 0.13, False),
)


def table(
    validity: pd.DataFrame,
    indicators: pd.DataFrame,
    texts: Texts,
    *,
    mapping: str,
    power: float,
    status: str = "published",
) -> PrintedTable:
    """Table of correlations: a block for every dynamic code, rows for its measures, as levels and as changes.

    validity: of validity.validity. indicators: indicator, title_en, title_ru. mapping: its name.
    power: of the smallest correlation seen.
    """
    titles = indicators.set_index("indicator")[f"title_{texts.language}"]
    left_out = sorted({name for names in validity["left_out"].dropna() for name in names.split("; ") if name})
    words = ", ".join(f"«{titles[name]}»" if texts.language == "ru" else f"“{titles[name]}”" for name in left_out)
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s6.title"],
        columns=tuple(Column(texts[f"tests.{key}"], share, is_number) for key, share, is_number in COLUMNS),
        rows=tuple(
            (
                texts[f"code.{row.dynamic_code}"],
                titles[row.measure],
                texts[f"form.{row.form}"],
                *tested_cells(row, texts),
            )
            for row in validity.itertuples()
        ),
        caption=caption(
            NAME,
            texts,
            status=status,
            mapping=mapping,
            n=number(validity["n"].max(), texts.language),
            regions=number(validity["regions"].max(), texts.language),
            period=_period(validity),
            blocks=number(validity["blocks"].max(), texts.language),
            lowest=number(validity["lowest_p_value"].max(), texts.language, 3),
            told=told_from_zero(validity, texts),
        ),
        note=f"{_note(words, texts)} {smallest_seen_note(validity, power, texts)}",
        has_blocks=True,
    )


def _note(left_out: str, texts: Texts) -> str:
    return texts("table_s6.note", left_out=left_out) if left_out else texts["table_s6.note_whole"]


def _period(validity: pd.DataFrame) -> str:
    years = validity[["first_year", "last_year"]].dropna()
    return f"{years['first_year'].min():.0f}–{years['last_year'].max():.0f}" if len(years) else "—"


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return table(results.validity, results.indicators, texts, mapping=choices.mapping, power=choices.power)
