"""What the passports say in numbers: levels, rates, Code NID and ranks of every region that has a passport."""

import pandas as pd

from regioncodes.codes.derivatives.rates import rates
from regioncodes.codes.formulas import nid
from regioncodes.codes.ranks import ranks
from regioncodes.ground.options import Derivative, Formulas, Period
from regioncodes.ground.regions import leaf_regions, units_of


def measured(
    codes: pd.DataFrame,
    regions: pd.DataFrame,
    chosen: list[str],
    period: Period,
    *,
    seed: int,
    formulas: Formulas,
    derivative: Derivative,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Rates, Code ID and Code NID, and ranks of the chosen regions, as the modules of these names return them.

    codes: of one mapping. period … derivative: as for formulas.nid, Gaussian process. Each region is ranked in its own
    federal district (column `district`); a whole (the country, a district, an oblast with its okrugs) has no rank.
    """
    own = codes[codes["region"].isin(chosen)]
    options = {"seed": seed, "formulas": formulas, "derivative": derivative}
    parts = []
    for home, members in homes(chosen, regions).groupby("district", sort=False)["region"]:
        peers = units_of(home, regions) if home in set(regions["district"]) and home != "RU" else [home]
        found = ranks(codes[codes["region"].isin([*peers, *members])], period, district=home, **options)
        parts.append(found[found["region"].isin(members)].assign(district=home))
    curves = rates(own, period, derivative=derivative)
    return curves, nid(own, period, **options), pd.concat(parts, ignore_index=True)


def homes(chosen: list[str], regions: pd.DataFrame) -> pd.DataFrame:
    """Regions with the whole they are ranked in: a region's federal district; a whole is its own.

    Returns the columns region and district, in the order of the table of regions.
    """
    leaves = set(leaf_regions(regions))
    own = regions[regions["region"].isin(chosen)]
    return own[["region"]].assign(district=own["district"].where(own["region"].isin(leaves), own["region"]))
