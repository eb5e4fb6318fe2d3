"""Supplementary table 7: the connections of Figure 1, estimated for the regions of the country and of the district."""

from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.printing.tested_correlations import smallest_seen_note, tested_cells, told_from_zero
from regioncodes.words.captions import caption
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts

NAME = "table_s7_connections"
COLUMNS = (
    ("scope", 0.14, False),
    ("kind", 0.16, False),
    ("connection", 0.21, False),
    ("n", 0.06, True),
    ("correlation", 0.07, True),
    ("p", 0.07, True),
    ("holm", 0.07, True),
    ("seen", 0.08, True),
    ("verdict", 0.14, False),
)


def table(
    connections: pd.DataFrame,
    regions: pd.DataFrame,
    texts: Texts,
    *,
    mapping: str,
    district: str,
    power: float,
    status: str = "published",
) -> PrintedTable:
    """Table of partial correlations: a block for every scope, a row for every arrow of Figure 1.

    connections: of connections.connections. regions: region, name_en, name_ru. mapping: its name. district: its code.
    power: of the smallest correlation seen.
    """
    names = regions.set_index("region")[f"name_{texts.language}"]
    scopes = {"country": names["RU"], "district": names[district]}
    country = connections[connections["scope"] == "country"]
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s7.title"],
        columns=tuple(Column(texts[f"tests.{key}"], share, is_number) for key, share, is_number in COLUMNS),
        rows=tuple(
            (
                texts("table_s7.scope", name=scopes[row.scope], regions=number(row.regions, texts.language)),
                texts[f"kind.{row.kind}"],
                texts("table_s7.connection", start=texts[f"code.{row.start}"], end=texts[f"code.{row.end}"]),
                *tested_cells(row, texts),
            )
            for row in connections.itertuples()
        ),
        caption=caption(
            NAME,
            texts,
            status=status,
            mapping=mapping,
            n=number(country["n"].max(), texts.language),
            period=f"{country['first_year'].min():.0f}–{country['last_year'].max():.0f}",
            told=told_from_zero(country, texts),
        ),
        note=f"{texts['table_s7.note']} {smallest_seen_note(connections, power, texts)}",
        has_blocks=True,
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return table(
        results.connections,
        results.regions,
        texts,
        mapping=choices.mapping,
        district=choices.district,
        power=choices.power,
    )
