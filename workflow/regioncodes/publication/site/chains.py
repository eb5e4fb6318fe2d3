"""Chains: from a number of an exhibit to the rows of the results behind it, and to rows of the panel or of a dump."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from regioncodes.exhibits.printing.selection import shown_codes, signed_codes
from regioncodes.exhibits.tables.table_s1_codes import READINGS, last_common_year
from regioncodes.ground.code_names import CODES, DEFLATORS
from regioncodes.ground.options import SiteChoices
from regioncodes.publication.site.compact_json import rows_as_json

POINTS, FITS, NID, RATES, LEVELS = (
    f"results/models/{name}.csv" for name in ("education_points", "education_fits", "nid", "rates", "codes")
)
CLAIMS = "results/article/claims.csv"


class Chains(NamedTuple):
    """Chains by id, and what they share.

    chains: `steps` (ids), `cells` (id of a set of panel positions, or empty), `edition` (whose figures are used),
    `note` (key of a text). steps: `file` and rows of it. cells: positions. numbers: by exhibit, the chains of the
    numbers of a row, by the heading of the row in one language.
    """

    chains: dict[str, dict]
    steps: dict[str, dict]
    cells: dict[str, list[int]]
    numbers: dict[str, dict[str, list[str]]]


def merged(parts: Sequence[Chains]) -> Chains:
    """All chains as one; ids differ between the parts."""
    return Chains(*({key: value for part in parts for key, value in part[field].items()} for field in range(4)))


def survey_chains(table: str, exhibit: str, options: pd.DataFrame, codebook: pd.DataFrame, language: str) -> Chains:
    """Chains of a survey table: the counted row, the option's line of the codebook, and the dump's column.

    table: name of the file in results/surveys. options: option, question, label_en, label_ru and whatever was
    counted. codebook: survey, file, question, option, column and the codes.
    """
    survey = codebook["survey"].iloc[0]
    chains, steps = {}, {}
    numbers: dict[str, list[str]] = {}
    for (question, option), rows in options.groupby(["question", "option"], sort=False):
        key = f"{table}.{question}.{option}"
        described = codebook[codebook["question"].eq(question) & codebook["option"].eq(option)]
        labels = [column for column in rows if column.startswith("label_")]
        steps[f"{key}.count"] = {"file": f"results/surveys/{table}.csv", **rows_as_json(rows.drop(columns=labels))}
        steps[f"{key}.codebook"] = {"file": f"data/reference/codebooks/{survey}.csv", **rows_as_json(described)}
        dump = described[["file", "sheet", "column"]].drop_duplicates()
        steps[f"{key}.dump"] = {"file": f"data/raw/surveys/{dump['file'].iloc[0]}", **rows_as_json(dump)}
        chains[key] = _chain([f"{key}.{step}" for step in ("count", "codebook", "dump")], note="source.reconstructed")
        numbers[rows[f"label_{language}"].iloc[0]] = [key]
    return Chains(chains, steps, {}, {exhibit: numbers})


def point_chains(
    points: pd.DataFrame, fits: pd.DataFrame, rows: pd.DataFrame, *, district: str, regressor: str, edition: str
) -> Chains:
    """Chains of Figure 2: `figure_2.OUTCOME.YEAR`, `figure_2.education.YEAR` and `figure_2.OUTCOME.fit`.

    points, fits: as correlations gives them. rows: the panel rows of provenance.Provenance.
    """
    own = rows[rows["region"].eq(district)]
    at = {(row.indicator, row.year): row.Index for row in own.itertuples()}
    chains, steps, cells = {}, {}, {}
    for fit in fits.itertuples():
        key = f"figure_2.{fit.outcome}.fit"
        used = points[points["outcome"].eq(fit.outcome)]
        steps[key] = {"file": FITS, **rows_as_json(fits.loc[[fit.Index]])}
        steps[f"{key}.points"] = {"file": POINTS, **rows_as_json(used)}
        wanted = [(indicator, year) for indicator in (fit.outcome, regressor) for year in used["year"]]
        cells[key] = [at[place] for place in wanted if place in at]
        chains[key] = _chain([key, f"{key}.points"], key, edition)
    for point in points.itertuples():
        for name, indicator in ((point.outcome, point.outcome), ("education", regressor)):
            key = f"figure_2.{name}.{point.year}"
            same = points["outcome"].eq(point.outcome) & points["year"].eq(point.year)
            steps[key] = {"file": POINTS, **rows_as_json(points[same])}
            cells[key] = [at[indicator, point.year]]
            chains[key] = _chain([key], key, edition)
    return Chains(chains, steps, cells, {})


def code_chains(
    tables: dict[str, pd.DataFrame],
    rows: pd.DataFrame,
    shown: SiteChoices,
    language: str,
) -> Chains:
    """Chains of the table of codes: the estimate, the rates it sums, the levels they come from, and all their cells.

    tables: nid, rates and codes (results/models) and regions. shown: mapping with its terms, and method.
    """
    chosen = {"mapping": shown.mapping, "method": shown.method}
    signed = signed_codes(shown_codes(tables["nid"], **chosen), "the chains of the codes")
    year = last_common_year(signed)
    rates = shown_codes(tables["rates"], **chosen)
    levels = tables["codes"][tables["codes"]["mapping"].eq(shown.mapping)]
    names = tables["regions"].set_index("region")
    parts = [
        _codes_of(region, (own, rates[rates["region"].eq(region)], levels[levels["region"].eq(region)]), year)
        for region, own in signed.groupby("region")
    ]
    found = merged(parts)
    cells = {
        region: code_cells(rows, region, shown.terms, names, levels["year"]) for region in signed["region"].unique()
    }
    numbers = {
        names.loc[region, f"short_{language}"]: [f"codes.{region}.{'.'.join(reading)}" for reading in READINGS]
        for region in cells
    }
    return found._replace(
        cells={f"codes.{region}": positions for region, positions in cells.items()},
        numbers={"table_s1_codes": numbers},
    )


def code_cells(rows: pd.DataFrame, region: str, terms: dict, names: pd.DataFrame, years: pd.Series) -> list[int]:
    """Positions of the panel rows that the codes of one region stand on: indicators, denominators, deflators."""
    own = [term for code in CODES for term in terms[code]]
    deflators = {name for term in own for name in DEFLATORS[term["deflator"]]}
    needed = deflators | {term[key] for term in own for key in ("indicator", "denominator")}
    whole = names.loc[region, "part_of"]
    used = rows["region"].eq(region) & rows["indicator"].isin(needed)
    used |= rows["region"].eq(whole) & rows["indicator"].isin(deflators)
    return rows.index[used & rows["year"].between(years.min(), years.max())].tolist()


def claim_chains(claims: pd.DataFrame) -> Chains:
    """Chains of the claims, `claims.CLAIM`: the row of the ledger as it was computed, with the inputs that it names."""
    ids = [f"claims.{claim}" for claim in claims["claim"]]
    steps = {key: {"file": CLAIMS, **rows_as_json(claims.iloc[[place]])} for place, key in enumerate(ids)}
    return Chains({key: _chain([key]) for key in ids}, steps, {}, {})


def _codes_of(region: str, frames: tuple[pd.DataFrame, ...], year: int) -> Chains:
    """Chains of one region's formulas in one year."""
    own, rates, levels = frames
    steps = {f"codes.{region}.levels": {"file": LEVELS, **rows_as_json(levels)}}
    chains = {}
    for formula, reading in READINGS:
        key = f"codes.{region}.{formula}.{reading}"
        estimate = own[own["formula"].eq(formula) & own["reading"].eq(reading) & own["year"].eq(year)]
        order = 1 if formula == "code_id" else 2
        years = int(estimate["periods_used"].max()) if len(estimate) else 0
        summed = rates[rates["order"].eq(order) & rates["year"].between(year - years + 1, year)]
        steps[f"{key}.estimate"] = {"file": NID, **rows_as_json(estimate)}
        steps[f"{key}.rates"] = {"file": RATES, **rows_as_json(summed)}
        ids = [f"{key}.estimate", f"{key}.rates", f"codes.{region}.levels"]
        chains[key] = _chain(ids, f"codes.{region}", note="source.codes")
    return Chains(chains, steps, {}, {})


def _chain(steps: list[str], cells: str = "", edition: str = "", note: str = "") -> dict:
    return {"steps": steps, "cells": cells, "edition": edition, "note": note}
