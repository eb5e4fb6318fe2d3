"""Data behind the sliders of the codes: indicators as the study standardises them, and the choices to begin with."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from regioncodes.codes.codes import (
    breaks_left_out,
    code_scores,
    indicator_weights,
    measured_code,
    needed_indicators,
    price_levels,
    scaling_of,
)
from regioncodes.codes.readings import lowest_order
from regioncodes.ground.code_names import CODES
from regioncodes.ground.errors import raise_all_problems
from regioncodes.ground.options import CodeYears, Derivative, Formulas
from regioncodes.ground.regions import leaf_regions, regions_of, units_of
from regioncodes.ground.tables import INDICATORS, REGIONS
from regioncodes.panel.units import usable_values
from regioncodes.words.code_terms import term_name
from regioncodes.words.texts import Texts

# Multiples of the study's weight, and years of memory, that the sliders offer; the study's own choice is added.
WEIGHTS = [quarter / 4 for quarter in range(17)]
MEMORY_YEARS = [*(half / 2 for half in range(1, 21)), 12.0, 15.0, 20.0, 30.0, 50.0]


@dataclass(frozen=True)
class TrialChoices:
    """The study's choices that the sliders start from. mapping: one of codes.mappings."""

    district: str
    mapping: Mapping
    years: CodeYears
    derivative: Derivative
    formulas: Formulas


def trial_data(
    panel: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    choices: TrialChoices,
    words: Mapping[str, Texts],
) -> dict:
    """What trial.js needs to compute the codes of a district anew, ready for JSON; missing numbers are None.

    panel, regions, indicators: as for `codes`. words: texts of the exhibits by language.
    units: the district's regions (is_ranked), the district and the country. codes: by code its terms, each with the
    study's weight, scores (units × years, SD of the base period) and left_out (by unit, places of the years whose
    change a break in method leaves out). scales: what the sliders offer. names: by language, in the order of the data.

    Raises StudyError with every indicator that has no figure, is unknown or has no name, and every unit without a name.
    """
    mapping, period = choices.mapping, choices.years.period
    units = units_of(choices.district, regions)
    values = usable_values(panel, indicators)
    raise_all_problems(_problems(mapping, values, units, regions, indicators))
    terms = [term for code in CODES for term in mapping[code]]
    levels = price_levels(values, terms, choices.years.price_base_year, regions)
    years = list(range(period.first, period.last + 1))
    ranked = regions_of(choices.district, regions)
    measured = [measured_code(mapping, code) for code in CODES]
    edge = choices.derivative.edge_years
    return {
        "years": years,
        "start_year": max(len(years) - 1 - edge, 0),
        "edges": [year for place, year in enumerate(years) if min(place, len(years) - 1 - place) < edge],
        "units": [{"region": unit, "is_ranked": unit in ranked} for unit in units],
        "codes": [_code(panel, values, levels, regions, choices, code, units) for code in CODES],
        "minimum_indicators": mapping["minimum_indicators"],
        "lowest_order": lowest_order(measured),
        "derivative": {
            "length_scale_years": list(choices.derivative.length_scale_years),
            "noise_to_signal": list(choices.derivative.noise_to_signal),
            "grid": choices.derivative.grid,
        },
        "formulas": {"periods": choices.formulas.periods, "memory_years": choices.formulas.memory_years},
        "scales": {
            "weight": WEIGHTS,
            "memory_years": sorted({*MEMORY_YEARS, choices.formulas.memory_years}),
            "periods": sorted({*range(len(years)), choices.formulas.periods}),
        },
        "names": {language: _names(texts, mapping, units, regions, indicators) for language, texts in words.items()},
    }


def _code(
    panel: pd.DataFrame,
    values: pd.Series,
    levels: dict[str, pd.DataFrame],
    regions: pd.DataFrame,
    choices: TrialChoices,
    code: str,
    units: list[str],
) -> dict:
    """One code: its terms with their weights, scores and changes left out."""
    mapping, base = choices.mapping, choices.years.base_period
    leaves, period = leaf_regions(regions), choices.years.period
    of_study = range(period.first, period.last + 1)
    scores = code_scores(values, mapping[code], levels, leaves, base, of_study, scaling_of(mapping))
    weights = indicator_weights(scores, mapping, leaves, base)
    breaks = breaks_left_out(panel, mapping, code)
    return {
        "code": measured_code(mapping, code),
        "terms": [
            {
                "indicator": name,
                "weight": float(weights[name]),
                "scores": [_numbers(frame.get(unit), len(of_study)) for unit in units],
                "left_out": [[year - period.first for year in of_study if (year, unit) in broken] for unit in units],
            }
            for name, frame in scores.items()
            for broken in [set(breaks.get(name, []))]
        ],
    }


def _numbers(column: pd.Series | None, count: int) -> list[float | None]:
    """A column for JSON; one that is not there has no number in any year."""
    return [None] * count if column is None else [None if pd.isna(value) else float(value) for value in column]


def _names(
    texts: Texts, mapping: Mapping, units: list[str], regions: pd.DataFrame, indicators: pd.DataFrame
) -> dict[str, list]:
    """Printed names of units, codes and the terms of each."""
    listed = regions.set_index("region")[f"short_{texts.language}"]
    return {
        "units": list(listed[units]),
        "codes": [texts[f"site.trial.code.{measured_code(mapping, code)}"] for code in CODES],
        "terms": [[term_name(term, indicators, texts) for term in mapping[code]] for code in CODES],
    }


def _problems(
    mapping: Mapping, values: pd.Series, units: list[str], regions: pd.DataFrame, indicators: pd.DataFrame
) -> dict[str, list[str]]:
    """What keeps the sliders from being named and filled, by the file to mend."""
    read, listed = set(values.index.unique("indicator")), indicators.set_index("indicator")
    needed = sorted({name for code in CODES for term in mapping[code] for name in needed_indicators(term)})
    named = regions.set_index("region").reindex(units)
    return {
        "workflow/config.yaml": [
            f"codes.mappings: {name!r} has no figure in any file that was read; "
            "add its table to data/reference/tables.csv, or name another indicator"
            for name in needed
            if name not in read
        ],
        INDICATORS: [
            f"indicator {name!r}: column title_{language} is empty; write its name"
            for name in needed
            for language in ("en", "ru")
            if name in listed.index and pd.isna(listed.loc[name, f"title_{language}"])
        ],
        REGIONS: [
            f"region {unit!r}: column short_{language} is empty; write its name"
            for language in ("en", "ru")
            for unit in named.index[named[f"short_{language}"].isna()]
        ],
    }
