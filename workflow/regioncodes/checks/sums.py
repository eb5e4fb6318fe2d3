"""Whether wholes agree with their parts: districts with regions, the country with both, oblasts with okrugs.

Totals add up and means lie between their parts by arithmetic: the only slack is the rounding of printed digits.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from regioncodes.checks.edition_tables import EditionTables
from regioncodes.checks.located_findings import CheckFinding, number
from regioncodes.ground.regions import LEVELS, derivations
from regioncodes.ground.tables import TABLES
from regioncodes.statistics.rounding import HAIR
from regioncodes.words.numbers import years_in_words

# A table is judged by its behaviour only where it offers that many sums.
FEWEST = 3


class Whole(NamedTuple):
    """A unit and the parts that make it up; `now` is false for the parts it had before a region changed district."""

    unit: str
    parts: list[str]
    now: bool


def wholes(regions: pd.DataFrame, changes: pd.DataFrame) -> list[Whole]:
    """Every unit that is a sum of others, with its parts today and, where a region moved, its parts before.

    changes: data/reference/district_changes.csv, the district that a region belonged to before.
    """
    own = regions[regions["level"].isin(LEVELS)]
    today = [Whole(unit, list(signs), True) for unit, signs in derivations(own).items() if not unit.endswith("-0")]
    districts = list(regions.loc[regions["level"] == "district", "region"])
    before = dict(zip(changes["region"], changes["district"], strict=True))
    earlier = [
        Whole(unit, [part for part in parts if part not in before] + [p for p, d in before.items() if d == unit], False)
        for unit, parts, _ in today
        if unit in districts and (set(parts) & set(before) or unit in before.values())
    ]
    return [*today, Whole("RU", districts, True), *earlier]


def sums(tables: EditionTables, units: list[Whole]) -> pd.DataFrame:
    """Every printed whole beside the sum of its parts: one row per line and whole.

    Columns: edition, indicator, year, kind, unit, now, whole, sum; slack, half a unit of every rounded figure;
    complete, whether every part that existed is printed; lowest and highest part, and their slack as mean_slack.
    An oblast without a row is the sum of its parts.
    """
    values, halves, existing = _with_oblasts(tables, units)
    frames = []
    for unit, parts, now in units:
        own, half = tables.values[unit], tables.half_units[unit]
        figures, rounding = values[parts], halves[parts]
        frame = pd.DataFrame(
            {
                "kind": tables.kinds,
                "unit": unit,
                "now": now,
                "whole": own,
                "sum": figures.sum(axis=1),
                "slack": rounding.sum(axis=1) + half + HAIR * own.abs(),
                "complete": (figures.notna() | ~existing[parts]).all(axis=1),
                "lowest": figures.min(axis=1),
                "highest": figures.max(axis=1),
                "mean_slack": rounding.max(axis=1) + half + HAIR * own.abs(),
            }
        )
        frames.append(frame[own.notna()])
    return pd.concat(frames).reset_index()


def sum_findings(compared: pd.DataFrame) -> list[CheckFinding]:
    """Totals that do not add up beyond rounding, and districts printed as they were composed before.

    compared: of `sums`. A whole smaller than the parts printed is found even where other parts are missing.
    """
    totals = compared[compared["kind"] == "total"]
    gap = totals["whole"] - totals["sum"]
    fits = (gap.abs() <= totals["slack"]) & totals["complete"]
    apart = np.where(totals["complete"], gap.abs() > totals["slack"], -gap > totals["slack"])
    checked = totals.assign(fits=fits, apart=apart)
    key = ["edition", "indicator", "year", "unit"]
    # A district is wrong only if its parts of today and those before a region moved fail; where the latter are
    # incomplete nothing is proved. Likewise the country, which is the sum of its districts and of its regions.
    proved = checked.groupby(key)["apart"].transform("all")
    wrong = checked[proved & checked["now"]].drop_duplicates(key)
    found = [
        _notice(
            row,
            f"printed {number(row.whole)}, {'the' if row.complete else 'some of the'} parts add up to "
            f"{number(row.sum)}; rounding explains {number(round(row.slack, 4))} at most",
        )
        for row in wrong.itertuples()
    ]
    old = checked[checked["fits"] & ~checked["now"]].set_index(key)
    new = checked[checked["apart"] & checked["now"]].set_index(key)
    both = old.loc[old.index.isin(new.index)].reset_index()
    return found + [
        CheckFinding(
            "notice",
            edition,
            indicator,
            None,
            unit,
            f"{years_in_words(list(group['year']))} add up with the parts that the district had before "
            "a region moved (data/reference/district_changes.csv), not with its parts of today",
        )
        for (edition, indicator, unit), group in both.groupby(["edition", "indicator", "unit"])
    ]


def mean_findings(compared: pd.DataFrame) -> list[CheckFinding]:
    """Notices of ratios and indices of a whole that lie outside those of all its parts, beyond rounding.

    A ratio of a whole is a mean of the ratios of its parts, whatever the weights, and so is an index of growth.
    """
    means = compared[(compared["kind"] != "total") & compared["complete"]]
    inside = means["whole"].between(means["lowest"] - means["mean_slack"], means["highest"] + means["mean_slack"])
    key = ["edition", "indicator", "year", "unit"]
    any_fit = inside.groupby([means[column] for column in key]).transform("any")
    return [
        _notice(
            row,
            f"printed {number(row.whole)}, its parts lie between {number(row.lowest)} and {number(row.highest)}",
        )
        for row in means[~any_fit].drop_duplicates(key).itertuples()
    ]


def kind_findings(compared: pd.DataFrame) -> list[CheckFinding]:
    """Tables that claim to be additive and behave as a ratio, and the other way round: errors.

    A whole of an additive table is the sum of its parts, a whole of a ratio lies between its lowest and highest
    part. Sums with one part that is not zero tell nothing and are left out; more than half of the others decide.
    """
    beyond = (1.5 + HAIR) * compared["highest"]
    telling = compared[compared["complete"] & (compared["whole"] > 0) & (compared["sum"] > beyond)]
    adds = (telling["whole"] - telling["sum"]).abs() <= telling["slack"] + 0.02 * telling["sum"]
    means = telling["whole"].between(telling["lowest"], telling["highest"])
    judged = telling.assign(adds=adds, means=means & ~adds).groupby(["edition", "indicator", "kind"])
    found = []
    for (edition, indicator, kind), group in judged:
        wrong = group["means"] if kind == "total" else group["adds"]
        if len(group) >= FEWEST and wrong.mean() > 0.5:
            claim, behaviour = (
                ("an additive table", "a ratio") if kind == "total" else (f"a table of kind {kind}", "an additive one")
            )
            text = (
                f"claims to be {claim} and behaves as {behaviour} in {wrong.sum()} of {len(group)} sums; mend `kind` "
                f"in data/reference/indicators.csv or the indicator in {TABLES}"
            )
            found.append(CheckFinding("error", edition, indicator, None, None, text))
    return found


def okrug_findings(tables: EditionTables, regions: pd.DataFrame) -> list[CheckFinding]:
    """Oblasts smaller than their okrugs on additive tables, and sums that count okrugs twice or not at all: errors.

    Where that is so in half of the years or more, the bare name of the oblast was read wrongly in the whole table.
    """
    additive = tables.kinds == "total"
    values, halves = tables.values[additive], tables.half_units[additive]
    found = []
    for oblast, group in regions[regions["level"] == "part"].groupby("part_of"):
        okrugs = [part for part in group["region"] if not part.endswith("-0")]
        whole, inner = values[oblast], values[okrugs].sum(axis=1, min_count=1)
        slack = halves[[oblast, *okrugs]].sum(axis=1) + HAIR * whole.abs()
        known = whole.notna() & inner.notna() & (inner > 0)
        smaller = (inner - whole > slack) & known
        for (edition, indicator), part in smaller[known].groupby(level=["edition", "indicator"]):
            if part.sum() >= FEWEST and part.mean() >= 0.5:
                text = (
                    f"smaller than its okrugs in {part.sum()} of {len(part)} years: the bare name stands for the "
                    f"oblast without them; set bare_oblast_name to without_okrugs in {TABLES}"
                )
                found.append(CheckFinding("error", edition, indicator, None, oblast, text))
                continue
            found.extend(
                CheckFinding(
                    "error",
                    edition,
                    indicator,
                    line[2],
                    oblast,
                    f"printed {number(whole[line])}, its okrugs alone are {number(inner[line])}; correct the wrong "
                    "one in data/reference/corrections.csv",
                )
                for line in part.index[part]
            )
    return found


def _notice(row: tuple, text: str) -> CheckFinding:
    """Notice of the figure of a whole. row: as of `sums`, a named tuple."""
    return CheckFinding("notice", row.edition, row.indicator, row.year, row.unit, text)


def _with_oblasts(tables: EditionTables, units: list[Whole]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Values and rounding, oblasts without a figure filled by the sum of their parts where additive; who existed."""
    values, halves = tables.values.copy(), tables.half_units.copy()
    for unit, parts, _ in units:
        if f"{unit}-0" in parts:
            missing = values[unit].isna() & values[parts].notna().all(axis=1) & (tables.kinds == "total")
            values[unit] = values[unit].mask(missing, values[parts].sum(axis=1))
            halves[unit] = halves[unit].mask(missing, halves[parts].sum(axis=1))
    years = tables.values.index.get_level_values("year").to_numpy()
    since = tables.since.reindex(values.columns).fillna(0).to_numpy()
    existing = pd.DataFrame(years[:, None] >= since[None, :], index=values.index, columns=values.columns)
    return values, halves, existing
