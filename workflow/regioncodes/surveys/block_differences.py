"""Whether blocks of instruments differ in relevance, as far as the printed shares alone can tell."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import erfc, sqrt
from statistics import NormalDist

import numpy as np
import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.statistics.permutations import LEVEL, holm


def block_differences(options: pd.DataFrame) -> pd.DataFrame:
    """Difference of the mean relevance of every two blocks, with all that its test can be: one row a pair.

    options: block, count, base, input_status; one row an instrument, as many in every block. The same respondents
    rated all blocks, so the error of a difference hangs on who ticked what together, which the shares do not say.
    Each error is therefore an interval, sharp over all joint answers with these shares (`error_bounds`).
    Columns: first_block, second_block, first_percent, second_percent, difference_points, respondents,
    lowest_error_points, independent_error_points (were no two answers related), highest_error_points,
    lower_95_points and upper_95_points (under the highest error, for all pairs at once after Bonferroni),
    lowest_p_value, independent_p_value and highest_p_value (normal, two-sided), each with `_holm` over the pairs;
    finding: `differ` (told apart at 5 % whatever the joint answers), `not_told` (whatever they are), `not_decided`
    (it hangs on them);
    input_status. Raises StudyError for blocks with different numbers of instruments.
    Assumption: who left an instrument out would have answered as the others; the number is that of the least answered.
    """
    sizes = options.groupby("block", sort=False).size()
    unequal = [f"block '{block}' has {size} instruments, the first {sizes.iloc[0]}" for block, size in sizes.items()]
    raise_problems(unequal if sizes.nunique() > 1 else [], "the blocks of Table 1")
    # Fractions, since an error of zero and a difference of zero decide between p-values of 0 and 1.
    shares = {
        block: [Fraction(count) / Fraction(base) for count, base in part[["count", "base"]].astype(object).to_numpy()]
        for block, part in options.groupby("block")
    }
    respondents = int(options["base"].min())
    pairs = list(combinations(sizes.index, 2))
    quantile = NormalDist().inv_cdf(1 - LEVEL / 2 / len(pairs))
    rows = []
    for first, second in pairs:
        means = [sum(shares[block]) / len(shares[block]) for block in (first, second)]
        difference = means[0] - means[1]
        errors = error_bounds(shares[first], shares[second], respondents)
        half_width = quantile * errors["highest"]
        rows.append(
            {
                "first_block": first,
                "second_block": second,
                "first_percent": float(100 * means[0]),
                "second_percent": float(100 * means[1]),
                "difference_points": float(100 * difference),
                "respondents": respondents,
                **{f"{name}_error_points": 100 * error for name, error in errors.items()},
                "lower_95_points": 100 * (difference - half_width),
                "upper_95_points": 100 * (difference + half_width),
                **{f"{name}_p_value": _p_value(difference, error) for name, error in errors.items()},
            }
        )
    return _found(pd.DataFrame(rows)).assign(input_status=options["input_status"].iloc[0])


def error_bounds(first: Sequence[Fraction], second: Sequence[Fraction], respondents: int) -> dict[str, float]:
    """Standard error of the difference of two blocks' mean shares: lowest and highest over all joint answers.

    first, second: shares between 0 and 1, as many in each. A respondent's ticks in the first block and blanks in the
    second make a sum of indicators with known means. It varies least when every sum is one of two neighbouring whole
    numbers, which systematic sampling attains (Madow 1949, Annals of Mathematical Statistics 20(3)), and most when
    the indicators are nested, every covariance being at the bound of Fréchet (1951). Between them stands the error
    were no two answers related.
    """
    totals = [*first, *(1 - share for share in second)]
    remainder = sum(map(Fraction, totals)) % 1
    means = np.array(totals, dtype=float)
    nested = np.minimum.outer(means, means) - np.outer(means, means)
    variances = {"lowest": remainder * (1 - remainder), "independent": nested.trace(), "highest": nested.sum()}
    return {name: float(np.sqrt(float(variance) / respondents)) / len(first) for name, variance in variances.items()}


def _p_value(difference: Fraction, error: float) -> float:
    if error == 0:
        return float(difference == 0)
    return erfc(abs(difference) / error / sqrt(2))


def _found(pairs: pd.DataFrame) -> pd.DataFrame:
    adjusted = pairs.assign(
        **{f"{name}_p_value_holm": holm(pairs[f"{name}_p_value"]) for name in ("lowest", "independent", "highest")}
    )
    is_told, is_open = adjusted["highest_p_value_holm"] <= LEVEL, adjusted["lowest_p_value_holm"] <= LEVEL
    return adjusted.assign(finding=np.select([is_told, ~is_open], ["differ", "not_told"], default="not_decided"))
