"""Figures of the study's own results on all regions of Russia, on the sources and on the formulas, from published data.

`tables` holds the frames by name: connections, rates, nid, foresight, stability (results/models), reading and sources
(results/data). Every public function takes it first and returns a Figure. Those of the district: `district_figures`.
"""

import numpy as np
import pandas as pd

from regioncodes.claims.figures import (
    DEFINED,
    PUBLISHED,
    Figure,
    NoFigureError,
    computed,
    found_rows,
    listed,
    of_defining_codes,
)
from regioncodes.codes.foresight.names import ALL, LAGGED
from regioncodes.statistics.permutations import LEVEL

# Signs that a connection told from zero may have.
SIGNS = {"positive": [1], "negative": [-1], "any": [-1, 1]}
CODE_KEYS = ["mapping", "region", "year", "method"]

Tables = dict[str, pd.DataFrame]


def told_connections(tables: Tables, kind: str, sign: str) -> Figure:
    """Number of connections of Figure 1 of one kind that the regions of Russia tell from zero at 5 %, by Holm.

    sign: of the correlation, `positive`, `negative` or `any`.
    """
    if sign not in SIGNS:
        raise ValueError(f"sign '{sign}' found; allowed: {listed(list(SIGNS))}")
    rows, where = _connections(tables, kind)
    told = rows["p_value_holm"].le(LEVEL) & np.sign(rows["correlation"]).isin(SIGNS[sign])
    return computed(told.sum(), PUBLISHED, "connections", where)


def smallest_connection(tables: Tables, kind: str) -> Figure:
    """Smallest correlation that every test of one kind of connections among the regions of Russia would have told."""
    rows, where = _connections(tables, kind)
    return computed(rows["smallest_seen"].max(skipna=False), PUBLISHED, "connections", where)


def _connections(tables: Tables, kind: str) -> tuple[pd.DataFrame, str]:
    """Connections of one kind among the regions of Russia, and their key."""
    return found_rows(tables["connections"], scope="country", kind=kind), f"scope=country, kind={kind}"


def foretold(tables: Tables, predictor: str, target: str, years: float) -> Figure:
    """Rank correlation within the year of a code with what came after it, over all regions and origins.

    predictor: code_id or code_nid; target: real_grp_per_head, or codes, their own later change. From figures out by
    then.
    """
    where = f"target={target}, horizon_years={years:g}, predictor={predictor}"
    rows = found_rows(tables["foresight"], figures=LAGGED, target=target, predictor=predictor, origin=ALL)
    own = rows.loc[rows["horizon_years"].eq(years), "rank_correlation"]
    # Horizons are a choice: one that was not tried has no figure.
    if own.empty:
        raise NoFigureError("foresight", where)
    return computed(own.iloc[0], PUBLISHED, "foresight", where)


def lasting_percent(tables: Tables, code: str) -> Figure:
    """Share of the variance of a code that lies between regions rather than within them over the years, in percent."""
    row = found_rows(tables["stability"], code=code).iloc[0]
    return computed(row["between_percent"], PUBLISHED, "stability", f"code={code}")


def slower_codes(tables: Tables) -> Figure:
    """Number of defining codes whose persistence is told to exceed that of their rates, over all regions."""
    slower = tables["stability"]["verdict"].eq("slower").sum()
    return computed(slower, PUBLISHED, "stability", "verdict=slower")


def codes_of(tables: Tables, kind: str) -> Figure:
    """Number of codes of a kind, `defining` or `dynamic`, that the study computes as the article defines them."""
    columns = {"defining": "code", "dynamic": "dynamic_code"}
    if kind not in columns:
        raise ValueError(f"kind '{kind}' found; allowed: {listed(list(columns))}")
    return computed(
        of_defining_codes(tables["rates"])[columns[kind]].nunique(), DEFINED, "rates", f"column={columns[kind]}"
    )


def formula_1_gap(tables: Tables) -> Figure:
    """Largest distance of Code_ID of Formula (1) from the sum of the three rates, in standard deviations per year."""
    rates = of_defining_codes(tables["rates"])
    first = rates[rates["order"].eq(1) & rates["method"].eq(rates["method"].iloc[0])]
    sums = first.groupby(CODE_KEYS)["estimate"].sum(min_count=3).rename("summed").reset_index()
    whole = found_rows(tables["nid"], formula="code_id", sign="signed")
    both = whole.merge(sums, on=CODE_KEYS, how="inner", validate="one_to_one")
    gap = round(float((both["estimate"] - both["summed"]).abs().max()), 9)
    return computed(gap, DEFINED, "nid", "formula=code_id, sign=signed")


def second_derivative_gap(tables: Tables) -> Figure:
    """Largest distance between the two forms of NID(t) in Formula (2), by yearly differences of the fitted codes.

    One sums the differences of the dynamic codes, the other the second differences of the defining codes.
    """
    levels = _fitted_codes(tables)
    dynamic = np.diff(levels, axis=0)
    gap = np.abs(np.diff(dynamic.sum(axis=1)) - np.diff(levels, n=2, axis=0).sum(axis=1)).max()
    return computed(round(float(gap), 9), DEFINED, "rates", "region=RU, order=0")


def inner_year_influence(tables: Tables) -> Figure:
    """Largest change of Formula (2) with unit weights when a code moves by 1 SD in one year between the end years.

    The sum of second differences over a period; its two first and two last years are the ends. With unit weights it
    telescopes to the last velocity less the first, so that the years between have no influence.
    """
    return _inner_year_influence(tables, np.inf)


def faded_year_influence(tables: Tables, memory: float) -> Figure:
    """The same with weights exp(-j/memory) on the j-th past year, memory in years, such as a coefficient might be."""
    return _inner_year_influence(tables, memory)


def _inner_year_influence(tables: Tables, memory: float) -> Figure:
    """Influence of the years between the ends under weights that fade; an endless memory weighs all years alike."""
    levels = _fitted_codes(tables).sum(axis=1)
    weights = np.exp(-np.arange(len(levels) - 2)[::-1] / memory)
    moved = levels + np.eye(len(levels))[2:-2]
    change = np.diff(moved, n=2, axis=1) @ weights - np.diff(levels, n=2) @ weights
    return computed(round(float(np.abs(change).max()), 9), DEFINED, "rates", "region=RU, order=0")


def _fitted_codes(tables: Tables) -> np.ndarray:
    """Fitted defining codes of the country, years × codes, by the first mapping and method of the table."""
    rates = of_defining_codes(tables["rates"])
    rows = found_rows(rates, mapping=rates["mapping"].iloc[0], method=rates["method"].iloc[0], region="RU", order=0)
    return rows.pivot(index="year", columns="code", values="estimate").dropna().to_numpy()


def publication_lag(tables: Tables, indicator: str) -> Figure:
    """Fewest years between the last year of an indicator in an edition and the year that published the edition."""
    published = tables["sources"].drop_duplicates("edition").set_index("edition")["published"].astype(str).str[:4]
    rows = found_rows(tables["reading"], indicator=indicator)
    last = rows.groupby("edition")["last_year"].max()
    lags = published.reindex(last.index).astype(float) - last
    return computed(lags.min(), PUBLISHED, "reading", f"indicator={indicator}")


def first_published(tables: Tables, indicator: str) -> Figure:
    """First year for which any edition prints an indicator."""
    rows = found_rows(tables["reading"], indicator=indicator)
    return computed(rows["first_year"].min(), PUBLISHED, "reading", f"indicator={indicator}")
