"""The map of regions that one can ask: what its script draws squares, colours and words from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from regioncodes.codes.region_codes import GROWTH, LATER_GROWTH, QUANTITIES
from regioncodes.exhibits.printing import colours
from regioncodes.exhibits.printing.region_colours import HIGH, LOW, MIDDLE, scale_end, shown_values
from regioncodes.ground.regions import regions_of

ASSETS = {ending: Path(__file__).with_name(f"region_map.{ending}") for ending in ("js", "css")}
# Finer than anyone reads; the CSV holds all of them.
DECIMALS = {GROWTH: 2, LATER_GROWTH: 2}
USUAL_DECIMALS = 4


@dataclass(frozen=True)
class MapChoices:
    """What the map tells beside codes. passports: regions whose square leads to a passport.

    target: what grows, as config.foresight has it. later_years: over which later growth is taken.
    """

    target: str
    later_years: int
    passports: Collection[str] = ()


def map_data(
    tables: Mapping[str, pd.DataFrame],
    *,
    district: str,
    later_years: int,
    target: Mapping[str, str],
    passports: Collection[str] = (),
) -> dict[str, Any]:
    """What `regioncodesMap.mount` of region_map.js is given: plain values, ready for JSON, sorted.

    tables: region_codes (results/models), region_tiles (checked) and regions (data/reference). passports: regions whose
    square leads to a passport. later_years: over which later growth is taken. target: what grows, in words by language.
    tiles: a square each, in reading order. quantities: by name `end` of the scale, and by tile and year, in the orders
    of tiles and years, `value`, `shown` (what the colour tells: growth less the mean of the year's regions), and of
    codes `lower` and `upper` ends of the joint band; null where there is none. state: `told`, `uncertain`, `edge` or
    `plain` (growth), "" without a figure.
    """
    table, tiles = tables["region_codes"], tables["region_tiles"].sort_values(["row", "column"])
    years = sorted(int(year) for year in table["year"].unique())
    names = tables["regions"].set_index("region")
    own = set() if district == "RU" else set(regions_of(district, tables["regions"]))
    shown = shown_values(table).assign(state=_states)
    return {
        "years": years,
        "year": _last_inner(table, years),
        "later_years": later_years,
        "target": dict(target),
        "colours": {"low": LOW, "middle": MIDDLE, "high": HIGH, "letters": colours.INK},
        "district": {language: names.loc[district, f"short_{language}"] for language in target},
        "tiles": [
            {
                "region": tile["region"],
                "row": int(tile["row"]),
                "column": int(tile["column"]),
                "letters": {language: tile[f"abbreviation_{language}"] for language in target},
                "name": {language: names.loc[tile["region"], f"name_{language}"] for language in target},
                "own": tile["region"] in own,
                "passport": tile["region"] in passports,
            }
            for tile in tiles.to_dict("records")
        ],
        "quantities": {
            quantity: _quantity(shown[shown["quantity"].eq(quantity)], list(tiles["region"]), years)
            for quantity in QUANTITIES
        },
    }


def _states(table: pd.DataFrame) -> np.ndarray:
    is_growth = table["quantity"].isin([GROWTH, LATER_GROWTH])
    conditions = [table["estimate"].isna(), is_growth, ~table["inner"].astype(bool), table["uncertain"]]
    return np.select(conditions, ["", "plain", "edge", "uncertain"], default="told")


def _last_inner(table: pd.DataFrame, years: list[int]) -> int:
    """The year that is shown first: the last inner one of a code, else the last of all."""
    inner = table["inner"].astype(bool) & table["estimate"].notna() & ~table["quantity"].isin([GROWTH, LATER_GROWTH])
    return int(table.loc[inner, "year"].max()) if inner.any() else years[-1]


def _quantity(rows: pd.DataFrame, regions: list[str], years: list[int]) -> dict[str, Any]:
    digits = DECIMALS.get(rows["quantity"].iloc[0] if len(rows) else "", USUAL_DECIMALS)
    cells = rows.set_index(["region", "year"])
    columns = {"value": "estimate", "shown": "shown", "lower": "joint_lower_95", "upper": "joint_upper_95"}
    found: dict[str, Any] = {"end": scale_end(rows["shown"])}
    for name, column in columns.items():
        wide = cells[column].unstack("year").reindex(index=regions, columns=years)
        if wide.notna().any(axis=None):
            found[name] = [
                [None if pd.isna(cell) else round(cell, digits) for cell in line] for line in wide.to_numpy()
            ]
    wide = cells["state"].unstack("year").reindex(index=regions, columns=years).fillna("")
    return found | {"state": wide.to_numpy().tolist()}
