"""The facts of one region's passport, picked from the tables of all."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.codes.foresight.names import ABOVE_MEDIAN
from regioncodes.exhibits.printing.selection import of_whole_windows, signed_codes
from regioncodes.words.code_terms import term_names
from regioncodes.words.texts import Texts

# The reading of Formula (2) that the sentences speak of; the table has all three.
MAIN = "memory"
READINGS = (MAIN, "elapsed", "literal")
# Years of growth that the sentence on what came is about, and cases under which it says nothing.
CHANCE_HORIZON, FEWEST_CASES = 3, 20


class RegionFacts(NamedTuple):
    """All that is known of one region; frames hold its rows alone, and the last year is that of the study.

    year: of which the sentences speak, the last whose whole window is inner.
    """

    region: str
    whole: str  # the district that it is ranked in; a whole is its own
    last_year: int
    year: int
    observed: pd.DataFrame  # of codes
    rates: pd.DataFrame
    nid: pd.DataFrame  # signed rows, sums of short windows without numbers
    ranks: pd.DataFrame  # of Code NID in the year, by reading
    contributions: pd.DataFrame
    composition: pd.DataFrame  # of the yearly changes
    figures: pd.DataFrame
    chances: pd.DataFrame  # what came of regions whose Code NID was as probably above zero: one row, or none


class Names(NamedTuple):
    """Printed names in one language: of regions, indicators and editions, and by code and indicator of its terms."""

    regions: Mapping[str, str]
    indicators: Mapping[str, str]
    editions: Mapping[str, str]
    terms: Mapping[tuple[str, str], str]


def facts(region: str, tables: Mapping[str, pd.DataFrame]) -> RegionFacts:
    """Facts of one region.

    tables: codes, of one mapping, those of the rule measure_passports, and foresight_bands, of foresight.bands_judged.
    """
    own = {name: table[table["region"].eq(region)] for name, table in tables.items() if name != "foresight_bands"}
    last_year = int(own["rates"]["year"].max() if len(own["rates"]) else tables["rates"]["year"].max())
    ranked, sums = own["ranks"], own["nid"]
    if len(sums):
        sums = of_whole_windows(signed_codes(sums, f"passport of {region}"))
    year = _shown_year(sums, last_year)
    of_year = ranked[ranked["year"].eq(year)].set_index("reading")
    return RegionFacts(
        region=region,
        whole=ranked["district"].iloc[0] if len(ranked) else region,
        last_year=last_year,
        year=year,
        observed=own["codes"],
        rates=own["rates"],
        nid=sums,
        ranks=of_year,
        contributions=own["contributions"],
        composition=own["code_composition"][own["code_composition"]["form"].eq("change")],
        figures=own["figures"],
        chances=_chances(tables["foresight_bands"], of_year["probability_above_zero"].get(MAIN, float("nan"))),
    )


def _chances(judged: pd.DataFrame, probability: float) -> pd.DataFrame:
    """The row of such a probability that Code NID is above zero, where it has cases enough."""
    own = judged[judged["measure"].eq(ABOVE_MEDIAN) & judged["formula"].eq("code_nid") & judged["n"].ge(FEWEST_CASES)]
    # As where they were counted: an edge belongs to the bin above it, certainty to the last one.
    below = min(round(probability, 9), np.nextafter(1.0, 0.0))
    inside = own[own["probability_from"].le(below) & own["probability_to"].gt(below)]
    return inside[inside["horizon_years"].eq(CHANCE_HORIZON)]


def _shown_year(nid: pd.DataFrame, last_year: int) -> int:
    """Last year with an inner Code NID, else with an inner Code ID, else the last of the study."""
    inner = nid[nid["estimate"].notna() & nid["edge"].eq(False)]
    for reading in (MAIN, "sum"):
        years = inner.loc[inner["reading"].eq(reading), "year"]
        if len(years):
            return int(years.max())
    return last_year


def names(
    regions: pd.DataFrame, indicators: pd.DataFrame, sources: pd.DataFrame, composition: pd.DataFrame, texts: Texts
) -> Names:
    """Names for print. An edition without a title is called by its id. composition: of codes.composition."""
    language, titled = texts.language, sources.drop_duplicates("edition")
    titles = titled[f"title_{language}"].where(titled[f"title_{language}"].notna(), titled["edition"])
    return Names(
        dict(zip(regions["region"], regions[f"name_{language}"], strict=True)),
        dict(zip(indicators["indicator"], indicators[f"title_{language}"], strict=True)),
        dict(zip(titled["edition"], titles, strict=True)),
        term_names(composition, indicators, texts),
    )


def estimate(region_facts: RegionFacts, code: str, order: int) -> pd.Series | None:
    """Row of a code's level (order 0) or rate (1) in the year shown; None where no row is there."""
    rows = region_facts.rates[
        region_facts.rates["code"].eq(code)
        & region_facts.rates["order"].eq(order)
        & region_facts.rates["year"].eq(region_facts.year)
    ]
    return rows.iloc[0] if len(rows) else None


def code_nid(region_facts: RegionFacts, reading: str) -> pd.Series | None:
    """Row of Code NID by one reading in the year shown; None where there is no estimate of a whole window."""
    rows = of_year(region_facts, reading)
    known = rows[rows["estimate"].notna()]
    return known.iloc[0] if len(known) else None


def of_year(region_facts: RegionFacts, *readings: str) -> pd.DataFrame:
    """Rows of some readings of the formulas in the year shown."""
    own = region_facts.nid
    return own[own["reading"].isin(readings) & own["year"].eq(region_facts.year)]


def last_observed(region_facts: RegionFacts, code: str) -> tuple[int | None, float, int]:
    """Last year in which a code has a value, the value in SD, and how many years have one."""
    known = region_facts.observed[
        region_facts.observed["code"].eq(code) & region_facts.observed["value_sd"].notna()
    ].sort_values("year")
    if known.empty:
        return None, float("nan"), 0
    return int(known["year"].iloc[-1]), float(known["value_sd"].iloc[-1]), len(known)


def drivers(region_facts: RegionFacts, code: str) -> pd.DataFrame:
    """Contributions of a code's indicators, the largest first; empty where the change could not be split."""
    rows = region_facts.contributions[
        region_facts.contributions["code"].eq(code) & region_facts.contributions["contribution_sd"].notna()
    ]
    return rows.sort_values("contribution_sd", key=lambda values: -values.abs().round(9), kind="stable")
