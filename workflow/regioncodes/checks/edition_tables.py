"""The printed figures as matrices: one line per edition, indicator and year, one column per region."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.ground.regions import LEVELS

LINE = ["edition", "indicator", "year"]
# Units that partition the country; what no longer exists or lies abroad is compared with nothing.
NOWHERE = -1
# A figure with more decimals than this is no rounded one: the publication stores it in full.
MOST_DECIMALS = 8


class EditionTable(NamedTuple):
    """One indicator in one edition; the matrices are years × regions."""

    edition: str
    indicator: str
    kind: str
    years: np.ndarray
    regions: np.ndarray
    values: np.ndarray
    half_units: np.ndarray
    statuses: np.ndarray
    positions: np.ndarray

    def at(self, years: np.ndarray) -> "EditionTable":
        """The same table for the years given; a year that it lacks has no figures."""
        found = np.searchsorted(self.years, years).clip(max=len(self.years) - 1)
        there = (self.years[found] == years)[:, None]
        return self._replace(
            years=years,
            values=np.where(there, self.values[found], np.nan),
            half_units=np.where(there, self.half_units[found], 0.0),
            statuses=np.where(there, self.statuses[found], ""),
            positions=np.where(there, self.positions[found], NOWHERE),
        )


class EditionTables(NamedTuple):
    """Figures as printed, all frames of one shape: lines (edition, indicator, year) × regions."""

    values: pd.DataFrame  # NaN where no figure stands
    half_units: pd.DataFrame  # half of the last printed digit: the most that rounding can hide
    statuses: pd.DataFrame  # of the cell, "" where the table has none
    positions: pd.DataFrame  # of the row among the rows, NOWHERE where there is none
    kinds: pd.Series  # total, ratio or index, by line
    since: pd.Series  # year in which a region joined, by region; those that always were are left out
    parts: list[str]  # okrugs and oblasts without them
    tables: dict[tuple[str, str], EditionTable]  # the same by edition and indicator, in this order


def edition_tables(rows: pd.DataFrame, regions: pd.DataFrame, indicators: pd.DataFrame) -> EditionTables:
    """Values, rounding, marks, positions and kinds of all the rows, sorted by edition, indicator and year.

    rows: tidy rows of all editions (reading.sources.ROWS). A dash in an additive table counts as zero,
    and so does a region before the year in which it joined; neither has rounding.
    """
    kind_of = indicators.set_index("indicator")["kind"]
    counted = indicators.loc[indicators["unit"].isin(["units", "persons"]), "indicator"]
    groups = rows.groupby(LINE, sort=True)
    line = groups.ngroup().to_numpy()
    index = pd.MultiIndex.from_frame(rows[LINE].iloc[np.unique(line, return_index=True)[1]])
    units = regions[regions["level"].isin(LEVELS)]
    names = pd.Index(units["region"])
    column = names.get_indexer(rows["region"])
    known = column >= 0

    def matrix(content: np.ndarray, empty: float | str) -> pd.DataFrame:
        filled = np.full((len(index), len(names)), empty, dtype=content.dtype)
        filled[line[known], column[known]] = content[known]
        return pd.DataFrame(filled, index=index, columns=names)

    kinds = pd.Series(index.get_level_values("indicator").map(kind_of), index=index)
    absent_total = (rows["status"] == "absent").to_numpy() & (kinds == "total").to_numpy()[line]
    values = matrix(np.where(absent_total, 0.0, rows["value"].to_numpy(float)), np.nan)
    since = units.dropna(subset="since").set_index("region")["since"]
    parts = list(units.loc[units["level"] == "part", "region"])
    frames = (
        _zero_before_they_joined(values, kinds, since),
        matrix(_half_units(rows, line, index.get_level_values("indicator").isin(counted)[line]), 0.0),
        matrix(rows["status"].to_numpy(object), ""),
        matrix(np.arange(len(rows)), NOWHERE),
    )
    return EditionTables(*frames, kinds, since, parts, _tables(frames, kinds))


def _tables(frames: tuple[pd.DataFrame, ...], kinds: pd.Series) -> dict[tuple[str, str], EditionTable]:
    """The lines of the frames cut into tables by edition and indicator."""
    names = frames[0].columns.to_numpy(object)
    arrays = [frame.to_numpy() for frame in frames]
    editions, indicators, years = (kinds.index.get_level_values(level) for level in LINE)
    keys = list(zip(editions, indicators, strict=True))
    starts = [line for line, key in enumerate(keys) if not line or key != keys[line - 1]]
    return {
        keys[start]: EditionTable(
            *keys[start], kinds.iloc[start], years[start:end].to_numpy(), names, *(part[start:end] for part in arrays)
        )
        for start, end in pairwise([*starts, len(keys)])
    }


def decimals(values: np.ndarray) -> np.ndarray:
    """Decimals after which each number ends, the noise of binary storage aside; MOST_DECIMALS where it goes on."""
    found = np.full(len(values), MOST_DECIMALS)
    with np.errstate(invalid="ignore"):
        for places in range(MOST_DECIMALS - 1, -1, -1):
            ends = np.abs(np.round(values, places) - values) <= 1e-9 * np.maximum(np.abs(values), 1e-3)
            found[ends] = places
    return found


def _half_units(rows: pd.DataFrame, line: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Half of the last printed digit of every row, in the unit of the value; 0 where no figure stands.

    A cell has its own decimals; in a line printed to a tenth (the lower quartile of its cells has a decimal)
    a whole number is one in ten, so it too is a tenth. "In 2.1 times" is a tenth of 100 %. Counts are exact.
    """
    values = rows["value"].to_numpy()
    factor = _row_factors(rows["raw_text"], values)
    own = decimals(values / factor)
    observed = np.isfinite(values)
    quartile = pd.Series(np.where(observed, own, np.nan)).groupby(line).transform("quantile", 0.25)
    places = np.maximum(own, np.floor(quartile.fillna(0.0).to_numpy()).clip(max=1))
    halves = 0.5 * factor * 10.0**-places
    halves = np.where(rows["flags"].str.contains("times").to_numpy(), 5.0, halves)
    return np.where(observed & ~counted, halves, 0.0)


def _row_factors(raw_text: pd.Series, values: np.ndarray) -> np.ndarray:
    """Factor between the printed text and the value, 1 except in a row printed in another unit."""
    numbers = pd.to_numeric(raw_text.str.replace(",", "."), errors="coerce").to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        exponent = np.log10(values / numbers)
        whole = np.isfinite(exponent) & (np.abs(exponent - np.round(exponent)) < 1e-9)
    return 10.0 ** np.where(whole, np.round(exponent), 0.0)


def _zero_before_they_joined(values: pd.DataFrame, kinds: pd.Series, since: pd.Series) -> pd.DataFrame:
    """Totals of regions that joined later are zero before, so that the sums of the others stand."""
    years = values.index.get_level_values("year")
    return values.assign(
        **{
            region: values[region].mask((years < year) & (kinds == "total") & values[region].isna(), 0.0)
            for region, year in since.items()
        }
    )
