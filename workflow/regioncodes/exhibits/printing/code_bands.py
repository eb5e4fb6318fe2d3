"""The two bands of a code on paper: pointwise, of each year by itself, and joint, of all years of a unit together."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from regioncodes.exhibits.printing import colours, style
from regioncodes.exhibits.printing.selection import JOINT, POINTWISE
from regioncodes.words.texts import Texts

# The pointwise band lies on the joint one; both are paler where an edge year has a part in them.
STRENGTH = {False: {JOINT: 0.13, POINTWISE: 0.22}, True: {JOINT: 0.06, POINTWISE: 0.10}}


def draw_bands(axes: Axes, years: pd.Series | np.ndarray, rows: pd.DataFrame, colour: str, *, edge: bool) -> None:
    """Both bands of one unit. rows: the ends of the bands, one row for each of the years."""
    for (lower, upper), strength in STRENGTH[edge].items():
        axes.fill_between(years, rows[lower], rows[upper], color=colour, alpha=strength, linewidth=0)


def key_of_bands(texts: Texts) -> list[Patch]:
    """Patches of the two bands with their names, for the key of a figure."""
    strength = STRENGTH[False]
    names = {"pointwise": strength[POINTWISE] + strength[JOINT], "joint": strength[JOINT]}
    return [Patch(facecolor=colours.INK, alpha=alpha, label=texts[f"band.{name}"]) for name, alpha in names.items()]


def band_limits(rows: pd.DataFrame) -> tuple[float, float]:
    """Limits of an axis for every pointwise band and the joint ones of inner years: those of edges may leave it.

    rows: the ends of the bands, edge.
    """
    inner = rows[~rows["edge"].astype(bool)]
    lowest = np.nanmin([rows[POINTWISE[0]].min(), inner[JOINT[0]].min(), np.inf])
    highest = np.nanmax([rows[POINTWISE[1]].max(), inner[JOINT[1]].max(), -np.inf])
    return style.padded(float(lowest), float(highest))
