"""Supplementary table 9: each panel of Figure 2, nominal and real, under every change of method, one at a time."""

from types import SimpleNamespace

import pandas as pd

from regioncodes.education.robustness import OVER_BREAKS
from regioncodes.exhibits.printing.cells import Cell, number_cell, p_value_cell
from regioncodes.exhibits.printing.outcome_prices import nominal_and_deciding, other_prices, outcome_in_prices
from regioncodes.exhibits.printing.outcome_words import counted
from regioncodes.exhibits.printing.printed_tables import Column, PrintedTable
from regioncodes.words.captions import caption
from regioncodes.words.numbers import MINUS, MISSING, NO_BREAK_SPACE, significant
from regioncodes.words.texts import Texts

NAME = "table_s9_robustness"
# Heading, share of the width, and whether the column is set right on one line.
COLUMNS = (
    ("outcome", 0.15, False),
    ("check", 0.22, False),
    ("years", 0.14, True),
    ("correlation", 0.10, True),
    ("slope", 0.23, True),
    ("p_value", 0.08, True),
    ("p_value_holm", 0.08, True),
)


def _variant(row, regions: pd.Series, editions: pd.Series, texts: Texts) -> str:
    """Name of a check with its year, region, lag, edition or bridge, or that its steps lead over breaks too."""
    if row.variant == OVER_BREAKS:
        return texts[f"table_s9.check.{row.check}.{OVER_BREAKS}"]
    bridges = {method: texts[f"table_s9.bridge.{method}"] for method in ("trend", "guided")}
    names = {"without_region": regions, "edition": editions, "bridged": bridges}.get(row.check)
    variant = row.variant.replace("-", MINUS) if names is None else names.get(row.variant, row.variant)
    return texts(f"table_s9.check.{row.check}", variant=variant)


def _cells(row, language: str, texts: Texts) -> tuple[str, ...]:
    """Years, correlation, slope and p-value of one row, or its status in place of numbers."""
    if row.status != "fitted":
        return (MISSING, MISSING, texts[f"status_of_fit.{row.status}"], MISSING, MISSING)
    years = f"{int(row.first_year)}–{int(row.last_year)} ({int(row.n)})".replace(" ", NO_BREAK_SPACE)
    return (
        Cell(years, first_year=row.first_year, last_year=row.last_year, n=row.n),
        number_cell(row.correlation, texts, 2),
        _slope(row, language),
        p_value_cell(row.p_value, texts),
        p_value_cell(row.p_value_holm, texts),
    )


def _slope(row, language: str) -> str:
    """The slope and its 95 % interval; a dash for a check that has none."""
    if pd.isna(row.slope):
        return MISSING
    ends = {"lower_95": row.slope_lower_95, "upper_95": row.slope_upper_95}
    lower, upper = (significant(edge, language, 3) for edge in ends.values())
    words = f"{significant(row.slope, language, 3)}{NO_BREAK_SPACE}[{lower};{NO_BREAK_SPACE}{upper}]"
    return Cell(words, value=row.slope, **ends)


def ranges(checks: pd.DataFrame) -> pd.DataFrame:
    """The checks with the years left out one at a time gathered into the two that move the correlation most.

    Other rows stay. The year that lowers the correlation most, then the one that raises it most; the first of equals.
    """
    years = checks[checks["check"].eq("without_year") & checks["status"].eq("fitted")]
    grouped = years["correlation"].round(9).groupby([years["outcome"], years["prices"]], sort=False)
    kept = pd.Index([*grouped.idxmin(), *grouped.idxmax()])
    is_dropped = checks["check"].eq("without_year") & ~checks.index.isin(kept)
    return checks[~is_dropped]


def table(
    checks: pd.DataFrame,
    regions: pd.DataFrame,
    sources: pd.DataFrame,
    texts: Texts,
    *,
    district: str,
    status: str = "published",
) -> PrintedTable:
    """Table of the checks in blocks of outcome and prices: years and n, correlation, slope with 95 % interval, p-value.

    Printed are nominal prices and those that decide; others are named in the note.
    checks: as robustness.robustness returns them; regions: region, name and short name in the language;
    sources: edition, title. A check that could not be made says why. Scenario rows say so in their name.
    """
    language = texts.language
    shorts = regions.set_index("region")[f"short_{language}"]
    titles = sources.drop_duplicates("edition").set_index("edition")[f"title_{language}"].dropna()
    shown = nominal_and_deciding(checks).fillna({"variant": ""})
    rows = tuple(
        (
            outcome_in_prices(row.outcome, row.prices, row.decides, texts),
            _variant(row, shorts, titles, texts),
            *_cells(row, language, texts),
        )
        for row in ranges(shown).itertuples()
    )
    refused = int(shown["status"].ne("fitted").sum())
    levels = shown.loc[shown["check"].eq("levels") & shown["status"].eq("fitted"), "n"]
    fitted = shown[shown["status"].eq("fitted") & ~shown["flags"].fillna("").eq("estimate")]
    return PrintedTable(
        name=NAME,
        language=language,
        title=texts["table_s9.title"],
        columns=tuple(Column(texts[f"table_s9.{key}"], share, is_number) for key, share, is_number in COLUMNS),
        rows=rows,
        caption=caption(
            NAME,
            texts,
            status=status,
            district=regions.set_index("region").loc[district, f"name_{language}"],
            period=f"{int(fitted['first_year'].min())}–{int(fitted['last_year'].max())}" if len(fitted) else MISSING,
            n=" / ".join(map(str, sorted(set(levels.astype(int))))),
            checks=len(shown),
            of_panels=counted("of_panels", shown["outcome"].nunique(), texts),
            refused=f" {texts('table_s9.refused', refused=refused)}" if refused else "",
        ),
        note=f"{texts['table_s9.note']} {other_prices(checks, texts)}".rstrip(),
        has_blocks=True,
    )


def exhibit(results: SimpleNamespace, choices: SimpleNamespace, texts: Texts) -> PrintedTable:
    """The table from what its line in `workflow/exhibits.yaml` names, in the language of the texts."""
    return table(results.robustness, results.regions, results.sources, texts, district=choices.district)
