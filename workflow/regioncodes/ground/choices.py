"""Choices that are well formed, held against the figures that there are, before a step runs."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from regioncodes.ground.code_names import CODES, DEFLATORS
from regioncodes.ground.publication_dates import end_of_period
from regioncodes.ground.tables import TABLES

PRICES = "cpi_dec_dec"

Years = dict[str, set[int]]  # years for which some table prints an indicator


def unserved(config: dict[str, Any], tables: pd.DataFrame, sources: pd.DataFrame) -> list[str]:
    """One sentence for every choice that the figures cannot serve: the key, the value found, what is allowed.

    config: plain values, well formed (config.Config). tables: lines of data/reference/tables.csv, which say of which
    indicator each has figures and for which years. sources: file, edition, published.
    """
    years = printed_years(tables)
    return [
        *_indicators(config, years),
        *_base_periods(config, years),
        *_price_base_years(config, years),
        *_outcomes(config, years),
        *_edition(config, tables, sources),
    ]


def untouched(config: dict[str, Any], breaks: pd.DataFrame) -> list[str]:
    """One sentence for every mapping that leaves breaks out and has none to leave out: it equals one as printed.

    breaks: of data/reference/breaks.csv, the first year that cannot be compared with the year before it.
    """
    period = config["years"]
    own = breaks[breaks["kind"].eq("break_in_method") & breaks["year"].gt(period["first"])]
    broken = set(own.loc[own["year"].le(period["last"]), "indicator"])
    touched = {
        place.split(".")[2]
        for place, _, needed in _terms(config)
        if any(broken.intersection(names) for names in needed.values())
    }
    return [
        f"codes.mappings.{name}.breaks: 'left_out' found, and no indicator changes its method within "
        f"{period['first']}–{period['last']} by data/reference/breaks.csv; 'as_printed' gives the same"
        for name, mapping in config["codes"]["mappings"].items()
        if mapping["breaks"] == "left_out" and name not in touched
    ]


def unlike(config: dict[str, Any], indicators: pd.DataFrame) -> list[str]:
    """One sentence for every choice that an indicator cannot serve by its kind: the key, what was found and is allowed.

    indicators: of data/reference/indicators.csv. Real prices are of outcomes in roubles, `volume` of those with a
    volume index; the guide of the scenario is a ratio in the regressor's unit.
    """
    kinds, chosen = indicators.set_index("indicator"), config["correlation"]
    in_roubles = kinds.index[kinds["unit"].str.contains("RUB")]
    allowed = {"cpi": in_roubles, "volume": in_roubles.intersection(kinds.index[kinds["volume_index"].notna()])}
    problems = [
        f"correlation.real_prices.{name}: {prices!r} found; {prices!r} is allowed for {', '.join(allowed[prices])}; "
        "an indicator's volume index stands in data/reference/indicators.csv"
        for name, prices in chosen["real_prices"].items()
        if name not in allowed[prices]
    ]
    unit = kinds.loc[chosen["regressor"], "unit"]
    alike = kinds["kind"].eq("ratio") & kinds["unit"].eq(unit)
    if not alike[guide := chosen["scenario_guide"]]:
        problems.append(
            f"correlation.scenario_guide: {guide!r} found; a share of the country in {unit} is allowed, "
            "such as employed_25_64_higher_education_share"
        )
    return problems


def printed_years(tables: pd.DataFrame) -> Years:
    """Years for which some table prints an indicator, by indicator; a line that does not say its years has none."""
    lines = tables.reindex(columns=["indicator", "first_year", "last_year"])
    spans = lines.apply(lambda column: column if column.name == "indicator" else pd.to_numeric(column, errors="coerce"))
    years: Years = {}
    for line in spans.dropna().itertuples():
        years.setdefault(line.indicator, set()).update(range(int(line.first_year), int(line.last_year) + 1))
    return years


def _terms(config: dict[str, Any]) -> Iterator[tuple[str, dict[str, str], dict[str, list[str]]]]:
    """Every term of every mapping: where it stands, itself, and the indicators that each of its keys needs."""
    for name, mapping in config["codes"]["mappings"].items():
        for code in CODES:
            for number, term in enumerate(mapping[code]):
                needed = {
                    key: DEFLATORS.get(term[key], [term[key]]) for key in ("indicator", "denominator", "deflator")
                }
                yield f"codes.mappings.{name}.{code}.{number}", term, needed


def _indicators(config: dict[str, Any], years: Years) -> list[str]:
    """Indicators of which no table has a figure."""
    wanted = [
        (f"{place}.{key}", indicator)
        for place, _, needed in _terms(config)
        for key, indicators in needed.items()
        for indicator in indicators
    ]
    wanted.append(("correlation.regressor", config["correlation"]["regressor"]))
    wanted += [(f"correlation.outcomes.{place}", name) for place, name in enumerate(config["correlation"]["outcomes"])]
    return [
        f"{key}: {indicator!r} has no figure in any file; add its table to {TABLES}, or name another indicator"
        for key, indicator in wanted
        if indicator not in years
    ]


def _base_periods(config: dict[str, Any], years: Years) -> list[str]:
    """Base periods in which an indicator of a mapping has no figure: it could not be standardised."""
    periods = {"codes.base_period": config["codes"]["base_period"]}
    periods |= {
        f"sensitivity.base_periods.{place}": period
        for place, period in enumerate(config["sensitivity"]["base_periods"])
    }
    problems = []
    for key, period in periods.items():
        inside = set(range(period["first"], period["last"] + 1))
        for place, term, needed in _terms(config):
            known = [years[name] for names in needed.values() for name in names if name in years]
            common = set.intersection(*known) if known else set()
            if common and not common & inside:
                found = f"{period['first']}–{period['last']} found"
                problems.append(f"{key}: {found}; {term['indicator']!r} of {place} has figures for {_span(common)}")
                break
    return problems


def _price_base_years(config: dict[str, Any], years: Years) -> list[str]:
    """Years of the constant prices for which a price index is not known."""
    chosen = {"codes.price_base_year": config["codes"]["price_base_year"]}
    chosen |= {
        f"sensitivity.price_base_years.{place}": year
        for place, year in enumerate(config["sensitivity"]["price_base_years"])
    }
    allowed = {}
    if PRICES in years:
        # Prices of a year lie between two Decembers, so the first index of the chain gives none.
        allowed[PRICES] = years[PRICES] - {min(years[PRICES])}
    if any(term["deflator"] == "grp_volume" for _, term, _ in _terms(config)):
        allowed |= {name: years[name] for name in DEFLATORS["grp_volume"] if name in years}
    return [
        f"{key}: {year} found; {_span(known)} is allowed, the years of {index!r}"
        for key, year in chosen.items()
        for index, known in allowed.items()
        if year not in known
    ]


def _outcomes(config: dict[str, Any], years: Years) -> list[str]:
    """Outcomes of Figure 2 that share no year of the study with its regressor."""
    own = config["correlation"]
    period, regressor = config["years"], own["regressor"]
    studied = years.get(regressor, set()) & set(range(period["first"], period["last"] + 1))
    if regressor in years and not studied:
        return [
            f"years: {period['first']}–{period['last']} found; {regressor!r}, the regressor of Figure 2, "
            f"has figures for {_span(years[regressor])}, and a year of them is needed"
        ]
    return [
        f"correlation.outcomes.{place}: {outcome!r} has figures for {_span(years[outcome])}; "
        f"one of the years {_span(studied)} is needed, for which {regressor!r} has them"
        for place, outcome in enumerate(own["outcomes"])
        if outcome in years and studied and not studied & years[outcome]
    ]


def _edition(config: dict[str, Any], tables: pd.DataFrame, sources: pd.DataFrame) -> list[str]:
    """The edition of Figure 2 where it is newer than the vintage, or does not print every outcome."""
    own, vintage = config["correlation"], config["vintage"]
    editions = sources.dropna(subset="edition").set_index("file")["edition"]
    lines = tables.reindex(columns=["file", "indicator"])
    prints = {edition: set(own) for edition, own in lines["indicator"].groupby(lines["file"].map(editions))}
    late = set() if vintage == "newest" else _later(pd.Timestamp(vintage), sources)
    allowed = ["newest", *(name for name in prints if set(own["outcomes"]) <= prints[name] and name not in late)]
    if own["edition"] in allowed:
        return []
    return [
        f"correlation.edition: {own['edition']!r} does not print every one of correlation.outcomes, or is newer than "
        f"vintage ({vintage}); allowed: {', '.join(allowed)}"
    ]


def _later(day: pd.Timestamp, sources: pd.DataFrame) -> set[str]:
    """Editions published after a day."""
    dated = sources.dropna(subset="edition")
    return set(dated.loc[dated["published"].map(end_of_period) > day, "edition"])


def _span(years: set[int]) -> str:
    return f"{min(years)}–{max(years)}" if len(years) > 1 else str(*years)
