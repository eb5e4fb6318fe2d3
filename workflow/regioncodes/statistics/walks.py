"""Random walks with a trend: series that rise and know nothing of each other."""

import numpy as np


def trending_walks(
    drift: float, noise: float, years: np.ndarray, *, walks: int | tuple[int, ...], seed: int | list[int]
) -> np.ndarray:
    """Walks (..., years) from zero: independent normal steps of mean drift and deviation noise a year.

    years: in ascending order; where some are left out the step over them has the variance of their number. walks: how
    many, or the shape of what stands before the years.
    """
    gaps = np.diff(years).astype(float)
    shape = (walks,) if isinstance(walks, int) else walks
    normal = np.random.default_rng(seed).standard_normal((*shape, len(gaps)))
    steps = drift * gaps + noise * np.sqrt(gaps) * normal
    return np.concatenate([np.zeros((*shape, 1)), steps.cumsum(axis=-1)], axis=-1)
