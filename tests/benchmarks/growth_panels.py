"""Synthetic countries of any size, printed as Rosstat prints: regions, indicators and years, two editions."""

from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.ground.tables import read_table

REFERENCE = Path(__file__).parents[2] / "data/reference"
UNITS = 9  # rows of the district study: six units, Tyumen with its okrugs, the district, the country
YEARS = range(2000, 2022)
REVISED_YEARS = range(2014, 2022)
SOURCES = pd.DataFrame({"edition": ["first", "second"], "published": ["2022-12", "2024-12"]})
SYLLABLES = ["ба", "ве", "го", "ду", "жи", "ка", "ле", "мо", "ну", "пи", "ра", "се", "то", "фу", "хи", "ча"]
LEAF_LEVEL = "region"


class Country(NamedTuple):
    """Regions and indicators as in data/reference, and figures by indicator: years × regions, wholes included."""

    regions: pd.DataFrame
    indicators: pd.DataFrame
    figures: dict[str, pd.DataFrame]


def country(fold: int, *, seed: int = 1, indicators: int | None = None, years: range = YEARS) -> Country:
    """A country with `fold` times the rows of the district study, every indicator of the study (or the first ones).

    Totals add up, ratios are means weighted by the size of the region, and the identities of identities.csv hold.
    """
    kinds = read_table(REFERENCE / "indicators.csv")[:indicators]
    regions = _regions(UNITS * fold)
    random = np.random.default_rng(seed)
    leaves = regions.loc[regions["level"] == LEAF_LEVEL, ["region", "district"]]
    size = pd.Series(np.exp(random.normal(0, 0.8, len(leaves))), index=leaves["region"].to_numpy())
    raw = {row.indicator: _series(random, row.kind, _bounds(row.indicator), size, years) for row in kinds.itertuples()}
    agreed = _with_identities(raw)
    figures = {
        row.indicator: _with_wholes(agreed[row.indicator], row.kind, size, leaves.set_index("region")["district"])
        for row in kinds.itertuples()
    }
    return Country(regions, kinds, figures)


def tidy_rows(nation: Country) -> pd.DataFrame:
    """Tidy rows of two editions (reading.sources.ROWS): all years, and the last years revised by 2 % in the totals."""
    kind = nation.indicators.set_index("indicator")["kind"]
    first = [_edition("first", name, frame, nation) for name, frame in nation.figures.items()]
    second = [
        _edition("second", name, (frame * 1.02).round(1).loc[list(REVISED_YEARS)], nation)
        for name, frame in nation.figures.items()
        if kind[name] == "total"
    ]
    return pd.concat([*first, *second], ignore_index=True)


def grids(nation: Country) -> dict[str, list[list]]:
    """The tables of the first edition as grids of cells, by indicator: title, unit, years, one row per region."""
    titles = nation.indicators.set_index("indicator")
    names = dict(zip(nation.regions["region"], nation.regions["name_ru"], strict=True))
    return {
        indicator: [
            [titles.loc[indicator, "title_ru"]],
            [f"({titles.loc[indicator, 'unit_ru']})"],
            [],
            ["", *map(int, frame.index)],
            *([names[region], *frame[region].tolist()] for region in frame.columns),
        ]
        for indicator, frame in nation.figures.items()
    }


def tables(nation: Country, file: str) -> pd.DataFrame:
    """The lines of tables.csv for one workbook with a sheet for each indicator, numbered from 1."""
    lines = [
        {
            "file": file,
            "sheet": str(number),
            "indicator": name,
            "first_year": frame.index[0],
            "last_year": frame.index[-1],
            "bare_oblast_name": "with_okrugs",
        }
        for number, (name, frame) in enumerate(nation.figures.items(), start=1)
    ]
    return pd.DataFrame(lines).reindex(columns=read_table(REFERENCE / "tables.csv").columns).fillna("")


def _regions(rows: int) -> pd.DataFrame:
    """The country, its districts and their regions, as many rows as asked for, under invented names."""
    districts = max(1, round(np.sqrt(rows / 10)))
    leaves = rows - 1 - districts
    codes = [f"RU-D{number:04d}" for number in range(districts)]
    names = (" ".join(("округ", "".join(parts))) for parts in product(SYLLABLES, repeat=4))
    records = [("RU", "country", "")]
    for place, code in enumerate(codes):
        records.append((code, "district", "RU"))
        records += [(f"RU-R{number:05d}", LEAF_LEVEL, code) for number in range(place, leaves, districts)]
    table = pd.DataFrame(records, columns=["region", "level", "district"]).assign(part_of=np.nan, since=np.nan)
    named = ["Российская Федерация", *(next(names) for _ in range(len(table) - 1))]
    return table.assign(name_ru=named, name_en=table["region"], short_ru=np.nan, until=np.nan, successor=np.nan)


def _bounds(indicator: str) -> tuple[float, float]:
    ranges = read_table(REFERENCE / "ranges.csv").set_index("indicator")
    return tuple(ranges.loc[indicator, ["lowest", "highest"]].fillna(np.inf))


def _series(random: np.random.Generator, kind: str, bounds: tuple, size: pd.Series, years: range) -> pd.DataFrame:
    """Smooth invented figures, years × regions: growth with noise for what has no bound, else inside the bounds."""
    shape = (len(years), len(size))
    if kind == "index":
        values = random.normal(104, 2, shape)
    elif kind == "ratio" and np.isfinite(bounds[1]):
        start = random.uniform(0.3, 0.5, len(size))
        drift = 0.1 * np.linspace(0, 1, len(years))[:, None] + random.normal(0, 0.005, shape)
        values = bounds[0] + (bounds[1] - bounds[0]) * (start + drift)
    else:
        paths = np.exp(0.06 * np.arange(len(years))[:, None] + random.normal(0, 0.02, shape))
        values = 500 * paths * (size.to_numpy() if kind == "total" else 1.0)
    return pd.DataFrame(values, index=list(years), columns=size.index).round(1)


def _with_identities(raw: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The figures with those of identities.csv made to fit, the later lines from what the earlier made."""
    figures = dict(raw)
    for line in read_table(REFERENCE / "identities.csv").fillna("").itertuples():
        if not {name for name in (line.left, line.right, line.result) if name} <= figures.keys():
            continue
        if line.operation == "not_above":
            figures[line.left] = np.minimum(figures[line.left], 0.9 * figures[line.right]).round(1)
        elif line.operation == "mean_of_year_ends":
            ends = figures[line.left]
            figures[line.result] = ((ends + ends.shift().fillna(ends)) / 2).round(2)
    for line in read_table(REFERENCE / "identities.csv").fillna("").itertuples():
        if line.operation == "ratio" and {line.left, line.right, line.result} <= figures.keys():
            figures[line.result] = (line.scale * figures[line.left] / figures[line.right]).round(3)
        elif line.operation == "growth" and {line.left, line.right} <= figures.keys():
            growth = 100 * figures[line.left] / figures[line.left].shift()
            figures[line.right] = (growth / 1.03).fillna(104.0).round(1)
    return figures


def _with_wholes(leaves: pd.DataFrame, kind: str, size: pd.Series, district: pd.Series) -> pd.DataFrame:
    """The figures with those of districts and country before their regions."""
    of = district.reindex(leaves.columns)
    if kind == "total":
        districts, whole = leaves.T.groupby(of).sum().T, leaves.sum(axis=1)
    else:
        weight = size / size.groupby(of).transform("sum")
        districts = (leaves * weight).T.groupby(of).sum().T
        whole = (leaves * (size / size.sum())).sum(axis=1)
    return pd.concat([whole.rename("RU"), districts, leaves], axis=1).round(3)


def _edition(edition: str, indicator: str, frame: pd.DataFrame, nation: Country) -> pd.DataFrame:
    """Tidy rows of one table; every 50th region's first year is not available."""
    count, years = len(frame.columns), len(frame)
    names = nation.regions.set_index("region")["name_ru"].reindex(frame.columns)
    missing = np.zeros((count, years), dtype=bool)
    missing[10::50, 0] = True
    values = frame.T.to_numpy().copy()
    values[missing] = np.nan
    letters = [chr(ord("B") + place) for place in range(years)]
    texts = pd.Series(values.ravel()).map(lambda value: f"{value:g}" if value == value else "…", na_action=None)
    return pd.DataFrame(
        {
            "region": np.repeat(frame.columns.to_numpy(), years),
            "year": np.tile(frame.index.to_numpy(), count),
            "indicator": indicator,
            "value": values.ravel(),
            "unit": "",
            "status": np.where(missing.ravel(), "not_available", "value"),
            "flags": "",
            "note": pd.array([pd.NA] * (count * years), dtype="Int64"),
            "edition": edition,
            "file": f"{edition}.xlsx",
            "sheet": indicator,
            "cell": [f"{letter}{row}" for row in range(5, 5 + count) for letter in letters],
            "region_text": np.repeat(names.to_numpy(), years),
            "raw_text": texts,
        }
    )
