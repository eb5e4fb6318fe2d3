"""Whether the bare name of an oblast means it with its autonomous okrugs, told by the table it stands in."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.reading.region_names import region_of

# Shares of the district's value: what rounding of the parts may leave, and what okrugs must hold to tell.
ROUNDING, TELLING = 0.002, 0.01
UNDECIDED = "with_or_without_okrugs"
TABLE = ["file", "sheet", "table", "title", "unit", "labels"]
COLUMN = ["year", "period", "period_text"]
Values = Mapping[tuple, Mapping[str, float]]  # by column of a table, then by region


class Oblast(NamedTuple):
    """An oblast that is printed with and without its okrugs, its district, and all regions of that."""

    region: str
    okrugs: list[str]
    district: str
    siblings: list[str]


def with_bare_oblasts(rows: pd.DataFrame, regions: pd.DataFrame, facts, totals: set[tuple[str, str]]) -> pd.DataFrame:
    """The rows with `region_status`: `known`, `unknown`, or `with_or_without_okrugs` where none can tell.

    rows: tidy rows with `table` and `within`, a bare oblast having the code of the oblast with okrugs. facts: the
    reference tables, indexed (sources.ReferenceIndex). totals: titles and units of the tables that print totals.
    Of a bare oblast the table itself says what is meant: it prints the oblast without okrugs too, or sets these inside
    it; its district is the sum of its regions with, or without, the okrugs; or on a table of totals it is less than
    they are. What holds for one oblast of a table holds for the other. Elsewhere the code is left empty.
    """
    oblasts = _oblasts(regions)
    texts = rows["region_text"].cat
    with_okrugs, without = ([region_of(text, index) for text in texts.categories] for index in facts[:2])
    is_bare = [one != other for one, other in zip(with_okrugs, without, strict=True)]
    bare = np.array(is_bare, dtype=bool)[texts.codes]
    region, status = rows["region"].astype("object"), rows["region"].ne("").map({True: "known", False: "unknown"})
    for (_, _, _, title, unit, _), places in _tables(rows, bare, oblasts):
        table = rows.iloc[places]
        own = table.index[bare[places]]
        meant = _meaning(table, oblasts, (title, unit) in totals)
        if meant == "without":
            region[own] += "-0"
        elif not meant:
            region[own], status[own] = "", UNDECIDED
    return rows.assign(region=pd.Categorical(region), region_status=pd.Categorical(status))


def _oblasts(regions: pd.DataFrame) -> list[Oblast]:
    parts = regions[regions["level"] == "part"]
    now = regions[(regions["level"] == "region") & regions["until"].isna()]
    found = []
    for rest in [part for part in parts["region"] if part.endswith("-0")]:
        oblast = rest.removesuffix("-0")
        okrugs = [part for part in parts.loc[parts["part_of"] == oblast, "region"] if part != rest]
        district = regions.loc[regions["region"] == oblast, "district"].iloc[0]
        found.append(Oblast(oblast, okrugs, district, list(now.loc[now["district"] == district, "region"])))
    return found


def _tables(rows: pd.DataFrame, bare: np.ndarray, oblasts: list[Oblast]) -> Iterator[tuple[tuple, np.ndarray]]:
    """Every table with a bare oblast: its key, and the places of those of its rows that bear on it."""
    codes = {
        code
        for part in oblasts
        for code in (part.region, f"{part.region}-0", part.district, *part.okrugs, *part.siblings)
    }
    bearing = np.flatnonzero(rows["region"].isin(codes))
    groups = rows.iloc[bearing].groupby(TABLE, sort=False, observed=True)
    for key, places in groups.indices.items():
        if bare[bearing[places]].any():
            yield key, bearing[places]


def _meaning(table: pd.DataFrame, oblasts: list[Oblast], is_total: bool) -> str:
    """`with`, `without` or "" for all oblasts of a table; "" too where two of them say different things."""
    printed = set(zip(table["region"], table["region_text"], table["within"], strict=True))
    inside = {(region, within) for region, _, within in printed}
    names = {text: region for region, text, _ in printed}
    own = [part for part in oblasts if part.region in {region for region, _, _ in printed}]
    explicit = any(
        region == f"{part.region}-0" or (region in part.okrugs and names.get(within) == part.region)
        for part in own
        for region, within in inside
    )
    if explicit:
        return "with"
    values: dict[tuple, dict[str, float]] = {}
    columns = (table[name].astype("object") for name in COLUMN)
    for *column, region, value in zip(*columns, table["region"], table["value"], strict=True):
        if not np.isnan(value):
            values.setdefault(tuple(map(str, column)), {}).setdefault(region, value)
    said = {meant for part in own for meant in _by_values(values, part, is_total)}
    return said.pop() if len(said) == 1 else ""


def _by_values(values: Values, oblast: Oblast, is_total: bool) -> Iterator[str]:
    """What the numbers of a table say of one oblast, in as many ways as they do."""
    telling: list[tuple[float, float, float]] = []  # district, sum of its regions, okrugs
    less: list[bool] = []
    for column in values.values():
        if not {oblast.region, *oblast.okrugs} <= set(column):
            continue
        okrugs = sum(column[okrug] for okrug in oblast.okrugs)
        less.append(column[oblast.region] < okrugs)
        if {oblast.district, *oblast.siblings} <= set(column) and okrugs > TELLING * column[oblast.district]:
            telling.append((column[oblast.district], sum(column[region] for region in oblast.siblings), okrugs))
    if telling and all(abs(whole - regional) <= ROUNDING * whole for whole, regional, _ in telling):
        yield "with"
    if telling and all(abs(whole - regional - okrugs) <= ROUNDING * whole for whole, regional, okrugs in telling):
        yield "without"
    if is_total and less and all(less):
        yield "without"
