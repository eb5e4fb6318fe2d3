"""All models of Figure 2 beside its points: lines, placebos, checks, forms and the scenario of the bridged years."""

from collections.abc import Mapping

import pandas as pd

from regioncodes.education.correlations import education_fits
from regioncodes.education.district_series import (
    bridged_education,
    checks_of_figure_2,
    district_and_region_points,
    scenario_points,
)
from regioncodes.education.functional_forms import compared_functional_forms
from regioncodes.education.outcomes import of_period, outcome_points
from regioncodes.education.placebos import education_elsewhere, paired_walks, placebo_fits, placebo_walks
from regioncodes.ground.options import Figure2
from regioncodes.ground.regions import regions_of
from regioncodes.statistics.gate import too_few

# Drift of a walk in standard deviations of its steps.
DRIFTS = (0.0, 0.5, 1.0, 2.0, 3.0)


def models_of_figure_2(
    tables: Mapping[str, pd.DataFrame],
    figure: Figure2,
    *,
    walks: int,
    scenario_draws: int,
    scenario_guide: str,
    seed: int,
) -> dict[str, pd.DataFrame]:
    """Frames by the names of the outputs of the rule `fit_education`.

    tables: panel, revisions, regions, indicators; printed, the panel as the edition of the figure prints it; points,
    as of outcomes.outcome_points, of the district and the period. walks: unrelated walks for each outcome, and pairs of
    them for each number of points that an outcome has. scenario_draws: of the bridged years. scenario_guide:
    indicator of the country along which they are bridged beside their own trend.
    """
    panel, regions, printed, points = (tables[name] for name in ("panel", "regions", "printed", "points"))
    indicators, parts = tables["indicators"], regions_of(figure.district, regions, okrugs="within")
    every_year = outcome_points(printed, indicators, regions, figure, [figure.district, *parts])
    random = {"guide": scenario_guide, "draws": scenario_draws, "seed": seed}
    fits, lines = education_fits(points)
    of_walks, draws = placebo_walks(points, walks=walks, seed=seed)
    readings = district_and_region_points(points, of_period(every_year[every_year["region"].isin(parts)], figure))
    lengths = sorted({int(n) for n in fits["n"] if not too_few("r_squared", int(n))})
    bridge = bridged_education(panel, figure, **random)
    return {
        "fits": fits,
        "lines": lines,
        "placebo_fits": placebo_fits(points, education_elsewhere(panel, regions, figure)),
        "placebo_walks": of_walks,
        "placebo_draws": draws,
        "walk_pairs": paired_walks(lengths, list(DRIFTS), pairs=walks, seed=seed),
        "checks": checks_of_figure_2(tables, figure, **random),
        "readings": readings,
        "forms": compared_functional_forms(readings),
        "bridge": bridge,
        "scenario": scenario_points(every_year, bridge, figure),
    }
