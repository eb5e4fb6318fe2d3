"""The panel of regions behind Figure 2: its models, the shocks that regions share, and the sizes of the tests."""

from collections.abc import Mapping, Sequence

import pandas as pd

from regioncodes.education.common_shocks import measured_sizes, shared_shocks, with_sizes
from regioncodes.education.outcomes import of_period, outcome_points
from regioncodes.education.panel_models import cells_without_logarithm, panel_models
from regioncodes.ground.options import Figure2
from regioncodes.ground.regions import regions_of
from regioncodes.statistics.trends import sizes_of_tests

COUNTRY = "RU"


def panels_of_figure_2(
    tables: Mapping[str, pd.DataFrame],
    figure: Figure2,
    scopes: Sequence[str],
    *,
    wild: Mapping[str, int],
    size: Mapping,
) -> dict[str, pd.DataFrame]:
    """Frames by the names of the outputs of the rule `fit_panels`.

    tables: regions, indicators, and printed, the panel as the edition of the figure prints it. scopes: district and
    country, of which the country has errors by federal district too and shows what shocks regions share. wild: draws
    and seed of the bootstrap. size: what is simulated (common_shocks.measured_sizes).
    """
    regions = tables["regions"]
    facts = (tables["printed"], tables["indicators"], regions, figure)
    made = {scope: outcome_points(*facts, regions_of(scope, regions)) for scope in scopes}
    points = {scope: of_period(own, figure) for scope, own in made.items()}
    districts = regions.set_index("region")["district"]
    models = pd.concat(
        panel_models(own, scope=scope, districts=districts if scope == COUNTRY else None, **wild)
        for scope, own in points.items()
    )
    shocks = shared_shocks(points[COUNTRY])
    sizes = measured_sizes(models, points, shocks, districts, **size)
    return {
        "models": with_sizes(models, sizes_of_tests(sizes)),
        "left_out": cells_without_logarithm(points[COUNTRY]),
        "sizes": sizes,
        "shocks": shocks,
    }
