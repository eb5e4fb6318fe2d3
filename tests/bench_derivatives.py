"""Speed of the Gaussian-process derivatives beside scikit-learn's regressor, in one run: a report, not a test."""

import os

# One core, as the aims say; numpy reads this when it is first imported.
os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import statistics
import time
import warnings
from collections.abc import Callable

import numpy as np

from regioncodes.derivatives.rates import banded

YEARS = np.arange(2005, 2017)
OPTIONS = {"length_scale_years": (1.5, 12.0), "noise_to_signal": (0.03, 3.0), "grid": 15}
SERIES = 2000
SUBSET = 20  # series that scikit-learn fits; its time grows with their number
PANEL = (95, 54)  # regions, indicators
REPEATS = 5


def walks(count: int, seed: int) -> np.ndarray:
    """Random walks with noise, series × year."""
    generator = np.random.default_rng(seed)
    return generator.normal(size=(count, len(YEARS))).cumsum(axis=1) + generator.normal(size=(count, len(YEARS)))


def panel(seed: int) -> np.ndarray:
    """As many series as the panel has, a fifth with one to three years missing, as tables and regions lack them."""
    generator = np.random.default_rng(seed)
    values = walks(PANEL[0] * PANEL[1], seed)
    for row in generator.choice(len(values), len(values) // 5, replace=False):
        values[row, generator.choice(len(YEARS), generator.integers(1, 4), replace=False)] = np.nan
    return values


def seconds(action: Callable[[], object]) -> float:
    """Median of REPEATS runs after one that warms up."""
    action()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def fit_one_by_one(values: np.ndarray) -> None:
    """scikit-learn's regressor with its own optimiser on every series; predicts the level with its deviation."""
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    times = (YEARS - YEARS.mean())[:, None]
    for series in values:
        kernel = ConstantKernel() * RBF(3.0, (1.5, 12.0)) + WhiteKernel(0.1, (1e-3, 10.0))
        GaussianProcessRegressor(kernel, normalize_y=True).fit(times, series).predict(times, return_std=True)


def rows() -> list[tuple[str, float, str]]:
    """Name, value and aim of every measure."""
    values, whole = walks(SERIES, 1), panel(2)
    ours = seconds(lambda: banded(YEARS, values, "gaussian_process", [0.95], **OPTIONS))
    country = seconds(lambda: banded(YEARS, whole, "gaussian_process", [0.95], **OPTIONS))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its optimiser warns where it stops at a bound
        theirs = seconds(lambda: fit_one_by_one(values[:SUBSET])) * SERIES / SUBSET
    return [
        (f"{SERIES} series of {len(YEARS)} points, f, f', f'' with bands, s", ours, "under 1"),
        (f"scikit-learn series by series, s ({SUBSET} series scaled up)", theirs, "none"),
        ("times faster than scikit-learn", theirs / ours, "at least 300"),
        (f"panel of {PANEL[0]} regions × {PANEL[1]} indicators, s", country, "under 5"),
    ]  # fmt: skip


def main() -> list[tuple[str, float, str]]:
    """Print the measures as a table and return them."""
    measured = rows()
    print(f"Medians of {REPEATS} runs after a warm-up, one core.\n")
    print("| measure | value | aim |\n|---|---|---|")
    print("\n".join(f"| {name} | {value:.3g} | {aim} |" for name, value, aim in measured))
    return measured


if __name__ == "__main__":
    main()
