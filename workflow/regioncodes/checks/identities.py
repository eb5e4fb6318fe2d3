"""Identities between tables of one edition: per head times heads, means of year ends, parts of wholes, growth."""

import numpy as np
import pandas as pd

from regioncodes.checks.comparisons import FEWEST_REGIONS, Comparison, misfit_findings
from regioncodes.checks.edition_tables import EditionTable, EditionTables
from regioncodes.checks.located_findings import CheckFinding
from regioncodes.statistics.gate import is_constant
from regioncodes.statistics.rounding import HAIR

Matrix = np.ndarray  # years × regions
# Assumption: an index that correlates so with the growth of another year, and by half of it less with its own, stands
# in the wrong column. In the published tables it is 0.65 to 0.99 for the same year and at most 0.14 for another.
CLEAR_KINSHIP = 0.4


def identity_findings(tables: EditionTables, identities: pd.DataFrame) -> list[CheckFinding]:
    """What the identities of data/reference/identities.csv find, for every edition that prints their tables.

    ratio: result = scale × left / right. mean_of_year_ends: result is the mean of left at the end of this year and
    the last. not_above: left ≤ right. growth: left grows as its volume index `right`, times a price change that is
    near the median of the regions. A figure fits if some unrounded figures behind the printed digits satisfy the
    identity, give or take `tolerance_percent`.
    """
    by_table = tables.tables
    editions = sorted({edition for edition, _ in by_table})
    found = []
    for identity in identities.fillna("").itertuples():
        named = [name for name in (identity.left, identity.right, identity.result) if name]
        for edition in editions:
            own = [by_table.get((edition, name)) for name in named]
            if all(table is not None for table in own):
                found += misfit_findings(OPERATIONS[identity.operation](identity, *own))
                if identity.operation == "growth":
                    found += _shifted_growth(identity, *own)
    return found


def _ratio(identity: tuple, left: EditionTable, right: EditionTable, result: EditionTable) -> Comparison:
    """result beside scale × left / right."""
    left, right = left.at(result.years), right.at(result.years)
    with np.errstate(divide="ignore", invalid="ignore"):
        divisor = np.where(right.values > right.half_units, right.values, np.nan)
        low = identity.scale * (left.values - left.half_units) / (divisor + right.half_units)
        high = identity.scale * (left.values + left.half_units) / (divisor - right.half_units)
    return _against(identity, result, low, high, f"{identity.left} / {identity.right}")


def _mean_of_year_ends(identity: tuple, left: EditionTable, result: EditionTable) -> Comparison:
    """result beside the mean of the year's two ends."""
    this, last = left.at(result.years), left.at(result.years - 1)
    mean, slack = (this.values + last.values) / 2, (this.half_units + last.half_units) / 2
    return _against(identity, result, mean - slack, mean + slack, f"the mean of year ends of {identity.left}")


def _against(identity: tuple, result: EditionTable, low: Matrix, high: Matrix, other: str) -> Comparison:
    """The result beside the interval, widened by its own rounding and the tolerance."""
    share, half = _share(identity), result.half_units
    return Comparison(result, low - share * np.abs(low) - half, high + share * np.abs(high) + half, other)


def _share(identity: tuple) -> float:
    """The tolerance as a share, never less than the rounding of sums: 2.4 + 0.05 + 0.05 comes out below 2.5."""
    return identity.tolerance_percent / 100 + HAIR


def _not_above(identity: tuple, left: EditionTable, right: EditionTable) -> Comparison:
    """left beside right as its upper bound."""
    bound = right.at(left.years)
    high = (bound.values + bound.half_units) * (1 + _share(identity)) + left.half_units
    return Comparison(left, np.where(np.isnan(high), np.nan, -np.inf), high, f"{identity.right}, of which it is a part")


def _growth(identity: tuple, left: EditionTable, right: EditionTable) -> Comparison:
    """The volume index beside the growth of left over the median price change of the regions."""
    growth, index = _growth_and_index(identity, left, right)
    prices = pd.DataFrame(growth / index).median(axis=1).to_numpy()[:, None]
    factor = 1 + identity.tolerance_percent / 100
    expected = growth / prices
    return Comparison(right, expected / factor, expected * factor, f"the growth of {identity.left}")


def _growth_and_index(identity: tuple, left: EditionTable, right: EditionTable) -> tuple[Matrix, Matrix]:
    """Yearly growth of left and its volume index, both in per cent of the year before, where positive."""
    this, last = left.at(right.years).values, left.at(right.years - 1).values
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = identity.scale * this / np.where(last > 0, last, np.nan)
        return np.where(growth > 0, growth, np.nan), np.where(right.values > 0, right.values, np.nan)


def _shifted_growth(identity: tuple, left: EditionTable, right: EditionTable) -> list[CheckFinding]:
    """Error where the index clearly moves with the growth of the year before or after, and not with its own."""
    kinship = {}
    for years in (0, 1, -1):
        moved = right.at(right.years + years)._replace(years=right.years)
        growth, index = (np.log(part) for part in _growth_and_index(identity, left, moved))
        kinship[years] = _correlation(_beyond_median(growth), _beyond_median(index))
    best = max(kinship, key=lambda years: kinship[years])
    if kinship[best] < CLEAR_KINSHIP or kinship[best] < kinship[0] + CLEAR_KINSHIP / 2:
        return []
    text = (
        f"moves with the growth of {identity.left} one year {'earlier' if best > 0 else 'later'} "
        f"(correlation {kinship[best]:.2f}), not of the same year ({kinship[0]:.2f}): the figures stand one year off"
    )
    return [CheckFinding("error", right.edition, identity.right, None, None, text)]


def _beyond_median(logarithms: Matrix) -> Matrix:
    """What a year's regions have beyond their median."""
    return logarithms - pd.DataFrame(logarithms).median(axis=1).to_numpy()[:, None]


def _correlation(one: Matrix, other: Matrix) -> float:
    """Correlation over all cells; 0 where there are too few to tell."""
    both = np.isfinite(one) & np.isfinite(other)
    one, other = one[both], other[both]
    # The growth of a logarithm keeps the rounding of a level of about one.
    if len(one) < FEWEST_REGIONS or is_constant(one, 1.0) or is_constant(other, 1.0):
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


OPERATIONS = {"ratio": _ratio, "mean_of_year_ends": _mean_of_year_ends, "not_above": _not_above, "growth": _growth}
