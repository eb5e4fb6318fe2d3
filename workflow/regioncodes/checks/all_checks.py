"""All checks of the figures as read, at once, before a number is used."""

import pandas as pd

from regioncodes.checks.edition_tables import edition_tables
from regioncodes.checks.editions import edition_findings
from regioncodes.checks.identities import identity_findings
from regioncodes.checks.located_findings import located
from regioncodes.checks.magnitudes import magnitude_findings
from regioncodes.checks.names import name_findings
from regioncodes.checks.series import dash_findings, gap_findings, jump_findings, range_findings
from regioncodes.checks.sums import kind_findings, mean_findings, okrug_findings, sum_findings, sums, wholes
from regioncodes.ground.tables import ACCEPTED, CORRECTIONS
from regioncodes.reading.findings import FINDINGS, Place

PLACE = ["file", "sheet", "place", "told"]
REMEDY = f"; correct it in {CORRECTIONS}, or give its reason in {ACCEPTED}"


def findings(
    rows: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    ranges: pd.DataFrame,
    identities: pd.DataFrame,
    changes: pd.DataFrame,
    accepted: pd.DataFrame,
) -> pd.DataFrame:
    """Everything in the tidy rows of all editions that cannot be true (error) or is worth a look (notice).

    rows: reading.sources.ROWS, corrections applied. The keyword tables are those of data/reference: ranges,
    identities, district_changes (as changes) and accepted_findings. Returns FINDINGS, sorted by place.

    error: outside the possible range; an oblast smaller than its okrugs; an additive table that behaves as a ratio
    or the reverse; two regions exchanged, years shifted, or more than half of the regions of a year against another
    table or edition; a figure five times as large or small as those beside it.
    notice: wholes that are not the sum or a mean of their parts beyond rounding; identities and editions that
    disagree; jumps; gaps; lone dashes; rows missing or out of order. An accepted finding is a notice
    with its reason.
    """
    tables = edition_tables(rows, regions, indicators)
    compared = sums(tables, wholes(regions, changes))
    magnitudes, likely = magnitude_findings(tables, ranges)
    found = [
        *range_findings(tables, ranges),
        *okrug_findings(tables, regions),
        *kind_findings(compared),
        *sum_findings(compared),
        *mean_findings(compared),
        *identity_findings(tables, identities),
        *magnitudes,
        # What is an error of magnitude is no measure of the figures beside it.
        *edition_findings(likely),
        *jump_findings(likely, ranges),
        *gap_findings(tables),
        *dash_findings(tables),
        *name_findings(rows, tables, regions, changes),
    ]
    return with_accepted(located(found, rows, tables), accepted, set(rows["file"].unique()))


def with_accepted(found: pd.DataFrame, accepted: pd.DataFrame, files: set[str]) -> pd.DataFrame:
    """The findings, those accepted turned into notices with their reason, and a notice of each acceptance to delete.

    accepted: columns file, sheet, place, finding (as reported), reason. Of a finding the words before a semicolon
    count: the figure and what stands beside it. How far off it is, what other editions print and what can be done
    change with every edition that is added. A line about a file that was not read is left alone; one whose finding is
    no longer found is to be deleted.
    """
    lines = accepted.fillna("").astype("str").assign(line=range(2, len(accepted) + 2))
    known = lines.assign(told=_told(lines["finding"]))[[*PLACE, "line", "reason"]].drop_duplicates(PLACE)
    both = found.assign(told=_told(found["finding"])).merge(known, on=PLACE, how="left", validate="many_to_one")
    is_accepted = both["line"].notna()
    severity = both["severity"].mask(is_accepted, "notice")
    said = "; accepted: " + both["reason"].fillna("")
    said = said.where(is_accepted, "").mask(severity.eq("error"), REMEDY)
    result = both.assign(severity=severity, finding=both["finding"] + said)[FINDINGS]
    expired = lines[lines["file"].isin(files) & ~lines["line"].isin(both["line"].dropna())]
    notices = [
        Place(ACCEPTED, place=f"line {row.line}").notice(
            f"nothing is found there any more, or it stands here twice; delete the line: {row.finding}"
        )
        for row in expired.itertuples()
    ]
    return pd.concat([result, pd.DataFrame(notices, columns=FINDINGS)], ignore_index=True)


def _told(findings: pd.Series) -> pd.Series:
    """What a finding says of its own figure."""
    return findings.str.split("; ", n=1).str[0]
