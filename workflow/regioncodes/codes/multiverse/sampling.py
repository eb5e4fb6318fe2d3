"""Distinct combinations of choices, and a sample of them in which every level of every choice is taken alike often."""

import numpy as np
import pandas as pd

# A choice that moves nothing in a combination, as the deflator where nothing is deflated, has no level there.
ANY = "any"
# A place in the lot that no pair reaches; the sums with it stay whole numbers of 64 bits.
_TAKEN = 2**61


def distinct(combinations: pd.DataFrame, kinds: np.ndarray) -> pd.DataFrame:
    """The first combination of each kind, its index kept; choices on which the kind does not hang are `any`.

    kinds: a row of numbers for each combination; those of equal rows give the same results.
    """
    _, firsts, kind = np.unique(kinds, axis=0, return_index=True, return_inverse=True)
    hangs = combinations.groupby(kind.ravel()).nunique() == 1
    # A choice with one level in all combinations is no choice, but it has a name.
    hangs |= combinations.nunique() == 1
    result = combinations.iloc[firsts]
    return result.where(hangs.set_axis(result.index), ANY).sort_index()


def balanced_sample(one: pd.DataFrame, other: pd.DataFrame, size: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of one and of the other table that make a sample of all their pairs, none twice, sorted.

    The tables have a column for each choice. Each level of a choice is taken alike often, as far as there are pairs
    with it: the next pair is always that whose levels were taken least so far, among those that tie by lot. Whole
    numbers alone decide, and the seed. All pairs where they are no more than size.
    """
    count = len(one) * len(other)
    if count <= size:
        return np.divmod(np.arange(count), len(other))
    lot = np.random.default_rng(seed).permutation(count).reshape(len(one), len(other))
    halves = [_Taken(one), _Taken(other)]
    for number in range(size):
        often = np.add.outer(*(half.excess(number) for half in halves))
        pair = np.divmod((often * count + lot).argmin(), len(other))
        lot[pair] = _TAKEN
        for half, row in zip(halves, pair, strict=True):
            half.take(row)
    return np.nonzero(lot == _TAKEN)


class _Taken:
    """How often the levels of the rows of a table were taken, times how many levels their choices have."""

    def __init__(self, choices: pd.DataFrame):
        self._often = np.zeros(len(choices), dtype=np.int64)
        self._has_level = (choices != ANY).to_numpy().sum(axis=1)
        self._levels = []
        for name in choices:
            numbers, levels = pd.factorize(choices[name].where(choices[name] != ANY))
            self._levels.append((numbers, len(levels)))

    def excess(self, number: int) -> np.ndarray:
        """By how much more the levels of every row were taken than in a balanced sample of that many.

        There each choice adds the number of those taken: a choice without a level neither draws nor bars.
        """
        return self._often - number * self._has_level

    def take(self, row: int) -> None:
        """Count the levels of one row."""
        for numbers, count in self._levels:
            if numbers[row] >= 0:
                self._often[numbers == numbers[row]] += count
