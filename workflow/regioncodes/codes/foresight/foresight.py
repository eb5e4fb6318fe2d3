"""Whether the codes foretell anything: every target, horizon and predictor, from what was out at the time.

What was fixed before looking: Code ID and Code NID, the primary target (later growth of the real product a head) and
its horizons, figures with their publication lags: rank correlations within the year, Holm over all of them. All else is
descriptive.
"""

from typing import NamedTuple

import pandas as pd

from regioncodes.codes.foresight.lags import lags_of
from regioncodes.codes.foresight.measures import Design
from regioncodes.codes.foresight.names import FORMULAS, LAGGED
from regioncodes.codes.foresight.origins import figures_of
from regioncodes.codes.foresight.setting import Setting
from regioncodes.codes.foresight.stability import stability
from regioncodes.codes.foresight.tables import (
    LEFT_OUT,
    left_out_lines,
    score_lines,
    scores_table,
    skill_lines,
    skills_table,
)
from regioncodes.ground.options import CodeYears, Derivative, Foresight, Formulas
from regioncodes.ground.regions import regions_of


class ForesightTables(NamedTuple):
    """All tables; columns as in data/reference/columns.csv."""

    scores: pd.DataFrame
    skills: pd.DataFrame
    origins: pd.DataFrame
    bands: pd.DataFrame
    stability: pd.DataFrame
    left_out: pd.DataFrame


def foresight(
    panel: pd.DataFrame,
    revisions: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    sources: pd.DataFrame,
    publication_lags: pd.DataFrame,
    *,
    district: str,
    mapping: dict,
    years: CodeYears,
    formulas: Formulas,
    derivative: Derivative,
    options: Foresight,
    power: float,
    seed: int,
) -> ForesightTables:
    """Every trial of the codes as forecasts, their bands judged by what came, and how stable the codes are.

    panel, revisions: of panel.panel_and_revisions; sources: with edition and published; publication_lags: of
    data/reference/publication_lags.csv. mapping: of the codes, one that measures defining codes. power: with which the
    smallest correlation is seen. seed: of permutations and shuffled codes.

    scores: per figures, target, horizon, predictor and origin (or `all`). figures: `lagged`, what was out at the end of
    the origin's year by the publication lags, in the newest edition; `without_lag`, as if all figures of the year were
    out; `as_published`, rivals and codes from the editions of the time, where there are any. skills: of Code ID and
    Code NID over each rival. origins: the district's regions. bands: of bands.bands_judged. stability: Provision 2.
    left_out: regions that are in no trial of a target and horizon.
    """
    lags = lags_of(publication_lags, indicators["indicator"])
    newest = figures_of(panel, regions, indicators, mapping=mapping, years=years, lags=lags)
    setting = Setting(newest, options, formulas, derivative)
    districts = regions.set_index("region").loc[newest.leaves, "district"].to_numpy()
    family = len(FORMULAS) * len(options.primary_horizons)
    design = Design(options.permutations, seed, power, family, districts)
    scores, skill, left_out, primary = [], [], [], []
    for figures, target, own in setting.trials(revisions, sources, seed):
        scores += score_lines(figures, target, own, design, by_origin=figures == LAGGED)
        skill += skill_lines(figures, target, own)
        if figures == LAGGED:
            left_out += left_out_lines(target, own, newest.leaves)
        if (figures, target) == (LAGGED, options.primary_target):
            primary.append(own)
    return ForesightTables(
        scores_table(scores, (LAGGED, options.primary_target, list(options.primary_horizons))),
        skills_table(skill),
        setting.of_district(regions_of(district, regions), primary),
        setting.bands(primary),
        stability(setting.final.values),
        pd.DataFrame(left_out, columns=LEFT_OUT),
    )
