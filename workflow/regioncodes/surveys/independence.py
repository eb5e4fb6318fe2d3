"""Whether ticking an option hangs on the group: chi-square, Fisher's exact test, Rao and Scott's under weights."""

from typing import NamedTuple

import numpy as np

from regioncodes.statistics.least_squares import swept

LOWEST_EXPECTED = 5
# Assumption: more tables than this are not listed; with so many the smallest group no longer decides.
MOST_TABLES = 3_000_000


class Independence(NamedTuple):
    """test: `chi_square`, `fisher`, `rao_scott`, or `none` where fewer than two rows or groups are there."""

    test: str
    statistic: float
    p_value: float


def independence(
    ticked: np.ndarray, groups: np.ndarray, weights: np.ndarray | None = None, sample: int = 0
) -> Independence:
    """Test that the share of `ticked` is the same in every group.

    ticked: booleans, groups: their names, weights: 0 or more, each one a respondent. sample: respondents of the whole
    sample, of which these are a domain; 0 where these are all. Without weights
    Pearson's chi-square without correction, or Fisher's exact test where a cell is expected to hold fewer than
    LOWEST_EXPECTED; with weights Rao and Scott's second-order correction (F; R's `svychisq`).
    """
    from scipy.stats import chi2_contingency

    names, codes = np.unique(groups, return_inverse=True)
    table = np.stack([np.bincount(codes[ticked == row], minlength=len(names)) for row in (False, True)])
    weighed = (
        table
        if weights is None
        else np.stack(
            [np.bincount(codes, weights=weights * (ticked == row), minlength=len(names)) for row in (False, True)]
        )
    )
    if len(names) < 2 or not (weighed.sum(axis=0).all() and weighed.sum(axis=1).all()):
        return Independence("none", np.nan, np.nan)
    if weights is not None:
        return _rao_scott(ticked, codes, weights, sample or len(ticked))
    found = chi2_contingency(table, correction=False)
    if found.expected_freq.min() < LOWEST_EXPECTED:
        p_value = fisher_p(table)
        if p_value is not None:
            return Independence("fisher", np.nan, p_value)
    return Independence("chi_square", found.statistic, found.pvalue)


def fisher_p(table: np.ndarray) -> float | None:
    """Exact probability, margins given, of a table no likelier than this one; None where too many tables exist.

    table: counts of two rows. Reference: Freeman and Halton (1951), Biometrika 38, 141-149.
    """
    from scipy.special import gammaln

    sizes, rest = table.sum(axis=0), int(table[1].sum())
    numbers = np.ones(1)
    for size in sizes:
        numbers = np.convolve(numbers, np.ones(size + 1))
    if numbers[rest] > MOST_TABLES:
        return None
    reached = {0: np.zeros(1)}
    for size, open_seats in zip(sizes, sizes.sum() - sizes.cumsum(), strict=True):
        counts = np.arange(size + 1)
        logs = gammaln(size + 1) - gammaln(counts + 1) - gammaln(size - counts + 1)
        following: dict[int, list[np.ndarray]] = {}
        for before, values in reached.items():
            for count in range(max(0, rest - before - open_seats), min(size, rest - before) + 1):
                following.setdefault(before + count, []).append(values + logs[count])
        reached = {ticks: np.concatenate(parts) for ticks, parts in following.items()}
    observed = (gammaln(sizes + 1) - gammaln(table[1] + 1) - gammaln(table[0] + 1)).sum()
    chances = np.exp(reached[rest] - reached[rest].max())
    # Tables as likely as the observed one count, whatever the last bits of their logarithms.
    return float(chances[reached[rest] <= observed + 1e-7].sum() / chances.sum())


def _rao_scott(ticked: np.ndarray, codes: np.ndarray, weights: np.ndarray, sample: int) -> Independence:
    """Reference: Rao and Scott (1984), Annals of Statistics 12(1), 46-60; Thomas and Rao (1987), JASA 82, 630-636."""
    from scipy.stats import f

    number, width = len(ticked), int(codes.max()) + 1
    cells = np.zeros((number, 2 * width))
    cells[np.arange(number), ticked * width + codes] = 1
    shares = weights @ cells / weights.sum()
    residuals = weights[:, None] * (cells - shares) / weights.sum()
    variance = sample / (sample - 1) * residuals.T @ residuals
    table = shares.reshape(2, width)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    pearson = number * ((table - expected) ** 2 / expected).sum()
    rows, columns = np.repeat([0, 1], width), np.tile(np.arange(width), 2)
    main = np.column_stack([np.ones(2 * width), rows == 1, *(columns == column for column in range(1, width))])
    crossed = np.column_stack([(rows == 1) & (columns == column) for column in range(1, width)]).astype(float)
    contrasts = swept(crossed, main)
    inverse = np.diag(np.divide(1, shares, out=np.zeros_like(shares), where=shares > 0))
    simple = contrasts.T @ inverse @ contrasts / number
    effects = np.linalg.solve(simple, contrasts.T @ inverse @ variance @ inverse @ contrasts)
    freedom = np.trace(effects) ** 2 / np.trace(effects @ effects)
    statistic = pearson / np.trace(effects)
    return Independence("rao_scott", float(statistic), float(f.sf(statistic, freedom, freedom * (number - 1))))
