"""What is to be foretold: later growth of every region, and what of it was known at an origin."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.codes.foresight.lags import Lags, lag_of
from regioncodes.panel.units import method_breaks

BREAK_IN_COVERAGE = "break_in_coverage"


class Target(NamedTuple):
    """How a target is made of indicators.

    change: `index`, growth of an index of the year before in per cent (100 log points); `difference`, of the
    indicator in its unit; `log1p`, 100 times the change of log(1 + x). per: what an index is divided by. level: the
    indicator whose level is a rival (convergence), its logarithm where is_logged. related: indicators that are the
    same figures in another form; none of them stays in a code that is held against the target.
    """

    change: str
    indicator: str
    level: str
    is_logged: bool
    per: str = ""
    related: tuple[str, ...] = ()

    @property
    def own(self) -> frozenset[str]:
        """Indicators that are left out of the codes."""
        return frozenset({self.indicator, self.level, *self.related})

    @property
    def needed(self) -> set[str]:
        """Indicators that the target is made of."""
        return {self.indicator, self.per} - {""}


TARGETS = {
    "real_grp_per_head": Target("index", "grp_volume_index", "grp_per_capita", True, "population_avg", ("grp_total",)),
    "real_income": Target("index", "real_income_index", "income_per_capita_month", True),
    "investment": Target(
        "index", "investment_volume_index", "investment_per_capita", True, related=("investment_fixed_capital",)
    ),
    "innovative_goods_share": Target(
        "difference", "innovative_goods_share", "innovative_goods_share", False, related=("innovative_goods_volume",)
    ),
    "technologies_used": Target("log1p", "adv_tech_used", "adv_tech_used", True),
}


class Series(NamedTuple):
    """A target in every year. yearly, level: years × regions. lag: years after which its figures are out."""

    yearly: pd.DataFrame
    level: pd.DataFrame
    lag: int
    level_lag: int

    @property
    def last(self) -> int | None:
        """The last year that any region has; None where there is none."""
        years = self.yearly.index[self.yearly.notna().any(axis=1)]
        return int(years.max()) if len(years) else None


def series_of(target: Target, panel: pd.DataFrame, values: pd.Series, regions: list[str], lags: Lags) -> Series:
    """A target of the regions in every year, missing where its method or coverage changes in the year.

    panel: with the flags of the figures; values: of panel.units.usable_values. Empty where an indicator was not read.
    """
    known = set(values.index.unique("indicator"))
    level = _wide(values, target.level, regions) if target.level in known else _nothing(regions)
    level = (
        np.log1p(level) if target.change == "log1p" else np.log(level.where(level > 0)) if target.is_logged else level
    )
    yearly = _yearly(target, values, regions) if target.needed <= known else _nothing(regions)
    breaks = _breaks(panel, target)
    for year, region in breaks[breaks.get_level_values("region").isin(regions)]:
        if year in yearly.index:
            yearly.loc[year, region] = np.nan
    return Series(yearly, level, lag_of(target.needed, lags), lag_of([target.level], lags))


def later(yearly: pd.DataFrame, origin: int, horizon: int) -> np.ndarray:
    """Mean yearly change over the `horizon` years after an origin, by region; missing where one of them is."""
    return _mean_over(yearly, range(origin + 1, origin + horizon + 1))


def past(series: Series, origin: int, horizon: int) -> np.ndarray:
    """Mean yearly change over the last `horizon` years that are out at an origin, by region."""
    last = origin - series.lag
    return _mean_over(series.yearly, range(last - horizon + 1, last + 1))


def last_known(frame: pd.DataFrame, last: int, window: int) -> np.ndarray:
    """The last value of each region in the `window` years up to `last`, missing where there is none."""
    return frame.reindex(range(last - window + 1, last + 1)).ffill().iloc[-1].to_numpy(dtype=float)


def _mean_over(yearly: pd.DataFrame, years: Iterable[int]) -> np.ndarray:
    return yearly.reindex(years).to_numpy(dtype=float).mean(axis=0)


def _yearly(target: Target, values: pd.Series, regions: list[str]) -> pd.DataFrame:
    own = _wide(values, target.indicator, regions)
    if target.change == "difference":
        return own.diff()
    if target.change == "log1p":
        return 100 * np.log1p(own).diff()
    growth = 100 * np.log(own.where(own > 0) / 100)
    if not target.per:
        return growth
    persons = _wide(values, target.per, regions)
    return growth - 100 * np.log(persons.where(persons > 0)).diff().reindex(growth.index)


def _wide(values: pd.Series, indicator: str, regions: list[str]) -> pd.DataFrame:
    """Values of one indicator: years × regions, every year between the first and the last."""
    wide = values.loc[indicator].unstack("region")
    return wide.reindex(index=range(wide.index.min(), wide.index.max() + 1), columns=regions)


def _nothing(regions: list[str]) -> pd.DataFrame:
    return pd.DataFrame(index=pd.RangeIndex(0), columns=regions, dtype=float)


def _breaks(panel: pd.DataFrame, target: Target) -> pd.MultiIndex:
    """Year and region of the changes that are none of the region's own."""
    coverage = panel["flags"].fillna("").str.contains(BREAK_IN_COVERAGE)
    broken = pd.MultiIndex.from_frame(panel.loc[coverage, ["indicator", "year", "region"]]).union(method_breaks(panel))
    # An index is of the year before by the same method and for the same territory; what it is divided by is not.
    compared = {target.per} if target.change == "index" else target.needed
    return broken[broken.isin(compared, level="indicator")].droplevel("indicator").unique()
