"""Figures that stand in the article itself: its tables, what can lie behind them, its other claims.

`tables` holds the frames by name: article_table_1, article_table_2, article_sample, article_figure_2 (rows of
data/article), and claims (the ledger). Every public function takes it first and returns a Figure.
"""

import pandas as pd

from regioncodes.claims.figures import PRINTED, Figure, computed, found_rows, listed
from regioncodes.statistics.rounding import reaches
from regioncodes.surveys.granularity import admissible_counts, bases_that_fit, chance_of_fitting

ARTICLE_TABLES = ("article_table_1", "article_table_2", "article_sample", "article_figure_2")
# Blocks that a claim may look for in a table; a block without rows is a finding, no error.
BLOCKS = ("institutional", "production", "social", "information", "innovation", "value")
LOWEST_BASE, HIGHEST_BASE = 50, 2000

Tables = dict[str, pd.DataFrame]


def _rows(tables: Tables, table: str) -> tuple[str, pd.DataFrame]:
    """Name of the frame that holds a printed table, and the rows of that table."""
    for name in ARTICLE_TABLES:
        rows = tables[name][tables[name]["table"].eq(table)]
        if len(rows):
            return name, rows
    known = listed(pd.concat([tables[name]["table"] for name in ARTICLE_TABLES]))
    raise ValueError(f"table '{table}' found; there are {known}")


def _block(tables: Tables, table: str, block: str) -> tuple[str, pd.DataFrame]:
    if block not in BLOCKS:
        raise ValueError(f"block '{block}' found; allowed: {', '.join(BLOCKS)}")
    name, rows = _rows(tables, table)
    return name, rows[rows["block"].eq(block)]


def printed(tables: Tables, table: str, option: str) -> Figure:
    """Share that the article prints for one row of a table, in percent."""
    name, rows = _rows(tables, table)
    share = found_rows(rows, option=option)["printed_percent"].iloc[0]
    return computed(share, PRINTED, name, f"{table}/{option}")


def printed_sum(tables: Tables, table: str) -> Figure:
    """Sum of the shares of a printed table, in percent."""
    name, rows = _rows(tables, table)
    return computed(rows["printed_percent"].sum(), PRINTED, name, table)


def table_rows(tables: Tables, table: str) -> Figure:
    """Number of rows of a printed table."""
    name, found = _rows(tables, table)
    return computed(len(found), PRINTED, name, table)


def block_rows(tables: Tables, table: str, block: str) -> Figure:
    """Number of rows that a printed table has in the block of one code."""
    name, found = _block(tables, table, block)
    return computed(len(found), PRINTED, name, f"{table}/{block}")


def in_block(tables: Tables, table: str, option: str, block: str) -> Figure:
    """1 where a row of a printed table stands in the block of a code, else 0."""
    name, found = _block(tables, table, block)
    found_rows(_rows(tables, table)[1], option=option)
    return computed(found["option"].eq(option).sum(), PRINTED, name, f"{table}/{option}")


def above(tables: Tables, table: str, block: str, percent: float) -> Figure:
    """Number of shares in a block of a printed table that are above a percentage."""
    name, found = _block(tables, table, block)
    return computed(found["printed_percent"].gt(percent).sum(), PRINTED, name, f"{table}/{block}")


def near(tables: Tables, table: str, percent: float, within: float) -> Figure:
    """Number of shares of a printed table that lie within so many points of a percentage."""
    name, found = _rows(tables, table)
    return computed(reaches(within, (found["printed_percent"] - percent).abs()).sum(), PRINTED, name, table)


def descending_blocks(tables: Tables, table: str) -> Figure:
    """Number of blocks of a printed table whose shares never rise from row to row."""
    name, found = _rows(tables, table)
    falls = found.sort_values("order").groupby("block")["printed_percent"].apply(lambda part: part.diff().max() <= 0)
    return computed(falls.sum(), PRINTED, name, table)


def labels_with(tables: Tables, table: str, words: str) -> Figure:
    """Number of printed rows (of Figure 2: panels) whose words contain the given ones, in any case."""
    name, found = _rows(tables, table)
    has = found["printed_label"].str.contains(words, case=False, regex=False)
    return computed(has.sum(), PRINTED, name, table)


def fitting_shares(tables: Tables, table: str, base: float) -> Figure:
    """Number of shares of a printed table that a whole count of `base` respondents can give (GRIM)."""
    name, found = _rows(tables, table)
    return computed(_possible(found, base), PRINTED, name, table)


def fitting_shares_of(tables: Tables, table: str, block: str, base: float) -> Figure:
    """The same for the shares in the block of one code."""
    name, found = _block(tables, table, block)
    return computed(_possible(found, base), PRINTED, name, f"{table}/{block}")


def _possible(shares: pd.DataFrame, base: float) -> int:
    printed_with = zip(shares["printed_percent"], shares["decimals"], strict=True)
    return sum(bool(admissible_counts(share, int(base), int(places))) for share, places in printed_with)


def chance_of_fitting_shares(tables: Tables, table: str, base: float) -> Figure:
    """Chance in percent that at least as many distinct shares of a printed table fit `base`, were they of any other.

    Shares of a base of thousands are taken to be printed ones at random (granularity.chance_of_fitting).
    """
    name, found = _rows(tables, table)
    distinct = found.drop_duplicates(["printed_percent", "decimals"])
    chance = chance_of_fitting(int(base), list(distinct["decimals"]), _possible(distinct, base))
    return computed(100 * chance, PRINTED, name, table)


def largest_base(tables: Tables, table: str, option: str, base: float) -> Figure:
    """Largest number of answers, `base` at most, of which a whole count prints as the share of one row (GRIM)."""
    name, found = _rows(tables, table)
    row = found_rows(found, option=option).iloc[0]
    fitting = bases_that_fit([row["printed_percent"]], range(int(base), 0, -1), [row["decimals"]])
    return computed(fitting[0] if fitting else float("nan"), PRINTED, name, f"{table}/{option}")


def smallest_base(tables: Tables, table: str) -> Figure:
    """Smallest base from 50 to 2,000 on which every share of a printed table is possible (GRIM)."""
    name, found = _rows(tables, table)
    bases = range(LOWEST_BASE, HIGHEST_BASE + 1)
    fitting = bases_that_fit(list(found["printed_percent"]), bases, list(found["decimals"]))
    return computed(fitting[0] if fitting else float("nan"), PRINTED, name, table)


def counts_behind(tables: Tables, claim: str, base: float) -> Figure:
    """Number of whole counts of `base` respondents that print as the percentage of another claim (GRIM)."""
    row = found_rows(tables["claims"], claim=claim).iloc[0]
    decimals = 0 if row["tolerance"] >= 0.5 else 1
    return computed(len(admissible_counts(row["value"], int(base), decimals)), PRINTED, "claims", claim)


def claimed(tables: Tables, claim: str) -> Figure:
    """The number that another claim of the ledger prints."""
    return computed(found_rows(tables["claims"], claim=claim)["value"].iloc[0], PRINTED, "claims", claim)


def claims_in(tables: Tables, unit: str) -> Figure:
    """Number of claims of the ledger with a unit, such as the projects with their respondents."""
    return computed(len(found_rows(tables["claims"], unit=unit)), PRINTED, "claims", unit)
