"""The facts of one region's passport, picked from the tables of all."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from regioncodes.exhibits.printing.selection import signed_codes

# The reading of Formula (2) that the sentences speak of; the table has all three.
MAIN = "memory"
READINGS = (MAIN, "elapsed", "literal")


class RegionFacts(NamedTuple):
    """All that is known of one region; frames hold its rows alone, and the last year is that of the study."""

    region: str
    whole: str  # the district that it is ranked in; a whole is its own
    last_year: int
    observed: pd.DataFrame  # of codes
    rates: pd.DataFrame
    nid: pd.DataFrame  # signed rows
    ranks: pd.DataFrame  # of Code NID in the last year, by reading
    contributions: pd.DataFrame
    figures: pd.DataFrame


class Names(NamedTuple):
    """Printed names in one language, by code, indicator and edition."""

    regions: Mapping[str, str]
    indicators: Mapping[str, str]
    editions: Mapping[str, str]


def facts(region: str, tables: Mapping[str, pd.DataFrame]) -> RegionFacts:
    """Facts of one region. tables: codes (of one mapping), rates, nid, ranks, contributions, figures, of all."""
    own = {name: table[table["region"].eq(region)] for name, table in tables.items()}
    last_year = int(own["rates"]["year"].max() if len(own["rates"]) else tables["rates"]["year"].max())
    ranked = own["ranks"]
    return RegionFacts(
        region=region,
        whole=ranked["district"].iloc[0] if len(ranked) else region,
        last_year=last_year,
        observed=own["codes"],
        rates=own["rates"],
        nid=signed_codes(own["nid"], f"passport of {region}") if len(own["nid"]) else own["nid"],
        ranks=ranked[ranked["year"].eq(last_year)].set_index("reading"),
        contributions=own["contributions"],
        figures=own["figures"],
    )


def names(regions: pd.DataFrame, indicators: pd.DataFrame, sources: pd.DataFrame, language: str) -> Names:
    """Names for print. An edition without a title is called by its id."""
    titled = sources.drop_duplicates("edition")
    titles = titled[f"title_{language}"].where(titled[f"title_{language}"].notna(), titled["edition"])
    return Names(
        dict(zip(regions["region"], regions[f"name_{language}"], strict=True)),
        dict(zip(indicators["indicator"], indicators[f"title_{language}"], strict=True)),
        dict(zip(titled["edition"], titles, strict=True)),
    )


def estimate(region_facts: RegionFacts, code: str, order: int) -> pd.Series | None:
    """Row of a code's level (order 0) or rate (1) in the last year; None where no row is there."""
    rows = region_facts.rates[
        region_facts.rates["code"].eq(code)
        & region_facts.rates["order"].eq(order)
        & region_facts.rates["year"].eq(region_facts.last_year)
    ]
    return rows.iloc[0] if len(rows) else None


def code_nid(region_facts: RegionFacts, reading: str) -> pd.Series | None:
    """Row of Code NID by one reading in the last year; None where there is no estimate."""
    rows = region_facts.nid[
        region_facts.nid["reading"].eq(reading)
        & region_facts.nid["year"].eq(region_facts.last_year)
        & region_facts.nid["estimate"].notna()
    ]
    return rows.iloc[0] if len(rows) else None


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
