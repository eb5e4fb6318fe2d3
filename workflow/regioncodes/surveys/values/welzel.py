"""Welzel's indices of secular and emancipative values, from 0 to 1."""

import pandas as pd

FEWEST_COMPONENTS = 2  # of a sub-index
FEWEST_SUB_INDICES = 3  # of an overall index


def sub_indices(
    answers: pd.DataFrame, items: pd.DataFrame, components: pd.DataFrame, substitutions: pd.DataFrame
) -> pd.DataFrame:
    """Eight sub-indices of every respondent, from 0 to 1: the mean of their recoded items.

    answers: as items.item_answers returns them. items: item, low, high. components: sub_index, item, values (the
    values of the item's codes from the lowest up, with blanks between). A sub-index with one item missing is predicted
    from the other two by the published regression, where `substitutions` has it (sub_index, absent, constant, first,
    first_weight, second, second_weight); with fewer than two items it is NaN. A prediction can pass 1 by a hundredth,
    as in the WVS files. Welzel (2013) Freedom Rising, online appendix, pp. 15-27.
    Assumption: where no published regression is at hand, the mean of the two answered items stands in.
    """
    lowest = items.set_index("item")["low"]
    found = {}
    for name, own in components.groupby("sub_index", sort=False):
        recoded = pd.DataFrame(
            {row.item: _recoded(answers[row.item], lowest[row.item], row.values) for row in own.itertuples()}
        )
        index = recoded.mean(axis=1).where(recoded.notna().sum(axis=1) >= FEWEST_COMPONENTS)
        for rule in substitutions[substitutions["sub_index"] == name].itertuples():
            predicted = (
                rule.constant + rule.first_weight * recoded[rule.first] + rule.second_weight * recoded[rule.second]
            )
            index = index.mask(recoded[rule.absent].isna(), predicted)
        found[name] = index
    return pd.DataFrame(found)


def overall_indices(sub_indices: pd.DataFrame, components: pd.DataFrame) -> pd.DataFrame:
    """Secular and emancipative values of every respondent, from 0 to 1: the mean of four sub-indices each.

    NaN where fewer than three are known. components: overall, sub_index. Welzel (2013) Freedom Rising, pp. 57-105.
    Assumption: the mean of three stands in for four; the WVS files hold more overall indices than of any sub-index,
    so that they fill one missing too, by regressions whose coefficients were not at hand.
    """
    found = {}
    for name, own in components.groupby("overall", sort=False):
        parts = sub_indices[list(dict.fromkeys(own["sub_index"]))]
        found[name] = parts.mean(axis=1).where(parts.notna().sum(axis=1) >= FEWEST_SUB_INDICES)
    return pd.DataFrame(found)


def _recoded(codes: pd.Series, lowest: int, values: str) -> pd.Series:
    return codes.map(dict(enumerate(map(float, values.split()), start=int(lowest))))
