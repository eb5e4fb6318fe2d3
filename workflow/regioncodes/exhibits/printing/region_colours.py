"""What the maps of regions share: colours on both sides of zero, what is hatched, and what growth is held against."""

import numpy as np
import pandas as pd

from regioncodes.codes.region_codes import GROWTH, LATER_GROWTH
from regioncodes.exhibits.printing import colours
from regioncodes.exhibits.printing.selection import told_apart

# Below zero, at zero and above. Letters are legible on all of them.
LOW, MIDDLE, HIGH = colours.BELOW, colours.WASH, colours.ABOVE
# Ends of a scale, in units of a power of ten.
ROUND_ENDS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
SHARE_WITHIN = 0.98
# Growth has no meaningful zero for a comparison: all regions grow in a good year.
AGAINST_MEAN = (GROWTH, LATER_GROWTH)


def shown_values(table: pd.DataFrame) -> pd.DataFrame:
    """The rows with `shown`, what colours tell, `mean`, what it is held against, and `uncertain`, what is hatched.

    table: of results/models/region_codes.csv. shown: the estimate, of growth less the mean of the year's regions; mean:
    zero of a code. uncertain: the code is not told from zero in an inner year by its joint band; never of growth, which
    is published without an error.
    """
    is_growth = table["quantity"].isin(AGAINST_MEAN)
    mean = table.groupby(["quantity", "year"])["estimate"].transform("mean").where(is_growth, 0.0)
    told = told_apart(table.assign(edge=~table["inner"].astype(bool)))
    return table.assign(shown=table["estimate"] - mean, mean=mean, uncertain=~is_growth & ~told)


def scale_end(values: pd.Series) -> float:
    """A round number beyond which at most a fiftieth of the values lies on either side; 1 where there are none."""
    sizes = values.dropna().abs()
    size = float(sizes.quantile(SHARE_WITHIN)) if len(sizes) else 0.0
    if size == 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(size))
    # An end that is reached but for rounding is reached.
    return round(power * next(end for end in ROUND_ENDS if end >= size / power - 1e-9), 12)


def colour(value: float, end: float) -> str:
    """Colour of a value on a scale from -end to end, `#rrggbb`; values beyond have the colour of the end."""
    share = min(abs(value) / end, 1.0)
    from_middle, to_end = (
        np.array([int(code[place : place + 2], 16) for place in (1, 3, 5)])
        for code in (MIDDLE, HIGH if value > 0 else LOW)
    )
    mixed = np.floor(from_middle + share * (to_end - from_middle) + 0.5).astype(int)
    return "#" + "".join(f"{part:02X}" for part in mixed)
