"""Which counts and bases can stand behind a printed share: the GRIM test for percentages.

Reference: Brown and Heathers (2017), The GRIM Test, Social Psychological and Personality Science 8(4).
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from regioncodes.ground.errors import raise_problems


def printed_share(count: int, base: int, decimals: int) -> float:
    """Share of a count in its base as a table prints it, in percent, halves rounded up.

    Computed in whole numbers, so that 91 of 208, which is 43.75 exactly, never depends on binary fractions.
    """
    scale = 10**decimals
    return (2 * count * 100 * scale + base) // (2 * base) / scale


def admissible_counts(printed_percent: float, base: int, decimals: int) -> list[int]:
    """Counts out of `base` whose share prints as `printed_percent`; empty when the share is impossible.

    A share exactly between two printed values is admitted by both: nobody knows how the article's
    program rounds halves. Raises StudyError for a base below 1 or a share with more decimals than stated.
    """
    scale = 10**decimals
    printed = round(printed_percent * scale)
    if base < 1 or abs(printed_percent * scale - printed) > 1e-6:
        found = f"share {printed_percent} with {decimals} decimals on base {base}"
        raise_problems([f"{found}; a base is 1 or more, a share has the decimals stated"], "granularity")
    lowest = -((base - 2 * printed * base) // (200 * scale))
    highest = (2 * printed * base + base) // (200 * scale)
    return list(range(max(lowest, 0), min(highest, base) + 1))


def bases_that_fit(shares: Sequence[float], bases: Iterable[int], decimals: Sequence[int]) -> list[int]:
    """Those of `bases` on which every share is possible, in the order given.

    shares: printed percentages; decimals: as many numbers, the decimals each is printed with.
    """
    printed = list(zip(shares, decimals, strict=True))
    return [base for base in bases if all(admissible_counts(share, base, places) for share, places in printed)]


def chance_percent(base: int, decimals: int) -> float:
    """Percent of the printable shares from 0 to 100 that are possible on a base: what chance lets pass."""
    printable = 100 * 10**decimals + 1
    possible = len({printed_share(count, base, decimals) for count in range(base + 1)})
    return 100 * possible / printable


def chance_of_fitting(base: int, decimals: Sequence[int], at_least: int) -> float:
    """Probability from 0 to 1 that `at_least` of so many random shares are possible on a base.

    decimals: those of each share. Random shares are independent, every printable one from 0 to 100 as likely as
    another; the number that are possible is then a sum of independent trials with the chances of `chance_percent`.
    """
    number = np.ones(1)
    for chance in (chance_percent(base, places) / 100 for places in decimals):
        number = np.convolve(number, [1 - chance, chance])
    return float(min(number[at_least:].sum(), 1.0))


def misprints(printed: str, base: int) -> list[str]:
    """Shares possible on a base that one slip turns into `printed`: one digit other, or two neighbours exchanged.

    printed: the share as text with a decimal point, such as "56.9"; the shares come in rising order.
    """
    places = [place for place, sign in enumerate(printed) if sign.isdigit()]
    slips = {f"{printed[:place]}{digit}{printed[place + 1 :]}" for place in places for digit in "0123456789"}
    for first, second in pairwise(places):
        between = printed[first + 1 : second]
        slips.add(f"{printed[:first]}{printed[second]}{between}{printed[first]}{printed[second + 1 :]}")
    decimals = decimals_of(printed)
    usual = {slip for slip in slips - {printed} if slip == f"{float(slip):.{decimals}f}"}
    return sorted((slip for slip in usual if admissible_counts(float(slip), base, decimals)), key=float)


def decimals_of(printed: str) -> int:
    """Number of decimals of a share printed with a decimal point."""
    return len(printed.partition(".")[2])


def granularity(
    printed: pd.DataFrame, candidate_bases: Mapping[str, Sequence[int]], lowest_base: int, highest_base: int
) -> pd.DataFrame:
    """Fit of every printed share to every candidate base: one row per share and base.

    printed: rows of data/article/table_1.csv, table_2.csv and sample.csv. candidate_bases: for each value of
    its column `table`, the bases to try. Columns added: base; fits; counts (those that fit, separated by
    blanks); largest_base_that_fits (this share alone, no larger than the base); chance_percent; misprints (where it
    does not fit: shares one slip away that do, separated by blanks); table_fits (all shares of the table at this
    base); table_chance_percent (of as many random shares to fit it all, see `chance_of_fitting`); first_common_base
    (smallest from `lowest_base` to `highest_base` on which the whole table is possible; missing when there is none).
    """
    missing = [name for name in printed["table"].unique() if name not in candidate_bases]
    raise_problems([f"no candidate bases for '{name}'; name at least one" for name in missing], "granularity")
    rows = []
    for table, shares in printed.groupby("table", sort=False):
        percents, decimals = list(shares["printed_percent"]), list(shares["decimals"])
        common = bases_that_fit(percents, range(lowest_base, highest_base + 1), decimals)
        for base in candidate_bases[table]:
            table_fits = bool(bases_that_fit(percents, [base], decimals))
            chance = 100 * chance_of_fitting(base, decimals, len(decimals))
            for share in shares.itertuples():
                rows.append(
                    {
                        **_share_on_base(share, base),
                        "table_fits": table_fits,
                        "table_chance_percent": chance,
                        "first_common_base": common[0] if common else None,
                    }
                )
    return pd.DataFrame(rows).astype({"largest_base_that_fits": "Int64", "first_common_base": "Int64"})


def _share_on_base(share: tuple, base: int) -> dict[str, object]:
    counts = admissible_counts(share.printed_percent, base, share.decimals)
    fitting = bases_that_fit([share.printed_percent], range(base, 0, -1), [share.decimals])
    slips = [] if counts else misprints(f"{share.printed_percent:.{share.decimals}f}", base)
    return {
        "table": share.table,
        "question": share.question,
        "option": share.option,
        "printed_percent": share.printed_percent,
        "decimals": share.decimals,
        "base": base,
        "fits": bool(counts),
        "counts": " ".join(str(count) for count in counts),
        "largest_base_that_fits": fitting[0] if fitting else None,
        "chance_percent": chance_percent(base, share.decimals),
        "misprints": " ".join(slips),
    }
