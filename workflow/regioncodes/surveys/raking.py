"""Weights raked to known margins by iterative proportional fitting, with a report of how it converged."""

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.errors import raise_problems
from regioncodes.surveys.answers import TICKED, Answers

MARGINS = ("variable", "category", "target")
REPORT = ["iteration", "variable", "category", "target", "weight", "difference_percent"]


class Raked(NamedTuple):
    """weights: one a respondent. report: see `rake`. converged: whether every margin was met."""

    weights: np.ndarray
    report: pd.DataFrame
    converged: bool


def read_margins(path: str | Path) -> pd.DataFrame:
    """Margins from a CSV: columns of MARGINS, variable being a question, category one of its options.

    Raises StudyError where a column is missing or a target is no number.
    """
    margins = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    absent = [name for name in MARGINS if name not in margins]
    raise_problems([f"no column '{name}'; margins have the columns {', '.join(MARGINS)}" for name in absent], f"{path}")
    targets = pd.to_numeric(margins["target"].str.replace(",", "."), errors="coerce")
    wrong = margins[targets.isna()]
    raise_problems([f"row {row + 2}: target '{text}' is no number" for row, text in wrong["target"].items()], f"{path}")
    return margins.assign(target=targets.astype(float))


def categories(answers: Answers, questions: Collection[str]) -> pd.DataFrame:
    """The option that each respondent ticked in each question that the survey has, missing where none was ticked."""
    found = {}
    for question in questions:
        own = answers.of(question)
        if len(own.options):
            ticked = own.statuses == TICKED
            options = own.options["option"].to_numpy(dtype=object)[ticked.argmax(axis=1)]
            found[question] = np.where(ticked.any(axis=1), options, None)
    return pd.DataFrame(found, index=answers.respondents)


def rake(
    respondents: pd.DataFrame,
    margins: pd.DataFrame,
    weights: np.ndarray,
    *,
    tolerance: float = 1e-9,
    highest_iterations: int = 200,
    limits: tuple[float, float] | None = None,
) -> Raked:
    """Weights whose sums meet the margins, as near to the given weights as multiplication by margin allows.

    respondents: one row each, a column of categories per variable. margins: columns variable, category, target
    (numbers or shares of the population, of one total for every variable). limits: lowest and highest weight
    allowed, as multiples of the mean; weights are cut to them after each round.
    The report has a row per round and category: target, weight then reached, and their difference in percent of
    the target; round 0 is the start. `converged` is False where a difference stayed above the tolerance.
    Raises StudyError for categories without respondents, target or margin, and margins of different totals.
    Reference: Deming and Stephan (1940), Annals of Mathematical Statistics 11(4); agrees with R's `rake`.
    """
    raise_problems(_problems(respondents, margins, weights), "the margins of the survey")
    codes = [
        (pd.Categorical(respondents[variable], part["category"]).codes, part["target"].to_numpy(float))
        for variable, part in margins.groupby("variable", sort=False)
    ]
    raked = weights * (codes[0][1].sum() / weights.sum())
    reached = [_reached(codes, raked)]
    while len(reached) <= highest_iterations and _distance(codes, reached[-1]) > tolerance:
        for code, target in codes:
            raked = raked * (target / np.bincount(code, weights=raked))[code]
        if limits is not None:
            raked = raked.clip(*(limit * raked.mean() for limit in limits))
        reached.append(_reached(codes, raked))
    return Raked(raked, _report(margins, reached), bool(_distance(codes, reached[-1]) <= tolerance))


def _reached(codes: list[tuple[np.ndarray, np.ndarray]], weights: np.ndarray) -> np.ndarray:
    return np.concatenate([np.bincount(code, weights=weights) for code, _ in codes])


def _distance(codes: list[tuple[np.ndarray, np.ndarray]], reached: np.ndarray) -> float:
    targets = np.concatenate([target for _, target in codes])
    return float(np.abs(reached / targets - 1).max())


def _report(margins: pd.DataFrame, reached: list[np.ndarray]) -> pd.DataFrame:
    grouped = pd.concat([part for _, part in margins.groupby("variable", sort=False)])
    rounds = [grouped.assign(iteration=place, weight=sums) for place, sums in enumerate(reached)]
    report = pd.concat(rounds, ignore_index=True)
    return report.assign(difference_percent=100 * (report["weight"] / report["target"] - 1))[REPORT]


def _problems(respondents: pd.DataFrame, margins: pd.DataFrame, weights: np.ndarray) -> list[str]:
    problems = []
    for variable, part in margins.groupby("variable", sort=False):
        if variable not in respondents:
            problems.append(f"'{variable}' is no question of the survey; there are {', '.join(respondents)}")
            continue
        categories = respondents[variable]
        present = set(categories[weights > 0])
        for row in part.itertuples():
            if not row.target > 0:
                problems.append(f"'{variable}', category '{row.category}': target {row.target}; it must be above 0")
            if row.category not in present:
                problems.append(
                    f"'{variable}', category '{row.category}': no respondent with a weight; join categories"
                )
        strange = categories[~categories.isin(part["category"])]
        for category, count in strange.value_counts(dropna=False).sort_index().items():
            problems.append(f"'{variable}': {count} respondents are '{category}', which has no target")
        for category in part.loc[part["category"].duplicated(), "category"]:
            problems.append(f"'{variable}', category '{category}' has two targets")
    totals = margins.groupby("variable", sort=False)["target"].sum()
    if not np.allclose(totals, totals.iloc[0], rtol=1e-6):
        sums = ", ".join(f"'{variable}' {total:g}" for variable, total in totals.items())
        problems.append(f"the targets add up to different totals: {sums}")
    return problems
