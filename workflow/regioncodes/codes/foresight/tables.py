"""Lines of the trials as tables, with Holm's p-values of the test that was fixed before looking."""

import numpy as np
import pandas as pd

from regioncodes.codes.foresight.measures import Design, measured, skills
from regioncodes.codes.foresight.names import (
    ALL,
    AUTOREGRESSION,
    CONDITION,
    DRIVERS,
    FORMULAS,
    LEVEL,
    PAST_GROWTH,
    PRIMARY,
    RIVALS,
    SHUFFLED,
)
from regioncodes.codes.foresight.trials import Trial
from regioncodes.statistics.permutations import with_verdicts

KEYS = ["figures", "target", "horizon_years", "predictor", "origin"]
SCORES = [
    *KEYS,
    "role",
    "n",
    "regions",
    "origins",
    "rank_correlation",
    "p_value",
    "p_value_holm",
    "lowest_p_value",
    "district_p_value",
    "smallest_seen",
    "smallest_seen_alone",
    "smallest_skill_percent",
    "blocks",
    "block_statistic",
    "block_p_value",
    "block_lowest_p_value",
    "r2_out_of_sample",
    "mean_absolute_error",
    "forecast_origins",
    "auc",
    "growth_above_less_below",
    "above_zero_percent",
    "status",
    "verdict",
]
SKILLS = [
    *KEYS[:4],
    "rival",
    "n",
    "origins",
    "skill_percent",
    "lower_95",
    "upper_95",
    "status",
]
LEFT_OUT = [
    "target",
    "horizon_years",
    "region",
    "origins",
    "origins_with_target",
    "origins_in_trial",
    "predictors_missing",
    "status",
]
# Predictors that have a line for each origin.
BY_ORIGIN = (*FORMULAS, CONDITION, *DRIVERS, PAST_GROWTH, LEVEL, AUTOREGRESSION)
_WHOLE_NUMBERS = ["n", "regions", "origins", "blocks", "forecast_origins"]
# What the mean over shuffled codes has; a test of a mean is none.
_AVERAGED = [
    "rank_correlation",
    "r2_out_of_sample",
    "mean_absolute_error",
    "auc",
    "growth_above_less_below",
    "above_zero_percent",
]


def score_lines(figures: str, target: str, own: Trial, design: Design, *, by_origin: bool) -> list[dict]:
    """Lines of all predictors of a trial; those of shuffled codes as one, the mean of all of them.

    by_origin: whether the main predictors have a line for each origin too.
    """
    keys = {"figures": figures, "target": target, "horizon_years": own.horizon}
    lines, shuffled = [], {}
    for name, predictor in own.predictors.items():
        is_shuffled = name.startswith(SHUFFLED)
        measures = measured(own, name, None if is_shuffled else design, each=by_origin and name in BY_ORIGIN)
        found = [keys | {"predictor": name, "role": predictor.role} | line for line in measures]
        if is_shuffled:
            shuffled.setdefault(name.partition(" ")[0], []).append(found)
        else:
            lines += found
    for name, ways in shuffled.items():
        for same in zip(*ways, strict=True):
            kept = {key: same[0].get(key) for key in [*KEYS, "role", "n", "regions", "origins", "forecast_origins"]}
            means = {key: _mean([line.get(key, np.nan) for line in same]) for key in _AVERAGED}
            lines.append(kept | {"predictor": name, "status": same[0]["status"]} | means)
    return lines


def skill_lines(figures: str, target: str, own: Trial) -> list[dict]:
    """Skill of Code ID and Code NID over every rival of a trial; over shuffled codes the mean, without limits."""
    keys = {"figures": figures, "target": target, "horizon_years": own.horizon}
    lines = []
    for name in FORMULAS:
        present = [rival for rival in RIVALS if rival in own.predictors]
        lines += [keys | line for line in skills(own, name, present)]
        same = [rival for rival in own.predictors if rival.startswith(f"{SHUFFLED}{name} ")]
        ways = skills(own, name, same)
        if ways:
            kept = {key: ways[0][key] for key in ("predictor", "n", "origins", "status")}
            mean = _mean([line.get("skill_percent", np.nan) for line in ways])
            lines.append(keys | kept | {"rival": f"{SHUFFLED}{name}", "skill_percent": mean})
    return lines


def scores_table(lines: list[dict], primary: tuple[str, str, list[int]]) -> pd.DataFrame:
    """All lines, sorted. primary: figures, target and horizons of the test that was fixed before looking."""
    table = pd.DataFrame(lines).reindex(columns=SCORES)
    figures, target, horizons = primary
    is_primary = (
        table["origin"].eq(ALL)
        & table["figures"].eq(figures)
        & table["target"].eq(target)
        & table["horizon_years"].isin(horizons)
        & table["predictor"].isin(FORMULAS)
    )
    table["role"] = table["role"].mask(is_primary, PRIMARY)
    tested = table[is_primary].rename(columns={"rank_correlation": "correlation"})
    tested = with_verdicts(tested.drop(columns=["p_value_holm", "verdict"]), ["role"])
    table = table.astype({"p_value_holm": float, "verdict": object})
    table.loc[tested.index, ["p_value_holm", "verdict"]] = tested[["p_value_holm", "verdict"]]
    return table.astype(dict.fromkeys(_WHOLE_NUMBERS, "Int64")).sort_values(KEYS, ignore_index=True)


def skills_table(lines: list[dict]) -> pd.DataFrame:
    """All lines of skill_lines, sorted."""
    table = pd.DataFrame(lines).reindex(columns=SKILLS)
    return table.astype({"n": "Int64", "origins": "Int64"}).sort_values([*KEYS[:4], "rival"], ignore_index=True)


def left_out_lines(target: str, own: Trial, leaves: list[str]) -> list[dict]:
    """Regions that are missing at some origin of a trial, with the reason: one line a region.

    origins: those with an outcome; origins_with_target, origins_in_trial: of these, those of the region.
    status: `target_never_published`, `never_in_trial` (some predictor is always missing), `gaps`.
    """
    has_outcome = own.absent == ""
    known, inside = (part[has_outcome].sum(axis=0) for part in (np.isfinite(own.later), own.cells))
    lines = []
    for place in np.flatnonzero(inside < has_outcome.sum()):
        status = "gaps" if inside[place] else "never_in_trial" if known[place] else "target_never_published"
        missing = [
            name
            for name, at in own.usable.items()
            if not np.isfinite(own.predictors[name].values[at, place]).all() and not name.startswith(SHUFFLED)
        ]
        lines.append(
            {"target": target, "horizon_years": own.horizon, "region": leaves[place], "origins": has_outcome.sum()}
            | {"origins_with_target": known[place], "origins_in_trial": inside[place]}
            | {"predictors_missing": "; ".join(missing), "status": status}
        )
    return lines


def _mean(values: list[float]) -> float:
    known = np.array([value for value in values if value is not None and np.isfinite(value)])
    return float(known.mean()) if len(known) else np.nan
