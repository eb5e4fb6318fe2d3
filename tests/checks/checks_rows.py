"""Invented figures of the whole country as tidy rows, for the tests of the checks."""

import numpy as np
import pandas as pd

from regioncodes.ground.regions import LEVELS, derivations, leaf_regions
from regioncodes.reading.sources import ROWS

YEARS = range(2000, 2012)


def units(regions: pd.DataFrame) -> pd.DataFrame:
    return regions[regions["level"].isin(LEVELS)]


def leaf_figures(regions: pd.DataFrame, seed: int, *, size: float = 5000.0) -> pd.DataFrame:
    """Positive figures that grow smoothly, years × leaf regions, to a tenth."""
    random = np.random.default_rng(seed)
    leaves = leaf_regions(units(regions))
    start = size * np.exp(random.normal(0, 1, len(leaves)))
    growth = random.normal(0.08, 0.03, (len(YEARS), len(leaves))).cumsum(axis=0)
    return pd.DataFrame(start * np.exp(growth), index=pd.Index(YEARS, name="year"), columns=leaves).round(1)


def with_sums(leaves: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Years × all units: oblasts, districts and the country as sums of their parts."""
    wide = leaves.copy()
    for unit, signs in derivations(units(regions)).items():
        if unit not in wide:
            wide[unit] = wide[list(signs)].sum(axis=1)
    return wide[list(units(regions)["region"])].round(1)


def with_means(leaves: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Years × all units: every whole as the plain mean of its parts."""
    wide = leaves.copy()
    for unit, signs in derivations(units(regions)).items():
        if unit not in wide:
            wide[unit] = wide[list(signs)].mean(axis=1)
    return wide[list(units(regions)["region"])].round(1)


def tidy(
    wide: pd.DataFrame,
    indicator: str,
    *,
    edition: str = "yearbook",
    sheet: str | None = None,
    names: list | None = None,
) -> pd.DataFrame:
    """The figures as tidy rows of a sheet, in the order of the columns; names: the region of each row, if another."""
    records = []
    for row, (column, name) in enumerate(zip(wide.columns, names or wide.columns, strict=True), start=6):
        for letter, (year, value) in zip("BCDEFGHIJKLMNOPQRSTUVWXYZ", wide[column].items(), strict=False):
            empty = np.isnan(value)
            records.append(
                (
                    name,
                    year,
                    indicator,
                    value,
                    "",
                    "blank" if empty else "value",
                    "",
                    pd.NA,
                    edition,
                    f"{edition}.xlsx",
                    indicator if sheet is None else sheet,
                    f"{letter}{row}",
                    name,
                    "" if empty else str(value),
                )
            )
    return pd.DataFrame(records, columns=ROWS)
