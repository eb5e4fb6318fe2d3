"""How much each choice of the study moves Code NID and the rank of every region: one choice changed at a time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd

from regioncodes.codes.codes import breaks_of, codes, measured_code, scaling_of
from regioncodes.codes.derivatives.rates import ZERO_BY_CONSTRUCTION, rates
from regioncodes.codes.formulas import nid
from regioncodes.codes.readings import readings
from regioncodes.ground.code_names import CODES, DYNAMIC_CODES
from regioncodes.ground.options import CodeYears, Derivative, Formulas, Period
from regioncodes.ground.regions import regions_of, units_of

MAIN = "main"
Key = TypeVar("Key")
COLUMNS = [
    "choice",
    "variant",
    "year",
    "region",
    "nid_sd_year",
    "main_nid_sd_year",
    "change_sd_year",
    "rank",
    "main_rank",
    "status",
]


class Variant(NamedTuple):
    """The study with one choice changed: everything that decides Code NID."""

    choice: str
    variant: str
    mapping: dict
    years: CodeYears
    linking: str  # column of the codes: value_sd (linked) or mean_sd (plain)
    method: str
    formulas: Formulas
    reading: str
    sign: str


def sensitivity(
    panel: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    district: str,
    variants: list[Variant],
    derivative: Derivative,
    seed: int,
) -> pd.DataFrame:
    """Code NID and rank of every unit of a district under every variant, one row per variant, year and unit.

    variants: of `variants`, the main one first. The regions of the district have a rank, 1 for the highest; the
    district and the country have none.
    Years: the last with a number in the main variant, and the last before the edge years that end with it.
    change_sd_year: against the main variant, SD per year; missing for the readings of a sign, for dynamic codes
    measured directly and for the other scaling, whose sums have another meaning or unit, so that only their ranks
    compare. status: as of formulas.nid.
    """
    names = _mapping_names(variants)
    places = {variant: place for place, variant in enumerate(map(_name, variants))}
    tables = _codes(panel, regions, indicators, variants, names)
    units, ranked = units_of(district, regions), regions_of(district, regions)
    parts = []
    for run, members in _grouped(variants, _run).items():
        own = tables[run.years].assign(value_sd=lambda table, run=run: table[run.linking])
        own = own[own["region"].isin(units) & own["mapping"].isin({names[_name(member)] for member in members})]
        found = _signed(own, run, derivative) if run.is_signed else _by_sign(own, run, derivative, seed)
        for member in members:
            keys = [names[_name(member)], member.reading, member.sign]
            chosen = found[(found[["mapping", "reading", "sign"]] == keys).all(axis=1)]
            place = places[_name(member)]
            compares = member.sign == "signed" and _unit(member.mapping) == _unit(variants[0].mapping)
            parts.append(chosen.assign(choice=member.choice, variant=member.variant, place=place, compares=compares))
    table = pd.concat(parts).pipe(_shown, derivative.edge_years).pipe(_with_ranks, ranked).pipe(_with_main)
    return table.sort_values(["place", "year", "region"])[COLUMNS].reset_index(drop=True)


def variants(
    mappings: dict,
    main_mapping: str,
    years: CodeYears,
    methods: list[str],
    formulas: Formulas,
    alternatives: dict,
) -> list[Variant]:
    """The main variant and, after it, every variant that changes one choice of it.

    mappings, methods: as in the config. alternatives: its block `sensitivity` (base_periods, price_base_years, periods,
    memory_years). An alternative that equals the main choice is no variant.
    """
    mapping = mappings[main_mapping]
    main = Variant(MAIN, main_mapping, mapping, years, "value_sd", methods[0], formulas, "memory", "signed")
    scaling = "levels" if scaling_of(mapping) == "changes" else "changes"
    breaks = "as_printed" if breaks_of(mapping) == "left_out" else "left_out"
    bases = [Period(**period) for period in alternatives["base_periods"]]
    changes = [
        *(("mapping", name, {"mapping": other}) for name, other in mappings.items() if not _is_told(other, mapping)),
        ("scaling", scaling, {"mapping": {**mapping, "scaling": scaling}}),
        ("breaks", breaks, {"mapping": {**mapping, "breaks": breaks}}),
        ("weights", "first_component", {"mapping": {**mapping, "weights": "first_component"}}),
        *(("indicator", name, {"mapping": smaller}) for name, smaller in without_one(mapping)),
        *(("base_period", f"{base.first}–{base.last}", {"years": replace(years, base_period=base)}) for base in bases),
        *(
            ("price_base_year", str(year), {"years": replace(years, price_base_year=year)})
            for year in alternatives["price_base_years"]
        ),
        ("linking", "mean_sd", {"linking": "mean_sd"}),
        *(("method", method, {"method": method}) for method in methods[1:]),
        *(("reading", reading, {"reading": reading}) for reading in ("literal", "elapsed")),
        *(("sign", sign, {"sign": sign}) for sign in ("positive_part", "sign_only")),
        *(("periods", str(n), {"formulas": replace(formulas, periods=n)}) for n in alternatives["periods"]),
        *(
            ("memory_years", f"{memory:g}", {"formulas": replace(formulas, memory_years=memory)})
            for memory in alternatives["memory_years"]
        ),
    ]
    changed = [main._replace(choice=choice, variant=name, **change) for choice, name, change in changes]
    return [main, *(variant for variant in changed if variant[2:] != main[2:])]


def _is_told(other: dict, mapping: dict) -> bool:
    """Whether another mapping differs from the main one in nothing but what has a choice of its own."""
    told = ("scaling", "breaks")
    return {key: other[key] for key in other if key not in told} == {
        key: mapping[key] for key in mapping if key not in told
    }


def ranges(moves: pd.DataFrame) -> pd.DataFrame:
    """Lowest and highest Code NID and rank that the variants of a choice give, the main variant among them.

    moves: of `sensitivity`. One row per choice, year and unit, in the order of the choices: variants, computed (how
    many gave a number), lowest and highest of nid_sd_year (over those that compare) and of rank, and the main ones.
    """
    keys = ["choice", "year", "region"]
    known = moves.assign(
        comparable=moves["nid_sd_year"].where(moves["change_sd_year"].notna()), has_number=moves["nid_sd_year"].notna()
    )
    table = known.groupby(keys, sort=False).agg(
        variants=("variant", "size"),
        computed=("has_number", "sum"),
        lowest_sd_year=("comparable", "min"),
        highest_sd_year=("comparable", "max"),
        lowest_rank=("rank", "max"),
        highest_rank=("rank", "min"),
        main_nid_sd_year=("main_nid_sd_year", "first"),
        main_rank=("main_rank", "first"),
    )
    with_main = {
        "lowest_sd_year": table[["lowest_sd_year", "main_nid_sd_year"]].min(axis=1),
        "highest_sd_year": table[["highest_sd_year", "main_nid_sd_year"]].max(axis=1),
        "lowest_rank": table[["lowest_rank", "main_rank"]].max(axis=1),
        "highest_rank": table[["highest_rank", "main_rank"]].min(axis=1),
    }
    moved = table[["lowest_sd_year", "lowest_rank"]].notna().to_numpy()[:, [0, 0, 1, 1]]
    return table.assign(**pd.DataFrame(with_main).where(moved)).reset_index()


def without_one(mapping: dict) -> Iterator[tuple[str, dict]]:
    """Every indicator whose code has another one, and the mapping without it.

    # Assumption: where the code would fall short of minimum_indicators in every year, the minimum follows it.
    """
    for code in CODES:
        for term in mapping[code] if len(mapping[code]) > 1 else []:
            rest = [other for other in mapping[code] if other is not term]
            minimum = min(mapping["minimum_indicators"], len(rest))
            yield f"{code}: {term['indicator']}", {**mapping, code: rest, "minimum_indicators": minimum}


def _name(variant: Variant) -> tuple[str, str]:
    return variant.choice, variant.variant


def _unit(mapping: dict) -> tuple[str, str]:
    """What Code NID is measured in: standard deviations of levels or of changes, per year or per year²."""
    return scaling_of(mapping), measured_code(mapping, CODES[0])


def _mapping_names(variants: list[Variant]) -> dict[tuple[str, str], str]:
    """Name of the mapping of every variant: that of the main one where it is the same, so that the draws are too."""
    main = variants[0]
    return {
        _name(variant): main.variant if variant.mapping == main.mapping else ": ".join(_name(variant))
        for variant in variants
    }


class _Run(NamedTuple):
    """What one estimation of the derivatives shares; the readings of a sign are estimated apart, from draws."""

    years: CodeYears
    linking: str
    method: str
    formulas: Formulas
    is_signed: bool


def _run(variant: Variant) -> _Run:
    return _Run(variant.years, variant.linking, variant.method, variant.formulas, variant.sign == "signed")


def _grouped(variants: list[Variant], key: Callable[[Variant], Key]) -> dict[Key, list[Variant]]:
    groups: dict[Key, list[Variant]] = {}
    for variant in variants:
        groups.setdefault(key(variant), []).append(variant)
    return groups


def _codes(panel, regions, indicators, variants, names) -> dict[CodeYears, pd.DataFrame]:
    """Codes by their years, every mapping under its name."""
    return {
        years: codes(
            panel,
            regions,
            indicators,
            mappings={names[_name(member)]: member.mapping for member in members},
            years=years,
        )
        for years, members in _grouped(variants, lambda variant: variant.years).items()
    }


def _signed(table: pd.DataFrame, run: _Run, derivative: Derivative) -> pd.DataFrame:
    """Code NID in closed form, as formulas.nid has it, without the draws behind its bands."""
    options = {"method": run.method, "derivative": derivative, "with_bands": False}
    found = rates(table, run.years.period, **options)
    second = found[found["order"].eq(found["code"].isin(CODES) + 1)]  # the first of a dynamic code measured directly
    unit_year = ["mapping", "region", "year"]
    names = list(DYNAMIC_CODES.values())
    by_code = second.pivot(index=unit_year, columns="dynamic_code", values="estimate").reindex(columns=names)
    is_fixed = (second["status"] == ZERO_BY_CONSTRUCTION).groupby([second[key] for key in unit_year]).all()
    started = by_code.notna().any(axis=1).groupby(["mapping", "region"]).cummax()
    # Before the first derivative of any code a year adds nothing; after it, a missing code leaves no sum.
    is_before = ~started & started.groupby(["mapping", "region"]).transform("any")
    sums = by_code.sum(axis=1, skipna=False).mask(is_before, 0.0).unstack("year")
    moves = (started & ~is_fixed).unstack("year")
    parts = []
    for reading in readings(run.formulas):
        if reading.formula == "code_nid":
            lagged = [weight * sums.shift(lag, axis=1, fill_value=0.0) for lag, weight in enumerate(reading.weights)]
            moved = [moves.shift(lag, axis=1, fill_value=False) for lag in range(len(reading.weights))]
            own = pd.DataFrame(
                {
                    "nid_sd_year": sum(lagged).stack(future_stack=True),
                    "moves": np.logical_or.reduce(moved).ravel(),
                }
            )
            parts.append(own.reset_index().assign(reading=reading.reading, sign="signed"))
    found = pd.concat(parts)
    causes = [found["nid_sd_year"].isna(), ~found["moves"]]
    return found.assign(status=np.select(causes, ["missing_code", ZERO_BY_CONSTRUCTION], default="estimated"))


def _by_sign(table: pd.DataFrame, run: _Run, derivative: Derivative, seed: int) -> pd.DataFrame:
    """Code NID of every sign, from draws."""
    options = {"method": run.method, "formulas": run.formulas, "derivative": derivative}
    found = nid(table, run.years.period, seed=seed, **options)
    return found[found["formula"] == "code_nid"].rename(columns={"estimate": "nid_sd_year"})


def _shown(table: pd.DataFrame, edge_years: int) -> pd.DataFrame:
    known = table.loc[(table["choice"] == MAIN) & table["nid_sd_year"].notna(), "year"]
    last = known.max() if len(known) else table["year"].max()
    return table[table["year"].isin([last - edge_years, last])]


def _with_ranks(table: pd.DataFrame, ranked: list[str]) -> pd.DataFrame:
    has_rank = table["region"].isin(ranked) & (table["status"] != ZERO_BY_CONSTRUCTION)
    known = table["nid_sd_year"].where(has_rank)
    return table.assign(rank=known.groupby([table["place"], table["year"]]).rank(ascending=False, method="min"))


def _with_main(table: pd.DataFrame) -> pd.DataFrame:
    """The table with Code NID and rank of the main variant beside those of each, and the change."""
    main = table.loc[table["choice"] == MAIN, ["region", "year", "nid_sd_year", "rank"]]
    main = main.rename(columns={"nid_sd_year": "main_nid_sd_year", "rank": "main_rank"})
    both = table.merge(main, on=["region", "year"], how="left", validate="many_to_one")
    change = both["nid_sd_year"] - both["main_nid_sd_year"]
    return both.assign(change_sd_year=change.where(both["compares"]))
