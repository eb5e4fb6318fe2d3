"""The points behind Figure 2 and all that is asked of it: outcomes in nominal and real prices beside education."""

from collections.abc import Iterator

import pandas as pd

from regioncodes.codes.codes import chained_index, price_level
from regioncodes.ground.options import Figure2
from regioncodes.panel.units import method_breaks, usable_values
from regioncodes.statistics.gate import NO_REAL_VALUE

NOMINAL = "nominal"
CPI = "cpi"
VOLUME = "volume"
POINTS = ["outcome", "prices", "decides", "region", "year", "education_percent", "value", "note", "breaks"]


def outcome_points(
    panel: pd.DataFrame, indicators: pd.DataFrame, regions: pd.DataFrame, figure: Figure2, units: list[str]
) -> pd.DataFrame:
    """Every outcome in each of its prices beside education: one row per outcome, prices, region and year printed.

    panel: one row per region, indicator and year (panel.as_printed_in gives it for one edition), of any years. units:
    the regions wanted. A dash counts as zero (units.usable_values).
    Columns POINTS. prices: `nominal` as printed, which is all that an outcome without roubles has; `cpi`, roubles of
    the year `figure.price_base_year` by the region's consumer prices; `volume`, the same by the indicator's own volume
    index, chained, and per head where the outcome is. decides: whether the outcome is judged in these prices.
    education_percent and value are missing where there is no figure, and real values also where no index or population
    reaches the year: the row stays. note: `estimate` where education is one. breaks: the indicators whose method
    changes in the year, separated by "; ": of the outcome or its index, of education, and of the weights where
    education is a mean of regions.
    """
    values = usable_values(panel, indicators)
    kinds = indicators.set_index("indicator")
    wholes = regions.dropna(subset="part_of").set_index("region")["part_of"]
    frames = []
    for outcome in figure.outcomes:
        for prices in prices_of(outcome, kinds):
            frame = _in_prices(values, outcome, prices, kinds, figure, wholes)
            source = kinds.loc[outcome, "volume_index"] if prices == VOLUME else outcome
            decides = prices == deciding_prices(outcome, kinds, figure)
            frames.append(frame.assign(outcome=outcome, prices=prices, decides=decides, source=source))
    columns = ["outcome", "prices", "decides", "region", "year", "value", "source"]
    found = pd.concat(frames)[columns] if frames else pd.DataFrame(columns=columns)
    found = found[found["region"].isin(units)].merge(
        _education(panel, figure.regressor), on=["region", "year"], how="left", validate="many_to_one"
    )
    places = {name: place for place, name in enumerate([*figure.outcomes, NOMINAL, CPI, VOLUME])}
    order = {"first": found["outcome"].map(places), "second": found["prices"].map(places)}
    points = found.assign(note=found["note"].fillna(""), breaks=_breaks(found, panel, kinds, figure.regressor), **order)
    return points.sort_values(["first", "second", "region", "year"], ignore_index=True)[POINTS]


def of_period(points: pd.DataFrame, figure: Figure2) -> pd.DataFrame:
    """The points of the figure's period in which education is known; a value that has no real form stays missing."""
    inside = points["year"].between(figure.period.first, figure.period.last)
    return points[inside & points["education_percent"].notna()].reset_index(drop=True)


def each_outcome(points: pd.DataFrame) -> Iterator[tuple[dict, str, pd.DataFrame]]:
    """Every outcome in each of its prices: what its results begin with, a status, and the points that have a value.

    The first are outcome, prices and decides. status: `no_real_value` where no year has one, else "".
    """
    for (outcome, prices), own in points.groupby(["outcome", "prices"], sort=False):
        known = own.dropna(subset="value")
        facts = {"outcome": outcome, "prices": prices, "decides": bool(own["decides"].iloc[0])}
        yield facts, "" if len(known) else NO_REAL_VALUE, known


def steps(points: pd.DataFrame, *, over_breaks: bool = False) -> pd.DataFrame:
    """Changes of education and value from one year to the next in place of their levels: region, year and both.

    points: of one outcome in one kind of prices, columns region, year, education_percent, value, breaks. No step
    bridges a missing year, and none leads into a year whose method changed, unless `over_breaks` says so.
    """
    known = points.dropna(subset=["education_percent", "value"]).sort_values(["region", "year"])
    both = ["education_percent", "value"]
    follows = known["year"].diff().eq(1) & known["region"].eq(known["region"].shift())
    kept = follows & (known["breaks"].eq("") | over_breaks)
    return known.assign(**known[both].diff())[kept][["region", "year", *both]].reset_index(drop=True)


def prices_of(outcome: str, indicators: pd.DataFrame) -> list[str]:
    """The prices that an outcome has: nominal, and for roubles by consumer prices and by its own volume index.

    indicators: by id, with unit and volume_index.
    """
    if "RUB" not in indicators.loc[outcome, "unit"]:
        return [NOMINAL]
    has_index = bool(indicators["volume_index"].fillna("").get(outcome, ""))
    return [NOMINAL, CPI, *([VOLUME] if has_index else [])]


def deciding_prices(outcome: str, indicators: pd.DataFrame, figure: Figure2) -> str:
    """The prices in which an outcome is judged: real ones where it has them, of the kind that the config says."""
    has = prices_of(outcome, indicators)
    return next(name for name in (figure.real_prices.get(outcome, CPI), CPI, NOMINAL) if name in has)


def _in_prices(
    values: pd.Series, outcome: str, prices: str, kinds: pd.DataFrame, figure: Figure2, wholes: pd.Series
) -> pd.DataFrame:
    """One outcome in one kind of prices: region, year, value for every figure printed."""
    printed = values[values.index.get_level_values("indicator") == outcome].droplevel("indicator").unstack("region")
    made = printed
    read = set(values.index.unique("indicator"))
    if prices == CPI:
        has_index = "cpi_dec_dec" in read
        level = price_level(values, CPI, figure.price_base_year, wholes) if has_index else printed * float("nan")
        made = printed / level.reindex_like(printed)
    if prices == VOLUME:
        index, weight = kinds.loc[outcome, "volume_index"], kinds.loc[outcome, "weight"]
        heads = values.loc[weight].unstack("region") if weight in read else printed * float("nan")
        chain = chained_index(values, index, wholes, late_start=True) if index in read else printed * float("nan")
        volume = (chain / heads if isinstance(weight, str) else chain).reindex_like(printed)
        base = figure.price_base_year
        made = volume * (printed.loc[base] / volume.loc[base]) if base in printed.index else printed * float("nan")
    long = pd.DataFrame({"printed": printed.stack(), "value": made.stack()}).reset_index()
    return long.loc[long["printed"].notna(), ["region", "year", "value"]]


def _education(panel: pd.DataFrame, regressor: str) -> pd.DataFrame:
    """Education of every region and year: region, year, education_percent, note, is_mean."""
    own = panel[panel["indicator"].eq(regressor) & panel["value"].notna()]
    flags = own["flags"].fillna("")
    return pd.DataFrame(
        {
            "region": own["region"],
            "year": own["year"],
            "education_percent": own["value"],
            "note": flags.str.contains("estimate").map({True: "estimate", False: ""}),
            "is_mean": flags.str.contains("derived"),
        }
    )


def _breaks(found: pd.DataFrame, panel: pd.DataFrame, kinds: pd.DataFrame, regressor: str) -> list[str]:
    """For each row the indicators whose method changes in its region and year."""
    at = set(method_breaks(panel))
    weight = kinds["weight"].get(regressor)
    return [
        "; ".join(name for name in names if (name, row.year, row.region) in at)
        for row in found.itertuples()
        for names in [(row.source, regressor, *([weight] if row.is_mean is True else []))]
    ]
