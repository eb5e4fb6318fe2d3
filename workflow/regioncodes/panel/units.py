"""Units of analysis that no table prints, derived from those that one does.

Tyumen without its okrugs is the oblast minus them; a district without a row is made of its regions.
Totals add up; ratios are means weighted by the indicator named in data/reference/indicators.csv.
"""

import pandas as pd

from regioncodes.ground.regions import derivations
from regioncodes.statistics.rounding import ROUNDING, is_nothing

KEY = ["region", "indicator", "year"]
# Assumption: a mean over regions stands for all of them when those that print a figure carry this share of the weight.
COVERAGE = 0.95
BREAK_IN_METHOD = "break_in_method"


def usable_values(panel: pd.DataFrame, indicators: pd.DataFrame) -> pd.Series:
    """Values to compute with, indexed by indicator, year and region.

    # Assumption: a dash ("the phenomenon did not occur") counts as zero, except in an index,
    # where nothing divided by nothing is not zero per cent.
    """
    kinds = panel["indicator"].map(indicators.set_index("indicator")["kind"])
    zero = (panel["status"] == "absent") & (kinds != "index")
    values = panel["value"].mask(zero, 0.0).to_numpy()
    index = pd.MultiIndex.from_frame(panel[["indicator", "year", "region"]])
    return pd.Series(values, index=index, name="value").dropna()


def method_breaks(panel: pd.DataFrame) -> pd.MultiIndex:
    """Indicator, year and region of every figure that cannot be compared with the year before: its method changed."""
    broken = panel["flags"].fillna("").str.contains(BREAK_IN_METHOD)
    return pd.MultiIndex.from_frame(panel.loc[broken, ["indicator", "year", "region"]])


def with_derived_units(panel: pd.DataFrame, regions: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The panel with values derived where a unit is not published, flagged `derived` with their derivation.

    panel: one row per region, indicator and year. A printed value is never replaced; the mark that
    stood in its place stays in raw_text.
    """
    wide = usable_values(panel, indicators).unstack("region").reindex(columns=list(regions["region"]))
    wide = _zero_before_they_existed(wide, regions)
    kinds = indicators.set_index("indicator")
    kind = wide.index.get_level_values("indicator").map(kinds["kind"])
    totals = _filled(wide[kind == "total"], None, regions)
    ratios = wide[kind == "ratio"]
    weight = ratios.index.get_level_values("indicator").map(kinds["weight"])
    at = pd.MultiIndex.from_arrays([weight, ratios.index.get_level_values("year")])
    weights = totals.reindex(at).set_axis(ratios.index)
    filled = pd.concat([totals, _filled(ratios, weights, regions)])
    new = filled.where(wide.reindex(filled.index).isna()).stack().dropna().rename("derived_value").reset_index()
    return _merged(panel, new[new["region"].isin(derivations(regions))], regions, kinds)


def _zero_before_they_existed(wide: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Regions that joined later counted as zero before, so that the sums of the others stand."""
    since = regions.dropna(subset="since").set_index("region")["since"]
    years = wide.index.get_level_values("year")
    return wide.assign(**{region: wide[region].mask(years < year, 0.0) for region, year in since.items()})


def _filled(values: pd.DataFrame, weights: pd.DataFrame | None, regions: pd.DataFrame) -> pd.DataFrame:
    """Values with missing units filled by signed sums (weights None) or by weighted means.

    A remainder needs every part; a mean needs parts with 95 % of the weight. A region that did not
    exist yet has weight zero, because its total is zero.
    """
    filled = values.copy()
    for target, signs in derivations(regions).items():
        sign = pd.Series(signs)
        if weights is None:
            result = _signed_sum(filled, sign)
        else:
            parts, mass = filled[sign.index], weights[sign.index]
            # A region with a figure and no known weight counts as one without a figure.
            present = mass.where(parts.notna(), 0.0).fillna(0.0)
            enough = (
                (present.sum(axis=1) >= COVERAGE * mass.sum(axis=1)) if (sign > 0).all() else parts.notna().all(axis=1)
            )
            left = _signed_sum(present, sign)
            result = (_signed_sum(parts.fillna(0.0) * present, sign) / left.where(left != 0)).where(enough)
        filled[target] = filled[target].fillna(result)
    return filled


def _signed_sum(values: pd.DataFrame, sign: pd.Series) -> pd.Series:
    """Sum of the columns named with their signs; a remainder that is zero but for rounding is zero: 0.3 − 0.1 − 0.2."""
    parts = values[sign.index]
    total = parts @ sign
    return total.mask(is_nothing(total, parts.abs().sum(axis=1), ROUNDING), 0.0)


def _merged(panel: pd.DataFrame, new: pd.DataFrame, regions: pd.DataFrame, kinds: pd.DataFrame) -> pd.DataFrame:
    """The panel with the derived values put in, in place of marks and blanks or as new rows."""
    formulas = {target: _formula(signs) for target, signs in derivations(regions).items()}
    weighted = new["indicator"].map(kinds["weight"])
    formula = new["region"].map(formulas)
    new = new.assign(derived_from=formula.where(weighted.isna(), formula + ", weighted by " + weighted))
    both = panel.merge(new, on=KEY, how="outer", validate="one_to_one")
    is_new = both["derived_value"].notna()
    flags = (both["flags"].fillna("") + " derived").str.strip()
    return both.assign(
        value=both["derived_value"].where(is_new, both["value"]),
        unit=both["indicator"].map(kinds["unit"]),
        status=both["status"].mask(is_new, "value"),
        flags=both["flags"].mask(is_new, flags),
        derivation=both["derived_from"].where(is_new, both["derivation"]),
    ).drop(columns=["derived_value", "derived_from"])


def _formula(signs: dict[str, int]) -> str:
    """The derivation in words: 'RU-TYU − RU-KHM − RU-YAN', or how many regions a long one has."""
    if len(signs) > 20:
        return f"all {len(signs)} regions"
    return " ".join(f"{'−' if sign < 0 else '+'} {part}" for part, sign in signs.items()).removeprefix("+ ")
