"""Both formulas and the growth of every region that overlaps no other: what the maps show."""

import pandas as pd

from regioncodes.codes.foresight.estimates import READINGS
from regioncodes.codes.foresight.names import CODE_ID, CODE_NID
from regioncodes.codes.foresight.targets import TARGETS, later, series_of
from regioncodes.codes.formulas import nid
from regioncodes.ground.options import Derivative, Formulas, Period
from regioncodes.ground.regions import leaf_regions
from regioncodes.panel.units import usable_values

GROWTH, LATER_GROWTH = "growth", "later_growth"
QUANTITIES = (CODE_ID, CODE_NID, GROWTH, LATER_GROWTH)
BANDS = ["joint_lower_95", "joint_upper_95", "all_units_lower_95", "all_units_upper_95"]
COLUMNS = ["quantity", "region", "year", "estimate", *BANDS, "inner", "status"]


def region_codes(
    codes: pd.DataFrame,
    panel: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    period: Period,
    *,
    target: str,
    later_years: int,
    formulas: Formulas,
    derivative: Derivative,
    seed: int,
) -> pd.DataFrame:
    """One row per quantity, region and year, sorted: every leaf region in every year of the period.

    codes: of codes.codes, one mapping. target: a name of foresight.targets.TARGETS.
    quantity: `code_id` (SD per year) and `code_nid` (memory reading, SD per year²) as `formulas.nid` has them, with
    their joint bands; `growth`, the target's in the year, and `later_growth`, its mean over the `later_years` after it,
    both in the target's unit, without bands.
    inner: the whole window of a code is made of inner years; true of growth.
    status: as of `formulas.nid`, or of growth `estimated` and `no_figures`. A sum that lacks years of its window is
    another quantity: it has no number here, nor has a region without codes.
    """
    leaves, years = leaf_regions(regions), range(period.first, period.last + 1)
    own = codes[codes["region"].isin(leaves)]
    found = nid(own, period, seed=seed, formulas=formulas, derivative=derivative)
    frames = [_formula(found, formula) for formula in READINGS]
    values = usable_values(panel, indicators)
    # What was out when matters to forecasts alone.
    yearly = series_of(TARGETS[target], panel, values, leaves, dict.fromkeys(indicators["indicator"], 0)).yearly
    grown = {GROWTH: yearly.reindex(years).to_numpy(dtype=float)}
    grown[LATER_GROWTH] = [later(yearly, year, later_years) for year in years]
    frames += [_growth(quantity, pd.DataFrame(rows, years, leaves)) for quantity, rows in grown.items()]
    cells = pd.MultiIndex.from_product([QUANTITIES, leaves, years], names=COLUMNS[:3])
    table = pd.concat(frames).set_index(COLUMNS[:3]).reindex(cells).reset_index()
    absent = {"status": table["status"].fillna("missing_code"), "inner": table["inner"].fillna(False).astype(bool)}
    return table.assign(**absent)[COLUMNS]


def _formula(found: pd.DataFrame, formula: str) -> pd.DataFrame:
    """Rows of the reading of a formula that the study shows, without the numbers of sums that lack years."""
    is_shown = found["formula"].eq(formula) & found["reading"].eq(READINGS[formula]) & found["sign"].eq("signed")
    rows = found[is_shown].rename(columns={"formula": "quantity"})
    numbers = ["estimate", *BANDS]
    whole = rows[numbers].mask(rows["status"].eq("short_window"))
    return rows.assign(**{name: whole[name] for name in numbers})[COLUMNS]


def _growth(quantity: str, wide: pd.DataFrame) -> pd.DataFrame:
    """Rows of a frame of years × regions."""
    rows = wide.rename_axis(index="year", columns="region").unstack().rename("estimate").reset_index()
    status = rows["estimate"].notna().map({True: "estimated", False: "no_figures"})
    return rows.assign(quantity=quantity, inner=True, status=status)
