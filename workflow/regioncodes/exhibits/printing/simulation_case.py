"""What the exhibits of the simulation study share: the case that they show, the count of the bar, the caption."""

import pandas as pd

from regioncodes.codes.simulation import SMOOTH, middle
from regioncodes.words.captions import caption
from regioncodes.words.texts import Texts

# The bar of the study: bands of f' and f'' on smooth curves of a dozen years or more.
BAR_PERCENT = 90
BAR_YEARS = 12


def shown_case(study: pd.DataFrame) -> tuple[int, float]:
    """The middle one of the lengths and of the noises of the study (the lower middle of an even number)."""
    return int(middle(study["n_years"].unique())), float(middle(study["noise_sd"].unique()))


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


def simulation_caption(key: str, study: pd.DataFrame, texts: Texts, **facts: str | int) -> str:
    """Caption of an exhibit of the study: n, and how many bands of the primary method, the first, reach the bar.

    key: name of the exhibit. study: as for `bar_counts`. facts: what else the text leaves open.
    """
    method = study["method"].iloc[0]
    reached, total = bar_counts(study, method)
    return caption(
        key,
        texts,
        status="synthetic",
        n=int(study["replications"].iloc[0]),
        method=texts[f"method_short.{method}"],
        bar=BAR_PERCENT,
        reached=reached,
        total=total,
        **facts,
    )
