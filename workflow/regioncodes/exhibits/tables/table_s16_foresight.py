"""Supplementary table 16: what the codes foretell of other targets and of codes, by year, and what bands were worth."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd

from regioncodes.codes.foresight.names import (
    ABOVE_MEDIAN,
    ALL,
    AS_PUBLISHED,
    BAND_HELD,
    CODE_NID,
    CODES_TARGET,
    CONDITION,
    DRIVERS,
    ESTIMATED,
    FORMULAS,
    LAGGED,
    PAST_GROWTH,
    PRODUCT,
    SIGN_HELD,
    TOLD_SIGN_HELD,
    WHOLE,
    WITHOUT_LAG,
)
from regioncodes.codes.foresight.targets import TARGETS
from regioncodes.exhibits.printing.cells import Cell
from regioncodes.exhibits.printing.foresight_facts import (
    MARK,
    STAR,
    capitalised,
    correlation_told,
    counts_by_horizon,
    facts,
    horizon_columns,
    of_all_origins,
    predictor_name,
    why_none,
)
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.words.captions import caption
from regioncodes.words.numbers import MISSING, interval, number
from regioncodes.words.texts import Texts

NAME = "table_s16_foresight"
BY_YEAR = (*FORMULAS, CONDITION, PAST_GROWTH)
SHOWN = (*FORMULAS, *(f"{name}{WHOLE}" for name in FORMULAS), CONDITION, PAST_GROWTH)
# Growth that may drive the codes, past changes of the codes, and the cumulative effect of Code NID on them.
OTHER_DIRECTION = (*DRIVERS, PAST_GROWTH, CODE_NID)
Row = tuple[str, ...]


def table(
    scores: pd.DataFrame, bands: pd.DataFrame, texts: Texts, *, foresight: dict, power: float, for_paper: bool
) -> PrintedTable:
    """Table with a block for every target and what was known of it, then by year of origin and by probability.

    scores, bands: results/models/foresight.csv and foresight_bands.csv. foresight: the choices of the config of that
    name. power: of what is called seen. for_paper: without the years of origin and the probabilities.
    """
    primary, horizons = foresight["primary_target"], sorted(foresight["horizons"])
    trials = [(LAGGED, primary), *((LAGGED, name) for name in TARGETS if name != primary)]
    trials += [(WITHOUT_LAG, primary), (AS_PUBLISHED, PRODUCT), (LAGGED, CODES_TARGET)]
    rows = [row for figures, target in trials for row in _trial_rows(scores, figures, target, horizons, texts)]
    if not for_paper:
        rows += _year_rows(scores, primary, horizons, texts)
        rows += _probability_rows(bands, horizons, texts)
    words = facts(scores, texts, foresight=foresight, power=power)
    named = [Column(texts["table_s16.what"], 0.28), Column(texts["table_s16.row"], 0.2)]
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_s16.title"],
        columns=(*named, *horizon_columns(horizons, 0.52, texts)),
        rows=tuple(rows),
        caption=caption(NAME, texts, status="published", held=_held(bands, texts), **words),
        note=texts("table_s16.note", mark=MARK, star=STAR, lowest=words["lowest"]),
        has_blocks=True,
    )


def _trial_rows(scores: pd.DataFrame, figures: str, target: str, horizons: list[int], texts: Texts) -> Iterator[Row]:
    """Rows of the predictors of a target, then its origins with regions and origins in brackets."""
    own = of_all_origins(scores, target, figures)
    by_key = own.set_index(["predictor", "horizon_years"])
    of_codes = target == CODES_TARGET
    heading = texts(
        f"table_s16.{'other_direction' if of_codes else figures}", target=texts[f"foresight.target.{target}"]
    )
    known = set(own["predictor"])
    for name in OTHER_DIRECTION if of_codes else SHOWN:
        if name in known:
            label = texts[f"table_s16.codes.{name}"] if of_codes else predictor_name(name, texts)
            yield (heading, label, *(_cell(by_key, (name, years), texts) for years in horizons))
    counts = counts_by_horizon(own, horizons)
    numbers = [
        Cell(f"{row.origins} ({number(row.n, texts.language)})", origins=row.origins, n=row.n)
        for row in counts.itertuples()
    ]
    yield (heading, texts["table_s16.origins"], *numbers)


def _cell(by_key: pd.DataFrame, key: tuple[str, int] | int, texts: Texts) -> str:
    """Correlation with its p-value, or why there is none."""
    if key not in by_key.index:
        return MISSING
    row = by_key.loc[key]
    return correlation_told(row, texts) if row["status"] == ESTIMATED else why_none(row, texts)


def _year_rows(scores: pd.DataFrame, target: str, horizons: list[int], texts: Texts) -> Iterator[Row]:
    """Correlations of the main predictors at every origin, or why there is none."""
    own = scores[scores["figures"].eq(LAGGED) & scores["target"].eq(target)]
    own = own[own["origin"].astype(str).ne(ALL)]
    for name in BY_YEAR:
        heading = capitalised(texts("table_s16.by_year", predictor=predictor_name(name, texts)))
        for origin, part in own[own["predictor"].eq(name)].groupby("origin"):
            by_horizon = part.set_index("horizon_years")
            yield (heading, str(origin), *(_cell(by_horizon, years, texts) for years in horizons))


def _probability_rows(bands: pd.DataFrame, horizons: list[int], texts: Texts) -> Iterator[Row]:
    """Share of the cases with later growth above the year's median, by what was thought of the code's sign."""
    own = bands[bands["measure"].eq(ABOVE_MEDIAN) & bands["origin"].astype(str).eq(ALL)]
    for formula in FORMULAS:
        heading = texts("table_s16.probability", formula=predictor_name(formula, texts))
        for (low, high), part in own[own["formula"].eq(formula)].groupby(["probability_from", "probability_to"]):
            by_horizon = part.set_index("horizon_years")
            label = "–".join(number(end, texts.language, 1) for end in (low, high))
            cells = [
                _share(by_horizon.loc[years], texts) if years in by_horizon.index else MISSING for years in horizons
            ]
            yield (heading, label, *cells)


def _share(row: pd.Series, texts: Texts) -> str:
    """A share with its limits and, in brackets, the number of cases; a dash where there is none."""
    if pd.isna(row["share_percent"]):
        return MISSING
    share, n = (number(row[name], texts.language) for name in ("share_percent", "n"))
    ends = {"lower_95": row["share_lower_95"], "upper_95": row["share_upper_95"]}
    return Cell(f"{share}{_limits(row, texts)} ({n})", value=row["share_percent"], **ends, n=row["n"])


def _share_in_words(row: pd.Series, texts: Texts) -> str:
    """`98 % [97; 99], n = 1,148`, or that there is no such case."""
    if pd.isna(row["share_percent"]):
        return texts["table_s16.no_case"]
    share, n = (number(row[name], texts.language) for name in ("share_percent", "n"))
    return texts("table_s16.share", share=share, limits=_limits(row, texts), n=n)


def _limits(row: pd.Series, texts: Texts) -> str:
    """Limits of a share after a space, where it has any."""
    ends = row[["share_lower_95", "share_upper_95"]].astype(float)
    return "" if ends.isna().any() else f" {interval(*ends, texts.language)}"


def _held(bands: pd.DataFrame, texts: Texts) -> str:
    """How often band and sign of then hold by what all years say now, code by code."""
    whole = bands[bands["origin"].astype(str).eq(ALL)].drop_duplicates(["measure", "formula"])
    by_key = whole.set_index(["formula", "measure"])
    sentences = []
    for formula in FORMULAS:
        own = by_key.reindex([(formula, measure) for measure in (BAND_HELD, SIGN_HELD, TOLD_SIGN_HELD)])
        shares = {measure: _share_in_words(row, texts) for (_, measure), row in own.iterrows()}
        sentences.append(texts("table_s16.held", formula=predictor_name(formula, texts), **shares))
    return " ".join(sentences)


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    options = {"foresight": choices.foresight, "power": choices.power}
    whole, short = (
        table(results.foresight, results.foresight_bands, texts, for_paper=is_short, **options)
        for is_short in (False, True)
    )
    return replace(whole, for_paper=short)
