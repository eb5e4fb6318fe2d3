"""The three defining codes of every region and year, from the indicators that a mapping names."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from regioncodes.ground.code_names import CODES, DEFLATORS, DYNAMIC_CODES
from regioncodes.ground.errors import raise_problems
from regioncodes.ground.options import CodeYears, Period
from regioncodes.ground.regions import leaf_regions
from regioncodes.panel.units import method_breaks, usable_values
from regioncodes.statistics.rounding import is_nothing

COLUMNS = [
    "mapping",
    "region",
    "code",
    "year",
    "value_sd",
    "mean_sd",
    "indicators_present",
    "indicators_expected",
    "missing",
]

Frame = pd.DataFrame  # one row per year, one column per region


def codes(
    panel: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    mappings: dict,
    years: CodeYears,
) -> pd.DataFrame:
    """Defining codes, one row per mapping, region, code and year, in standard deviations of the base period.

    mappings: by name, `minimum_indicators`, for each code a list of terms (config.Term) and, where it is not as
    here, `weights` (`equal`), `scaling` (`levels`), `breaks` (`as_printed`) and `measures` (`defining`). A mapping
    that measures dynamic codes has `innovation`, `information` and `value` in place of the codes whose rates they are.
    mean_sd: weighted mean of the standardised indicators present, NaN where fewer than the minimum are.
    value_sd: the same, linked: where the set of present indicators changes, the code moves by the mean change
    of the indicators present in both years, so that an indicator that ends moves nothing by ending. Where breaks
    are `left_out`, one whose method changes does not count among them in that year; where none is left, the code
    has no value from that year on.
    missing: the absent indicators, each with its reason in brackets, separated by "; ": `not published`, or a figure
    is there and `deflator … missing` or `denominator … missing` for the region and year, or `log of 0 or less` (it
    has no logarithm, or for log1p is -1 or less); and those present whose change is left out, with `change left out:
    break in method`, or from the year on in which none was left, with `break in method in` that year.

    Raises StudyError with every indicator that was not read and every one that does not vary in the base period.
    """
    values = usable_values(panel, indicators)
    _check_read(mappings, values, years.price_base_year)
    of_study = range(years.period.first, years.period.last + 1)
    levels = price_levels(values, _terms(mappings), years.price_base_year, regions)
    leaves, base = leaf_regions(regions), years.base_period
    _check_spread(mappings, values, levels, leaves, base)
    frames = []
    for code in CODES:
        for names in _defined_alike(mappings, code):
            mapping = mappings[names[0]]
            scores = code_scores(values, mapping[code], levels, leaves, base, of_study, scaling_of(mapping))
            reasons = {term["indicator"]: _reasons(values, term, levels) for term in mapping[code]}
            weights = indicator_weights(scores, mapping, leaves, base)
            breaks = breaks_left_out(panel, mapping, code)
            frame = _combined(scores, mapping["minimum_indicators"], weights, reasons, breaks)
            frames += [frame.assign(mapping=name, code=measured_code(mapping, code)) for name in names]
    return pd.concat(frames)[COLUMNS].sort_values(COLUMNS[:4], ignore_index=True)


def _defined_alike(mappings: dict, code: str) -> list[list[str]]:
    """Names of the mappings, those together that define a code alike: it is computed once for all of them."""
    alike: dict[str, list[str]] = {}
    for name, mapping in mappings.items():
        definition = repr([mapping[code], sorted((key, mapping[key]) for key in mapping if key not in CODES)])
        alike.setdefault(definition, []).append(name)
    return list(alike.values())


def _terms(mappings: dict) -> list[dict]:
    return [term for mapping in mappings.values() for code in CODES for term in mapping[code]]


def measured_code(mapping: dict, code: str) -> str:
    """Name of what the terms of a code measure: the code itself, or the dynamic code that is its rate."""
    return code if mapping.get("measures", "defining") == "defining" else DYNAMIC_CODES[code]


def scaling_of(mapping: dict) -> str:
    """What the indicators of a mapping are divided by: the spread of their `levels` or of their yearly `changes`."""
    return mapping.get("scaling", "levels")


def breaks_of(mapping: dict) -> str:
    """Whether the changes of a mapping's indicators over a break are `as_printed` or `left_out`."""
    return mapping.get("breaks", "as_printed")


def needed_indicators(term: dict) -> set[str]:
    """Indicators without which a term cannot be computed."""
    return {term["indicator"], term["denominator"], *DEFLATORS[term["deflator"]]} - {"none"}


def breaks_left_out(panel: pd.DataFrame, mapping: dict, code: str) -> dict[str, pd.MultiIndex]:
    """Years and regions in which the change of an indicator of a code is left out, by indicator.

    Those in which the method changes of the indicator, of its denominator or of what deflates it; none at all in a
    mapping whose breaks stay as printed.
    """
    if breaks_of(mapping) == "as_printed":
        return {}
    breaks = method_breaks(panel)
    return {
        term["indicator"]: breaks[breaks.isin(needed_indicators(term), level="indicator")].droplevel("indicator")
        for term in mapping[code]
    }


def _check_read(mappings: dict, values: pd.Series, price_base_year: int) -> None:
    """Raise a line for each indicator that a mapping needs and no table gave a figure for."""
    read = set(values.index.unique("indicator"))
    needed = {
        (f"codes.mappings.{name}.{code}.{number}.{key}", indicator)
        for name, mapping in mappings.items()
        for code in CODES
        for number, term in enumerate(mapping[code])
        for key in ("indicator", "denominator", "deflator")
        for indicator in DEFLATORS.get(term[key], [term[key]])
    }
    problems = [
        f"{key}: {indicator!r} has no figure in any file that was read; "
        "add its table to data/reference/tables.csv, or name another indicator"
        for key, indicator in sorted(needed)
        if indicator not in read
    ]
    years = values.index.get_level_values("year")
    if not years.min() < price_base_year <= years.max():
        problems.append(f"codes.price_base_year: {price_base_year} found; {years.min() + 1}–{years.max()} is allowed")
    raise_problems(problems, "workflow/config.yaml")


def _check_spread(mappings: dict, values: pd.Series, levels: dict[str, Frame], leaves: list[str], base: Period) -> None:
    """Raise a line for each indicator that does not vary in the base period: there is nothing to divide it by."""
    places: dict[tuple, tuple] = {}
    for name, mapping in mappings.items():
        for code in CODES:
            for term in mapping[code]:
                places.setdefault((scaling_of(mapping), *term.values()), (name, code, term, scaling_of(mapping)))
    problems = []
    for name, code, term, scaling in places.values():
        pool = _pool(transformed(values, term, levels), leaves, base)
        if pool.notna().any(axis=None) and not spread(pool, scaling) > 0:
            varies = {"levels": "is the same in all regions and years", "changes": "changes alike in every year"}
            problems.append(
                f"codes.mappings, {name!r}, {code}: {term['indicator']!r} {varies[scaling]} of the base period "
                f"{base.first}–{base.last}; leave it out, or choose another base period"
            )
    raise_problems(problems, "workflow/config.yaml")


def price_levels(
    values: pd.Series, terms: Iterable[dict], price_base_year: int, regions: pd.DataFrame
) -> dict[str, Frame]:
    """Price level, years × regions, of every deflator that one of the terms names."""
    wholes = regions.dropna(subset="part_of").set_index("region")["part_of"]
    used = {term["deflator"] for term in terms} - {"none"}
    return {deflator: price_level(values, deflator, price_base_year, wholes) for deflator in sorted(used)}


def code_scores(
    values: pd.Series,
    terms: list[dict],
    levels: dict[str, Frame],
    leaves: list[str],
    base: Period,
    years: range,
    scaling: str = "levels",
) -> dict[str, Frame]:
    """Terms of a code in standard deviations of the base period `base`, by indicator: years × regions."""
    return {
        term["indicator"]: standardised(transformed(values, term, levels), leaves, base, scaling).reindex(years)
        for term in terms
    }


def indicator_weights(scores: dict[str, Frame], mapping: dict, leaves: list[str], base: Period) -> pd.Series:
    """Weight of each indicator of one code. scores: those of its terms, by indicator."""
    if mapping.get("weights", "equal") == "first_component":
        return first_component(scores, leaves, base)
    return pd.Series(1.0, index=list(scores))


def transformed(values: pd.Series, term: dict, price_levels: dict[str, Frame]) -> Frame:
    """One term of a code, deflated, divided, transformed and oriented: years × regions.

    values: indexed by indicator, year, region. A logarithm of zero or less is NaN, reported as missing.
    """
    frame = _ratio(values, term, price_levels)
    with np.errstate(divide="ignore", invalid="ignore"):
        functions = {"identity": lambda x: x, "log": np.log, "log1p": np.log1p}
        frame = functions[term["transform"]](frame)
    return term["orientation"] * frame.where(np.isfinite(frame))


def _ratio(values: pd.Series, term: dict, price_levels: dict[str, Frame]) -> Frame:
    """One term of a code, deflated and divided, before its transform."""
    frame = _indicator(values, term["indicator"])
    if term["deflator"] != "none":
        frame = frame / price_levels[term["deflator"]]
    if term["denominator"] != "none":
        divisor = _indicator(values, term["denominator"])
        frame = frame / divisor.where(divisor > 0)
    return frame


def _reasons(values: pd.Series, term: dict, price_levels: dict[str, Frame]) -> Frame:
    """Why a term has no value, where it has none: years × regions, in words."""
    figures = _indicator(values, term["indicator"])
    reasons = pd.DataFrame("not published", index=figures.index, columns=figures.columns, dtype=object)
    if term["denominator"] != "none":
        divisor = _indicator(values, term["denominator"]).reindex_like(figures)
        reasons = reasons.mask(figures.notna() & ~(divisor > 0), f"denominator {term['denominator']} missing")
    if term["deflator"] != "none":
        level = price_levels[term["deflator"]].reindex_like(figures)
        reasons = reasons.mask(figures.notna() & level.isna(), f"deflator {term['deflator']} missing")
    lowest = {"identity": -np.inf, "log": 0.0, "log1p": -1.0}[term["transform"]]
    outside = (_ratio(values, term, price_levels) <= lowest).reindex_like(figures).fillna(False).astype(bool)
    return reasons.mask(outside, "log of 0 or less")


def price_level(values: pd.Series, deflator: str, base_year: int, wholes: pd.Series) -> Frame:
    """Price level, 1 in the base year: years × regions; a year without an index ends the chain.

    wholes: oblast by part. # Assumption: where a part's index is not published, its prices (or volumes) moved
    as those of its oblast: the consumer prices of Tyumen without okrugs are printed from 2013 only.

    cpi: December-on-December indices chained; the level of a year is the geometric mean of the two Decembers
    that bound it, because flows are spread over the year. grp_volume: nominal GRP over GRP at constant prices.
    """
    chain = chained_index(values, "cpi_dec_dec" if deflator == "cpi" else "grp_volume_index", wholes)
    level = np.sqrt(chain * chain.shift(1)) if deflator == "cpi" else _indicator(values, "grp_total") / chain
    return level / level.loc[base_year]


def chained_index(values: pd.Series, indicator: str, wholes: pd.Series, *, late_start: bool = False) -> Frame:
    """An index of previous years (100 where nothing changes) multiplied up: years × regions.

    A year without an index ends the chain; with late_start a chain begins in the first year that its region has.
    wholes: as of price_level, with its assumption for parts.
    """
    index = _indicator(values, indicator)
    for part, whole in wholes.items():
        if whole in index:
            index[part] = index[part].fillna(index[whole]) if part in index else index[whole]
    before = (index.notna().cumsum() == 0) & late_start
    return (index.mask(before, 100.0) / 100).cumprod(skipna=False).mask(before)


def standardised(frame: Frame, leaves: list[str], base: Period, scaling: str = "levels") -> Frame:
    """The frame in standard deviations from the mean, both pooled over leaf regions and years of the base period.

    scaling: whose standard deviation, as of `spread`.
    """
    pool = _pool(frame, leaves, base)
    return (frame - pool.stack().mean()) / spread(pool, scaling)


def _pool(frame: Frame, leaves: list[str], base: Period) -> Frame:
    """The frame in the leaf regions and years of the base period."""
    return frame.loc[base.first : base.last, frame.columns.intersection(leaves)]


def spread(pool: Frame, scaling: str) -> float:
    """Standard deviation of the `levels` of a frame, or of its yearly `changes` within regions; NaN where it is zero.

    changes: between consecutive years that both stand in the frame, net of the mean change of each region, with as
    many degrees of freedom as there are changes less regions. # Assumption: a region that grows faster than others
    in all years differs from them; what is to have equal weight is what moves one region from year to year.
    """
    if scaling == "levels":
        found = pool.stack().std()
    else:
        changes = pool.diff()
        degrees = (changes.count() - 1).clip(lower=0).sum()
        squares = np.square(changes - changes.mean()).sum().sum()
        found = np.sqrt(squares / degrees) if degrees else np.nan
    return np.nan if is_nothing(found, pool.abs().max(axis=None)) else found


def first_component(scores: dict[str, Frame], leaves: list[str], base: Period) -> pd.Series:
    """Weights of the indicators of one code: the loadings of its first principal component.

    scores: standardised indicators, years × regions. The component is that of their correlations over the leaf
    regions and years of the base period in which all are present, its sign such that the loadings add up to
    more than zero, or where they add up to nothing that the first of them is above zero. A negative loading counts
    the indicator against its orientation. Equal weights where no direction varies more than another.
    """
    pool = pd.DataFrame(
        {
            name: frame.loc[base.first : base.last, frame.columns.intersection(leaves)].stack()
            for name, frame in scores.items()
        }
    ).dropna()
    if len(scores) == 1 or len(pool) <= len(scores):
        return pd.Series(1.0, index=list(scores))
    variances, directions = np.linalg.eigh(np.corrcoef(pool.to_numpy(), rowvar=False))
    if is_nothing(variances[-1] - variances[-2]):
        return pd.Series(1.0, index=list(scores))
    loadings = directions[:, -1]
    # Of two indicators that go against each other the loadings are 1 and −1.
    told = loadings[~is_nothing(loadings)][0] if is_nothing(loadings.sum()) else loadings.sum()
    return pd.Series(loadings * np.sign(told), index=list(scores))


def _indicator(values: pd.Series, indicator: str) -> Frame:
    """Values of one indicator: years × regions, every year between the first and the last."""
    wide = values.loc[indicator].unstack("region")
    return wide.reindex(range(wide.index.min(), wide.index.max() + 1))


def _combined(
    scores: dict[str, Frame],
    minimum: int,
    weights: pd.Series,
    reasons: dict[str, Frame],
    breaks: dict[str, pd.MultiIndex],
) -> pd.DataFrame:
    """Weighted mean and linked mean of the scores present, long: one row per region and year."""
    stacked = pd.concat(scores, names=["indicator", "year"]).rename_axis(columns="region").stack(future_stack=True)
    by_term = stacked.unstack("indicator")[list(scores)].sort_index()
    present = by_term.notna()
    count = present.sum(axis=1)
    mean = _weighted(by_term, weights).where(count >= minimum)
    changes, left_out, ended = yearly_changes(by_term, breaks)
    step = _weighted(changes, weights)  # over the indicators present in both years
    result = pd.DataFrame(
        {
            "mean_sd": mean,
            "value_sd": _linked(mean, step).where(ended.isna()),
            "indicators_present": count,
            "indicators_expected": len(scores),
            "missing": _listed(present, reasons, left_out, ended),
        }
    )
    return result.reset_index()


def _weighted(by_term: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Sum of weight times score over the sum of the sizes of the weights, over the scores present."""
    mass = by_term.notna().astype(float) @ weights.abs()
    return by_term.fillna(0.0) @ weights / mass.where(mass > 0)


def _linked(mean: pd.Series, step: pd.Series) -> pd.Series:
    """Mean in the first year of each unbroken run of years, the steps added after it."""
    defined = mean.notna()
    starts = defined & ~(defined.groupby("region").shift(1, fill_value=False) & step.notna())
    run = starts.groupby("region").cumsum()
    moves = mean.where(starts, step).where(defined, 0.0)
    return moves.groupby([moves.index.get_level_values("region"), run]).cumsum().where(defined)


def yearly_changes(
    by_term: pd.DataFrame, breaks: dict[str, pd.MultiIndex]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Changes of the scores since the year before, those left out at breaks, and from which year on none was left.

    by_term: (year, region), in any order of the two, × indicators, years in order. breaks: of `breaks_left_out`. The
    changes are missing where they are left out; the year is NaN where the code goes on.
    """
    changes = by_term - by_term.groupby("region").shift(1)
    places = by_term.index.reorder_levels(["year", "region"])
    left_out = changes.notna() & pd.DataFrame(
        {name: places.isin(breaks.get(name, [])) for name in by_term}, index=by_term.index
    )
    return changes.mask(left_out), left_out, _ended(changes, left_out)


def _ended(changes: pd.DataFrame, left_out: pd.DataFrame) -> pd.Series:
    """The year, in it and after it, in which breaks left no change of any indicator; NaN before, and where none is."""
    none_left = left_out.any(axis=1) & (changes.notna() == left_out).all(axis=1)
    year = pd.Series(changes.index.get_level_values("year"), index=changes.index)
    return year.where(none_left).groupby("region").transform(lambda own: own.ffill())


def _listed(present: pd.DataFrame, reasons: dict[str, Frame], left_out: pd.DataFrame, ended: pd.Series) -> list[str]:
    """Indicators of each row that are absent or left out, with the reason; present, left_out: rows × indicators."""
    words = pd.DataFrame(index=present.index, columns=present.columns, dtype=object)
    since = "break in method in " + ended.astype("Int64").astype(str).astype(object)
    for indicator, frame in reasons.items():
        absent = frame.stack().reindex(present.index, fill_value="not published").astype(object)
        broken = since.where(ended.notna(), "change left out: break in method")
        reason = absent.where(~present[indicator], broken)
        is_whole = present[indicator] & ~left_out[indicator] & ended.isna()
        words[indicator] = np.where(is_whole, "", f"{indicator} (" + reason + ")")
    return ["; ".join(filter(None, row)) for row in words.to_numpy()]
