"""The table of regions: which do not overlap, what a district holds, what a unit is derived from."""

from typing import Literal

import pandas as pd

LEVELS = ("country", "district", "region", "part")


def leaf_regions(regions: pd.DataFrame) -> list[str]:
    """Regions that do not overlap and cover the country: parts of an oblast instead of the oblast."""
    whole = set(regions["part_of"].dropna())
    leaves = regions["level"].isin(["region", "part"]) & ~regions["region"].isin(whole)
    return sorted(regions.loc[leaves, "region"])


def units_of(district: str, regions: pd.DataFrame) -> list[str]:
    """Units of analysis of a district: its leaf regions, then the district and the country.

    district: its code, or RU for every region of the country.
    """
    return [*regions_of(district, regions), *dict.fromkeys([district, "RU"])]


def regions_of(district: str, regions: pd.DataFrame, okrugs: Literal["apart", "within"] = "apart") -> list[str]:
    """Regions that add up to a district, or to the country where its code is RU, sorted.

    okrugs: `apart` from the rest of their oblast (leaf regions), or `within` it, as most tables print them.
    """
    inside = set(regions.loc[(regions["district"] == district) | (district == "RU"), "region"])
    whole = sorted(regions.loc[regions["level"] == "region", "region"])
    return [region for region in (leaf_regions(regions) if okrugs == "apart" else whole) if region in inside]


def chosen_regions(passports: str | list[str], district: str, regions: pd.DataFrame) -> list[str]:
    """Codes of the regions that get a passport: those of the studied district, every one of Russia, or those listed.

    passports: `district`, `all`, or codes. `all` holds the country, the districts, every region, oblasts with their
    okrugs and without.
    """
    if passports == "district":
        return units_of(district, regions)
    if passports == "all":
        return list(regions.loc[regions["level"].isin(LEVELS), "region"])
    return list(passports)


def derivations(regions: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Parts with their signs by derived unit, in the order in which they are to be computed."""
    of = {part: list(group["region"]) for part, group in regions.dropna(subset="part_of").groupby("part_of")}
    found: dict[str, dict[str, int]] = {}
    for oblast, parts in of.items():
        rest = f"{oblast}-0"
        found[rest] = {oblast: 1} | {part: -1 for part in parts if part != rest}
        found[oblast] = dict.fromkeys(parts, 1)
    whole = regions[regions["level"] == "region"]
    found |= {district: dict.fromkeys(group["region"], 1) for district, group in whole.groupby("district")}
    found["RU"] = dict.fromkeys(whole["region"], 1)
    return found
