"""What the exhibits of the simulation study share: the case that they show and the count of the bar."""

import pandas as pd

from regioncodes.codes.simulation import SMOOTH

# The bar of the study: bands of f' and f'' on smooth curves of a dozen years or more.
BAR_PERCENT = 90
BAR_YEARS = 12


def shown_case(study: pd.DataFrame) -> tuple[int, float]:
    """The middle one of the lengths and of the noises of the study (the lower middle of an even number)."""
    lengths, noises = sorted(study["n_years"].unique()), sorted(study["noise_sd"].unique())
    return int(lengths[(len(lengths) - 1) // 2]), float(noises[(len(noises) - 1) // 2])


def bar_counts(study: pd.DataFrame, method: str) -> tuple[int, int]:
    """How many 95 % bands of f' and f'' reach the bar, and how many there are, inner and edge years apart.

    study: as simulation.derivative_study returns it; smooth curves of BAR_YEARS years or more are counted.
    """
    own = study[
        study["method"].eq(method)
        & study["truth"].isin(SMOOTH)
        & study["n_years"].ge(BAR_YEARS)
        & study["order"].gt(0)
        & study["coverage_95_percent"].notna()
    ]
    return int(own["coverage_95_percent"].ge(BAR_PERCENT).sum()), len(own)
