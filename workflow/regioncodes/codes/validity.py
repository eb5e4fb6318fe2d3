"""Convergent validity: the dynamic codes, which are derivatives, against measurements of what they are named for."""

import pandas as pd

from regioncodes.codes.codes import codes, needed_indicators, price_levels, transformed
from regioncodes.codes.derivatives.rates import rates
from regioncodes.ground.code_names import CODES, DYNAMIC_CODES
from regioncodes.ground.options import CodeYears, Derivative
from regioncodes.ground.regions import leaf_regions
from regioncodes.panel.units import usable_values
from regioncodes.statistics.permutations import TESTED, partial_correlation, with_verdicts
from regioncodes.statistics.smallest_effects import with_smallest_effects

EFFECTS = ["region", "year"]
MEASURE_FORMS = ("level", "change")
COLUMNS = ["dynamic_code", "measure", "form", "left_out", *TESTED]


def validity(
    panel: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    mapping: dict,
    measures: dict[str, list[dict]],
    years: CodeYears,
    derivative: Derivative,
    power: float,
) -> pd.DataFrame:
    """Correlation of every dynamic code with its measures, net of the effects of regions and years.

    measures: by dynamic code, terms as in a mapping. years, derivative: as for codes.codes and derivatives.rates; edge
    years are left out. The measures of a code are left out of the code first (left_out, separated by "; "): else they
    would agree by construction.
    form: `level` of the measure in the same year, or its `change`, half the difference between the next and the
    previous year. p_value_holm: within one dynamic code. All regions of the country, blocks: federal districts.
    smallest_seen: with the power that is asked for (smallest_effects).
    status, verdict: as in permutations; `not_read` where no file has the measure, `no_code` where a code has no
    indicator but its measures.
    """
    reduced, left_out = without_measures(mapping, measures)
    table = codes(panel, regions, indicators, mappings={"reduced": reduced}, years=years)
    leaves = leaf_regions(regions)
    own = rates(table[table["region"].isin(leaves)], years.period, derivative=derivative, with_bands=False)
    own = own[(own["order"] == 1) & ~own["edge"] & own["estimate"].notna()]
    values = usable_values(panel, indicators)
    read = set(values.index.unique("indicator"))
    terms = [term for of_code in measures.values() for term in of_code if needed_indicators(term) <= read]
    levels = price_levels(values, terms, years.price_base_year, regions)
    districts = regions.set_index("region")["district"]
    rows = []
    for code, dynamic in DYNAMIC_CODES.items():
        rate = own.loc[own["code"] == code, ["region", "year", "estimate"]]
        rate = rate.assign(district=rate["region"].map(districts))
        for term in measures[dynamic]:
            keys = {"dynamic_code": dynamic, "measure": term["indicator"], "left_out": "; ".join(left_out[code])}
            usable = bool(len(left_out[code]) < len(mapping[code]))
            rows += [keys | {"form": form} | _test(rate, values, term, form, usable, levels) for form in MEASURE_FORMS]
    family = ["dynamic_code"]
    return with_smallest_effects(with_verdicts(pd.DataFrame(rows), family), family, power).reindex(columns=COLUMNS)


def without_measures(mapping: dict, measures: dict[str, list[dict]]) -> tuple[dict, dict[str, list[str]]]:
    """The mapping without the indicators that measure the same code, and those left out by code.

    A code of nothing but its measures keeps them all: it has no correlation to report.
    """
    left_out = {}
    reduced = dict(mapping)
    for code, dynamic in DYNAMIC_CODES.items():
        measured = {term["indicator"] for term in measures[dynamic]}
        left_out[code] = [term["indicator"] for term in mapping[code] if term["indicator"] in measured]
        reduced[code] = [term for term in mapping[code] if term["indicator"] not in measured] or mapping[code]
    fewest = min(len(reduced[code]) for code in CODES)
    return reduced | {"minimum_indicators": min(mapping["minimum_indicators"], fewest)}, left_out


def _test(
    rate: pd.DataFrame, values: pd.Series, term: dict, form: str, usable: bool, levels: dict[str, pd.DataFrame]
) -> dict:
    """One correlation; rate: region, year, district, estimate of one dynamic code. levels: codes.price_levels."""
    if not usable:
        return {"status": "no_code"}
    if not needed_indicators(term) <= set(values.index.unique("indicator")):
        return {"status": "not_read"}
    measure = transformed(values, term, levels)
    if form == "change":
        measure = (measure.shift(-1) - measure.shift(1)) / 2
    long = measure.rename_axis(index="year", columns="region").stack().rename("measure").reset_index()
    cells = rate.merge(long, on=["region", "year"], how="inner", validate="one_to_one")
    years = {"first_year": cells["year"].min(), "last_year": cells["year"].max()}
    return years | partial_correlation(cells, "estimate", "measure", controls=[], effects=EFFECTS, block="district")
