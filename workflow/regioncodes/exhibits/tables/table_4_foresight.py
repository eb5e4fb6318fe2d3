"""Table 4: whether Code ID and Code NID foretell growth: correlations, forecasts, the article's condition."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd

from regioncodes.codes.foresight.names import (
    AUTOREGRESSION,
    CODE_ID,
    CODE_NID,
    CONDITION,
    EDUCATION,
    ESTIMATED,
    FORMULAS,
    LAGGED,
    LEVEL,
    PAST_GROWTH,
    PRIMARY,
    SHUFFLED,
    TECHNOLOGIES,
    YEARS_MEAN,
)
from regioncodes.exhibits.printing.calibration_facts import with_limits
from regioncodes.exhibits.printing.cells import Cell, number_cell
from regioncodes.exhibits.printing.foresight_facts import (
    DIGITS,
    MARK,
    STAR,
    correlation_told,
    facts,
    horizon_columns,
    of_all_origins,
    predictor_name,
    why_none,
)
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.ground.code_names import CODES, DYNAMIC_CODES
from regioncodes.words.captions import caption
from regioncodes.words.numbers import MISSING, number, p_value_text
from regioncodes.words.texts import Texts

NAME = "table_4_foresight"
RIVALS = (PAST_GROWTH, LEVEL, AUTOREGRESSION, EDUCATION, TECHNOLOGIES)
SHUFFLES = tuple(f"{SHUFFLED}{name}" for name in FORMULAS)
CORRELATED = (*FORMULAS, CONDITION, *DYNAMIC_CODES.values(), *CODES, *RIVALS, *SHUFFLES)
TESTED = (*FORMULAS, CONDITION, PAST_GROWTH)
FORECAST = (*FORMULAS, *RIVALS)
WITH_ZERO = (*FORMULAS, CONDITION, *DYNAMIC_CODES.values())
CLASSIFIED = (*WITH_ZERO, *RIVALS)
OVER = (PAST_GROWTH, YEARS_MEAN)


def table(
    scores: pd.DataFrame, skills: pd.DataFrame, texts: Texts, *, foresight: dict, power: float, for_paper: bool
) -> PrintedTable:
    """Table with a block for every measure, a row for every predictor, a column for every horizon.

    scores, skills: results/models/foresight.csv and foresight_skills.csv. foresight: the choices of the config of that
    name. power: of what is called seen. for_paper: without the dynamic codes, the levels and the other tests.
    """
    target, horizons = foresight["primary_target"], sorted(foresight["horizons"])
    own = of_all_origins(scores, target)
    words = facts(scores, texts, foresight=foresight, power=power)
    named = [Column(texts["table_4.measure"], 0.24), Column(texts["table_4.predictor"], 0.22)]
    rows = [*_measure_rows(own, horizons, for_paper, texts), *_skill_rows(skills, target, horizons, texts)]
    return PrintedTable(
        name=NAME,
        language=texts.language,
        title=texts["table_4.title"],
        columns=(*named, *horizon_columns(horizons, 0.54, texts)),
        rows=tuple(rows),
        caption=caption(NAME, texts, status="published", **words),
        note=texts("table_4.note", mark=MARK, star=STAR, power=words["power"], lowest=words["lowest"]),
        has_blocks=True,
    )


def _measure_rows(own: pd.DataFrame, horizons: list[int], for_paper: bool, texts: Texts) -> list[tuple[str, ...]]:
    """Rows of every measure of the scores; a predictor that the table lacks has none."""
    by_key = own.set_index(["predictor", "horizon_years"])
    known = set(own["predictor"]) - (LONG if for_paper else set())
    return [
        (texts[f"table_4.{measure}"], predictor_name(name, texts), *_cells(by_key, name, horizons, told, texts))
        for measure, (predictors, told) in MEASURES.items()
        if measure in IN_PAPER or not for_paper
        for name in predictors
        if name in known
    ]


def _cells(by_key: pd.DataFrame, name: str, horizons: list[int], told: Callable, texts: Texts) -> list[str]:
    """A cell for each horizon: the number, or why there is none."""
    cells = []
    for years in horizons:
        row = by_key.loc[(name, years)] if (name, years) in by_key.index else None
        cells.append(
            MISSING if row is None else told(row, texts) if row["status"] == ESTIMATED else why_none(row, texts)
        )
    return cells


def _of_blocks(row: pd.Series, texts: Texts) -> str:
    """The p-value of blocks of years with, in brackets, their number; a dash where two years are none."""
    if pd.isna(row["block_p_value"]):
        return MISSING
    words = f"{p_value_text(row['block_p_value'], texts.language)} ({number(row['blocks'], texts.language)})"
    return Cell(words, p_value=row["block_p_value"], years=row["blocks"])


def _smallest(row: pd.Series, texts: Texts) -> str:
    """The smallest correlation that a single test sees; of the primary tests that after Holm, marked."""
    if row["role"] == PRIMARY:
        words = f"{number(row['smallest_seen'], texts.language, DIGITS)}{MARK}"
        return Cell(words, value=row["smallest_seen"], mark=MARK)
    return number_cell(row["smallest_seen_alone"], texts, DIGITS)


def _p_of_districts(row: pd.Series, texts: Texts) -> str:
    return Cell(p_value_text(row["district_p_value"], texts.language), p_value=row["district_p_value"])


def _r2(row: pd.Series, texts: Texts) -> str:
    return number_cell(100 * row["r2_out_of_sample"], texts, 1)


def _area(row: pd.Series, texts: Texts) -> str:
    return number_cell(row["auc"], texts, 2)


def _above(row: pd.Series, texts: Texts) -> str:
    return number_cell(row["growth_above_less_below"], texts, 2)


# Predictors of every measure, and what prints it.
MEASURES = {
    "correlation": (CORRELATED, correlation_told),
    "blocks": (TESTED, _of_blocks),
    "districts": (TESTED, _p_of_districts),
    "smallest": (TESTED, _smallest),
    "r2": (FORECAST, _r2),
    "auc": (CLASSIFIED, _area),
    "above": (WITH_ZERO, _above),
}
IN_PAPER = {"correlation", "smallest", "auc", "above"}
# Predictors that the paper does without.
LONG = {*DYNAMIC_CODES.values(), *CODES}


def _skill_rows(skills: pd.DataFrame, target: str, horizons: list[int], texts: Texts) -> list[tuple[str, ...]]:
    """Rows of the skill of both codes over past growth and over the year's mean, with limits."""
    own = skills[skills["figures"].eq(LAGGED) & skills["target"].eq(target)]
    by_key = own.set_index(["predictor", "rival", "horizon_years"])
    rows = []
    for rival in OVER:
        for name in (CODE_ID, CODE_NID):
            keys = [(name, rival, years) for years in horizons]
            cells = [_skill(by_key.loc[key], texts) if key in by_key.index else MISSING for key in keys]
            heading = texts("table_4.skill", rival=texts[f"foresight.over_rival.{rival}"])
            rows.append((heading, predictor_name(name, texts), *cells))
    return rows


def _skill(row: pd.Series, texts: Texts) -> str:
    """Skill with its limits, which a few origins do not give."""
    return with_limits(row["skill_percent"], row["lower_95"], row["upper_95"], texts.language, 1)


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    options = {"foresight": choices.foresight, "power": choices.power}
    whole, short = (
        table(results.foresight, results.foresight_skills, texts, for_paper=is_short, **options)
        for is_short in (False, True)
    )
    return replace(whole, for_paper=short)
