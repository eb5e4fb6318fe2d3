"""Series that trend and have nothing to do with each other, and how often tests find a relation between them."""

import numpy as np
import pandas as pd

from regioncodes.statistics.batches import panel_p_values, series_p_values

LEVEL_PERCENT = 5.0
_LEVEL = LEVEL_PERCENT / 100
P_VALUES = {"series": series_p_values, "panel": panel_p_values}
SIZES = ["reading", "estimator", "method", "years", "clusters", "draws", "size_percent", "error_percent", "verdict"]


def walks_with_drift(shape: tuple[int, ...], *, drift_sd: float, generator: np.random.Generator) -> np.ndarray:
    """Random walks along the last axis of the shape: steps of unit variance about a common drift in their SD."""
    return np.cumsum(generator.normal(drift_sd, 1.0, shape), axis=-1)


def rejections(
    *,
    years: list[int],
    draws: int,
    panels: list[dict[str, int]],
    drift_sd: float,
    seed: int,
) -> pd.DataFrame:
    """How often each test calls a slope significant at 5 % where two trending walks are unrelated.

    years: lengths of the series; draws: pairs of them for each length. panels: for each kind of panel its `clusters`,
    regions with walks of their own, and its `draws`.
    One row for each reading (`series`, `panel`), number of clusters, estimator, method and length, with the number of
    draws and size_percent, rejections per hundred of them.
    """
    kinds = [("series", 1, (draws, 2))]
    kinds += [("panel", own["clusters"], (own["draws"], 2, own["clusters"])) for own in panels]
    found = []
    for length in years:
        generator = np.random.default_rng([seed, length])
        for reading, clusters, shape in kinds:
            walks = walks_with_drift((*shape, length), drift_sd=drift_sd, generator=generator)
            facts = {"reading": reading, "years": length, "clusters": clusters, "draws": len(walks)}
            found += [
                {**facts, "estimator": estimator, "method": method, "size_percent": 100 * np.mean(values <= _LEVEL)}
                for (estimator, method), values in P_VALUES[reading](walks[:, 0], walks[:, 1]).items()
            ]
    return pd.DataFrame(found)


def sizes(found: pd.DataFrame) -> pd.DataFrame:
    """The rejections with their Monte Carlo standard error and a verdict: columns SIZES.

    verdict: `holds`, or `too_large` or `too_small` where the size is off by more than half (above 7.5 %, below 2.5 %).
    """
    share = found["size_percent"] / 100
    error = 100 * np.sqrt(share * (1 - share) / found["draws"])
    return found.assign(error_percent=error, verdict=found["size_percent"].map(verdict))[SIZES]


def verdict(size_percent: float) -> str:
    """Whether a size is within half of the level: `holds`, `too_large` or `too_small`."""
    if size_percent > 1.5 * LEVEL_PERCENT:
        return "too_large"
    return "too_small" if size_percent < 0.5 * LEVEL_PERCENT else "holds"
