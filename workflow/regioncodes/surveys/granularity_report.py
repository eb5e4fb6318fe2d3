"""What can be said of printed shares and the number of respondents behind them, in a plain table and sentences."""

import textwrap

import pandas as pd

from regioncodes.surveys.granularity import (
    admissible_counts,
    bases_that_fit,
    chance_of_fitting,
    chance_percent,
    misprints,
)

# Assumption: item non-response above a tenth of the respondents would be mentioned beside the table.
SMALLEST_PART_ANSWERING = 0.9
SHOWN = 12


def granularity_report(printed: pd.DataFrame, base: int, bases: range) -> str:
    """The report on every table of printed shares against one base, and on the bases that fit each as a whole.

    printed: see `printed_shares.read_printed_shares`. bases: the numbers of respondents tried for whole tables.
    """
    parts = [_table_report(name, shares, base, bases) for name, shares in printed.groupby("table", sort=False)]
    return "\n\n".join(parts)


def _table_report(name: str, shares: pd.DataFrame, base: int, bases: range) -> str:
    percents, decimals = list(shares["printed"].astype(float)), list(shares["decimals"])
    counts = [admissible_counts(share, base, places) for share, places in zip(percents, decimals, strict=True)]
    lines = [f"Table {name}" if name else "", f"  row  share  count of {base}  label"]
    for entry, found in zip(shares.itertuples(), counts, strict=True):
        count = "or ".join(f"{number} " for number in _shortened(found)).strip() or "none"
        label = textwrap.shorten(entry.label, 70, placeholder=" …")
        lines.append(f"  {entry.row:>3}  {entry.printed:>5}  {count:>{9 + len(str(base))}}  {label}".rstrip())
    impossible = shares[[not found for found in counts]]
    lines += ["", *_verdict(base, decimals, len(shares) - len(impossible), counts)]
    lines += _told(shares, base)
    lines += [_suggestion(entry.printed, entry.row, base, entry.decimals) for entry in impossible.itertuples()]
    lines.append(_fitting_bases(percents, decimals, bases))
    return "\n".join(lines).strip("\n")


def _verdict(base: int, decimals: list[int], possible: int, counts: list[list[int]]) -> list[str]:
    chances = [chance_percent(base, places) / 100 for places in decimals]
    if min(chances) == 1:
        return [f"On base {base} every share with so few decimals is possible: fitting says nothing."]
    lines = [
        f"{possible} of {len(decimals)} shares are possible on base {base}; of as many random shares "
        f"{sum(chances):.1f} would be, and as many as these or more with a chance of "
        f"{_rounded(100 * chance_of_fitting(base, decimals, possible))} %."
    ]
    if all(len(found) == 1 for found in counts):
        numbers = [found[0] for found in counts]
        lines.append(f"The counts add up to {' + '.join(map(str, numbers))} = {sum(numbers)}.")
    return lines


def _told(shares: pd.DataFrame, base: int) -> list[str]:
    """Sentences on decimals that may have been lost, and on shares that add up to the whole."""
    most, lines = shares["decimals"].max(), []
    for entry in shares[shares["decimals"] < most].itertuples():
        full = f"{float(entry.printed):.{most}f}"
        ends = (float(entry.printed) + sign * 0.5 * 10.0**-entry.decimals for sign in (-1, 1))
        reach = " to ".join(f"{end:.{entry.decimals + 1}f}" for end in ends)
        lines.append(
            f"{entry.printed} (row {entry.row}) has fewer decimals than the others and is read as {reach}; "
            f"if {full} was printed and a program left the zero out, write {full}."
        )
    total = shares["printed"].astype(float).sum()
    if len(shares) > 1 and abs(total - 100) <= sum(0.5 * 10.0**-places for places in shares["decimals"]) + 1e-9:
        lines.append(
            f"The shares add up to {total:.{most}f}, as those of one answer a respondent do: "
            f"the counts have to add up to {base}."
        )
    return lines


def _suggestion(printed: str, row: int, base: int, decimals: int) -> str:
    """A sentence on one impossible share: what the neighbours are, and what would explain it."""
    share, lowest = float(printed), int(base * SMALLEST_PART_ANSWERING)
    below = int(share * base / 100)
    nearest = ", ".join(f"{count} of {base} is {100 * count / base:.{decimals + 1}f}" for count in (below, below + 1))
    smaller = bases_that_fit([share], range(base - 1, lowest - 1, -1), [decimals])
    answering = ", ".join(f"{size} ({admissible_counts(share, size, decimals)[0]})" for size in smaller)
    slips = ", ".join(misprints(printed, base))
    return (
        f"{printed} (row {row}) comes from no count: {nearest}. "
        f"Item non-response would explain it with {answering or 'no base down to ' + str(lowest)} answering; "
        f"a single misprint would explain it if {slips or 'nothing possible'} was meant."
    )


def _fitting_bases(percents: list[float], decimals: list[int], bases: range) -> str:
    fitting = bases_that_fit(percents, bases, decimals)
    expected = _rounded(sum(chance_of_fitting(size, decimals, len(decimals)) for size in bases))
    among = f"of the bases {bases.start}–{bases.stop - 1}"
    if not fitting:
        return f"All {len(percents)} shares together are possible on none {among}; by chance {expected} would fit."
    found = ", ".join(map(str, _shortened(fitting)))
    return (
        f"All {len(percents)} shares together are possible on {len(fitting)} {among}: {found}; "
        f"by chance {expected} would fit."
    )


def _shortened(numbers: list[int]) -> list[object]:
    return [*numbers[:SHOWN], "…"] if len(numbers) > SHOWN else list(numbers)


def _rounded(number: float) -> str:
    """A number with two significant digits, never in powers of ten."""
    return f"{float(f'{number:.2g}'):.15g}" if number >= 0.0001 else "less than 0.0001"
