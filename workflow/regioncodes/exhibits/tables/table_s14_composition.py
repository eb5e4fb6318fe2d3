"""Supplementary table 14: what the codes are made of, the share of every indicator in their changes and levels."""

from collections.abc import Iterator
from types import SimpleNamespace

import pandas as pd

from regioncodes.exhibits.printing.cells import Cell, number_cell
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.exhibits.printing.selection import full_name, names_of
from regioncodes.ground.tables import rows_where
from regioncodes.words.captions import caption
from regioncodes.words.code_terms import changes_of, dominance, in_order, share, term_names
from regioncodes.words.numbers import MISSING, NO_BREAK_SPACE, number
from regioncodes.words.texts import Texts

NAME = "table_s14_composition"


def table(
    composition: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    texts: Texts,
    *,
    district: str,
    period: dict[str, int],
    status: str = "published",
) -> PrintedTable:
    """Table of covariance shares in per cent: a block for every code, a row for every indicator as it is built.

    composition: of codes.composition, one mapping. Columns: the regions together, their range, the district as one
    unit, Russia; at last the regions together in the level.
    """
    names = names_of(composition["region"], regions, texts)
    wholes = list(dict.fromkeys([district, "RU"]))
    heads = ["together", "range", *(["district"] if district != "RU" else []), "country", "n", "level"]
    width = 0.52 / len(heads)
    mapping = composition["mapping"].iloc[0]
    changes = changes_of(composition, mapping)
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s14.title"],
        columns=(
            Column(texts["table_s14.code"], 0.13),
            Column(texts["table_s14.indicator"], 0.23),
            Column(texts["table_s14.transform"], 0.12),
            *(Column(texts[f"table_s14.{head}"], width, True) for head in heads),
        ),
        rows=tuple(_rows(composition, wholes, indicators, texts)),
        caption=caption(
            NAME,
            texts,
            status=status,
            district=full_name(district, regions, texts),
            mapping=mapping,
            period=f"{period['first_year']}–{period['last_year']}",
            n=number(changes.loc[changes["pooled"].astype(bool), "n"].max(), texts.language),
        ),
        note=f"{dominance(changes, names, indicators, texts)} {texts('table_s14.note', mark=MISSING)}",
        has_blocks=True,
    )


def _rows(
    composition: pd.DataFrame, wholes: list[str], indicators: pd.DataFrame, texts: Texts
) -> Iterator[tuple[str, ...]]:
    terms = term_names(composition, indicators, texts)
    for term in in_order(composition).itertuples():
        own = rows_where(composition, code=term.code, indicator=term.indicator)
        is_change, is_pooled = own["form"].eq("change"), own["pooled"].astype(bool)
        pooled, single = own[is_change & is_pooled], own[is_change & ~is_pooled]
        yield (
            texts[f"code.{term.code}"],
            terms[term.code, term.indicator],
            texts[f"table_s14.{own['transform'].iloc[0]}"],
            _share(pooled, texts),
            _range(single[~single["region"].isin(wholes)], texts),
            *(_share(single[single["region"].eq(whole)], texts) for whole in wholes),
            number_cell(pooled["n_indicator"].iloc[0], texts),
            _share(own[~is_change & is_pooled], texts),
        )


def _share(rows: pd.DataFrame, texts: Texts) -> str:
    """The share of the one row there is, starred where it is more than a half."""
    row = rows.iloc[0]
    mark = "*" if row["dominant"] else ""
    return Cell(f"{share(row['covariance_share'], texts)}{mark}", value=100 * row["covariance_share"], mark=mark)


def _range(rows: pd.DataFrame, texts: Texts) -> str:
    """Lowest and highest share among single regions."""
    known = rows["covariance_share"].dropna()
    if known.empty:
        return MISSING
    ends = [share(known.min(), texts), share(known.max(), texts)]
    words = f"{NO_BREAK_SPACE}…{NO_BREAK_SPACE}".join(dict.fromkeys(ends))
    return Cell(words, lowest=100 * known.min(), highest=100 * known.max())


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    shown = results.code_composition[results.code_composition["mapping"].eq(choices.mapping)]
    facts = {"district": choices.district, "period": choices.period}
    return table(shown, results.regions, results.indicators, texts, **facts)
