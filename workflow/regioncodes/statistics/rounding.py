"""What is zero, equal or reached but for rounding: no count, sign, order or threshold may hang on a processor.

A number has 16 digits, and the last of them come out as the processor happens to add.
"""

import numpy as np

# Assumption: sums of fewer than a thousand terms are right to this share of the size of their terms: each addition
# rounds by 1.1e-16, and a line through the terms loses another digit.
ROUNDING = 1e-12
# Assumption: what is left after fits and products of matrices is right to this share: three digits more than a sum
# loses, for columns that nearly repeat each other. Figures are printed with nine digits at most, so that what differs
# in print differs by more.
HAIR = 1e-9


def is_nothing(values, size=1.0, share: float = HAIR):
    """Whether values are zero but for rounding. size: of the terms that they are a sum or a remainder of."""
    return np.abs(values) <= share * size


def cleared(values, size=1.0, share: float = HAIR) -> np.ndarray:
    """The values, those that are zero but for rounding set to zero: their sign would hang on the processor."""
    return np.where(is_nothing(values, size, share), 0.0, values)


def reaches(values, bound, size=1.0):
    """Whether values are as large as a bound or larger, but for rounding. size: of the terms of both."""
    return values >= bound - HAIR * size
