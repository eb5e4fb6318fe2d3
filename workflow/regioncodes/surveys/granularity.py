"""Which counts and bases can stand behind a printed share: the GRIM test for percentages.

Reference: Brown and Heathers (2017), The GRIM Test, Social Psychological and Personality Science 8(4).
"""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from regioncodes.errors import raise_problems


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


def granularity(
    printed: pd.DataFrame, candidate_bases: Mapping[str, Sequence[int]], lowest_base: int, highest_base: int
) -> pd.DataFrame:
    """Fit of every printed share to every candidate base: one row per share and base.

    printed: rows of data/article/table_1.csv, table_2.csv and sample.csv. candidate_bases: for each value of
    its column `table`, the bases to try. Columns added: base; fits; counts (those that fit, separated by
    blanks); largest_base_that_fits (this share alone, no larger than the base); chance_percent; table_fits
    (all shares of the table at this base); first_common_base (smallest from `lowest_base` to `highest_base`
    on which the whole table is possible; missing when there is none).
    """
    missing = [name for name in printed["table"].unique() if name not in candidate_bases]
    raise_problems([f"no candidate bases for '{name}'; name at least one" for name in missing], "granularity")
    rows = []
    for table, shares in printed.groupby("table", sort=False):
        percents, decimals = list(shares["printed_percent"]), list(shares["decimals"])
        common = bases_that_fit(percents, range(lowest_base, highest_base + 1), decimals)
        for base in candidate_bases[table]:
            table_fits = bool(bases_that_fit(percents, [base], decimals))
            for share in shares.itertuples():
                rows.append(
                    {
                        **_share_on_base(share, base),
                        "table_fits": table_fits,
                        "first_common_base": common[0] if common else None,
                    }
                )
    return pd.DataFrame(rows).astype({"largest_base_that_fits": "Int64", "first_common_base": "Int64"})


def _share_on_base(share: tuple, base: int) -> dict[str, object]:
    counts = admissible_counts(share.printed_percent, base, share.decimals)
    fitting = bases_that_fit([share.printed_percent], range(base, 0, -1), [share.decimals])
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
    }
