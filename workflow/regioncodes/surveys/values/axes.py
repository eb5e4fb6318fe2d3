"""The two axes of Inglehart and Welzel for individuals: secular-rational and self-expression values."""

import pandas as pd

AXES = ("secular_rational", "self_expression")


def axis_scores(answers: pd.DataFrame, items: pd.DataFrame, axes: pd.DataFrame) -> pd.DataFrame:
    """Scores of every respondent on both axes, from -1 to 1: the mean of five items weighted by published loadings.

    answers: as items.item_answers returns them. items: item, low, high, pole (1 where the higher code is nearer to
    secular-rational or self-expression values, -1 where the lower one is). axes: axis, item, loading.
    A score is NaN unless all five items are answered, as the regression scores of the WVS syntax are.

    The loadings are those of Inglehart and Welzel (2005), table 2.1; they are frozen, never estimated from the dump.
    Assumption: zero is the middle of every item's scale and one its end. The published map has another zero and unit:
    the WVS syntax standardises the items in all countries and waves together and prints 1.61 F - 0.1 (secular-rational)
    and 1.81 F + 0.038 (self-expression). The item means and deviations behind it were not at hand,
    so that scores here compare groups with each other and with the middle of the scales, and cannot be laid on the map
    of countries.
    """
    scales = items.set_index("item")
    middle = (scales["low"] + scales["high"]) / 2
    half = (scales["high"] - scales["low"]) / 2
    scores = {}
    for axis in AXES:
        loadings = axes[axes["axis"] == axis].set_index("item")["loading"]
        own = list(loadings.index)
        towards_pole = (answers[own] - middle[own]) / half[own] * scales.loc[own, "pole"]
        scores[axis] = towards_pole.mul(loadings).sum(axis=1, skipna=False) / loadings.sum()
    return pd.DataFrame(scores)
