"""Where a number comes from: its cell of origin, what it superseded, and the parts of a derived one."""

from difflib import get_close_matches

import pandas as pd

from regioncodes.ground.errors import StudyError
from regioncodes.ground.regions import derivations
from regioncodes.panel.panel import ORIGIN
from regioncodes.panel.units import KEY
from regioncodes.reading.region_names import CYRILLIC, nearest_regions, region_index, region_of

TRACE = ["depth", "role", *KEY, *ORIGIN]


def trace(
    panel: pd.DataFrame,
    revisions: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    key: tuple[str, str, int],
) -> pd.DataFrame:
    """The origin of one value: a row for it, for every value it superseded, and for every part it was derived from.

    panel, revisions: as panel.panel_and_revisions returns them. regions, indicators: the reference tables.
    key: indicator, region code and year of a row of the panel. Returns the columns TRACE: role is `value`,
    `superseded`, `confirmed` (an older edition has the same value), `part`, `weight` or `missing` (a part
    without a row in the panel); the rows of a part follow it one level deeper.
    Raises StudyError where the panel has no such row.
    """
    indicator, region, year = key
    indexed = panel.set_index(KEY).sort_index()
    older = revisions.set_index(KEY).sort_index()
    if (region, indicator, year) not in indexed.index:
        raise StudyError(_without_row(panel, indicator, region, year))
    weights = indicators.set_index("indicator")["weight"]
    found = _rows(indexed, older, (derivations(regions), weights), (region, indicator, int(year)), "value", 0)
    return pd.DataFrame(found, columns=TRACE).astype({"year": "int64", "depth": "int64"})


def checked_key(
    panel: pd.DataFrame, regions: pd.DataFrame, aliases: pd.DataFrame, indicator: str, region: str, year: str
) -> tuple[str, str, int]:
    """Indicator, region code and year of what a person typed: a code or a Russian or English name of the region.

    Raises StudyError with one line for each of the three that is unknown, saying what is allowed.
    """
    index = region_index(regions, aliases)
    code = region_of(region, index)
    known = sorted(panel["indicator"].unique())
    problems = []
    if indicator not in known:
        problems.append(f"indicator {indicator!r} is unknown; {_nearest(indicator, known)}")
    if code is None:
        problems.append(f"region {region!r} is unknown; {_nearest_names(region, regions, index)}")
    years = panel.loc[panel["indicator"].eq(indicator), "year"] if indicator in known else panel["year"]
    if not year.isdecimal() or not years.eq(int(year)).any():
        problems.append(f"year {year!r} is not there; allowed: {years.min()}–{years.max()}")
    if problems:
        raise StudyError("\n".join(problems))
    return indicator, code, int(year)


def as_text(traced: pd.DataFrame, regions: pd.DataFrame) -> str:
    """A trace as lines for a person; parts are set in under the value that was derived from them.

    traced: as `trace` returns it. regions: columns region, name_en.
    """
    names = regions.set_index("region")["name_en"]
    return "\n".join(line for row in traced.itertuples() for line in _lines(row, names))


def _rows(
    indexed: pd.DataFrame, older: pd.DataFrame, recipes: tuple, key: tuple[str, str, int], role: str, depth: int
) -> list[tuple]:
    """Rows of one value, of what it superseded, and of its parts, in the order of TRACE."""
    if key not in indexed.index:
        return [(depth, "missing", *key, *[pd.NA] * len(ORIGIN))]
    own = indexed.loc[key]
    rows = [(depth, role, *key, *own[ORIGIN])]
    superseded = older.loc[[key]] if key in older.index else older.iloc[:0]
    rows += [
        (
            depth + 1,
            "confirmed" if row.superseded_value == own["value"] else "superseded",
            *key,
            row.superseded_value,
            own["unit"],
            "value",
            "",
            pd.NA,
            row.superseded_edition,
            row.file,
            row.sheet,
            row.cell,
            "",
            row.raw_text,
            "",
        )
        for row in superseded.itertuples()
    ]
    region, indicator, year = key
    if own["derivation"]:
        units, weights = recipes
        weight = weights.get(indicator)
        wanted = {"part": indicator} if pd.isna(weight) else {"part": indicator, "weight": weight}
        for part in units[region]:
            for part_role, of_part in wanted.items():
                rows += _rows(indexed, older, recipes, (part, of_part, year), part_role, depth + 1)
    return rows


def _lines(row: tuple, names: pd.Series) -> list[str]:
    """Lines of one row: what it is, then where it stands."""
    indent = "    " * row.depth
    what = f"{row.indicator}, {names.get(row.region, row.region)} ({row.region}), {row.year}"
    if row.role == "missing":
        return [f"{indent}{what}: no row in the panel"]
    if row.role in ("superseded", "confirmed"):
        return [f"{indent}{row.role}: {_number(row.value)} {row.unit}, {_place(row)}"]
    stated = f"{_number(row.value)} {row.unit}" if pd.notna(row.value) else "no value"
    marks = [f"status {row.status}", row.flags and f"flags {row.flags}"]
    marks += [f"note {row.note} under the table" if pd.notna(row.note) else ""]
    head = f"{indent}{'weight ' if row.role == 'weight' else ''}{what}: {stated} ({', '.join(filter(None, marks))})"
    if row.derivation:
        mark = [f"{indent}    in its place stands: {_place(row)}"] if pd.notna(row.file) and row.file else []
        return [head, f"{indent}    derived: {row.derivation}", *mark]
    return [head, f"{indent}    {_place(row)}"]


def _place(row: tuple) -> str:
    """Edition, file, sheet, cell, the row's printed name and the raw text."""
    where = [row.edition, row.file, row.sheet and f"sheet {row.sheet}", row.cell and _cell(row.cell)]
    name = f", beside {' '.join(row.region_text.split())!r}" if row.region_text else ""
    return f"{', '.join(filter(None, where))}{name}: printed {row.raw_text!r}"


def _cell(place: str) -> str:
    return place if place.startswith("row") else f"cell {place}"


def _number(value: float) -> str:
    return f"{value:.12g}"


def _nearest_names(typed: str, regions: pd.DataFrame, index: dict[str, str]) -> str:
    """The regions with names like a typed one, in the language that it is typed in, with their codes."""
    column = "name_ru" if CYRILLIC.search(typed) else "name_en"
    names = regions.set_index("region")[column]
    near = [f"{names[code]} ({code})" for code in nearest_regions(typed, index)]
    return f"nearest: {', '.join(near)}" if near else "codes and names stand in data/reference/regions.csv"


def _nearest(typed: str, allowed: list[str]) -> str:
    """The allowed words nearest to a typed one, or the first few where none is near."""
    by_level = {word.lower(): word for word in allowed}
    near = [by_level[word] for word in get_close_matches(typed.lower(), by_level, n=3, cutoff=0.5)]
    return f"nearest: {', '.join(near)}" if near else f"allowed: {', '.join(allowed[:3])} … ({len(allowed)} in all)"


def _without_row(panel: pd.DataFrame, indicator: str, region: str, year: int) -> str:
    """One line: which years the region has."""
    years = panel.loc[panel["indicator"].eq(indicator) & panel["region"].eq(region), "year"]
    has = f"its years are {years.min()}–{years.max()}" if len(years) else "no edition prints it for this region"
    return f"{indicator}, {region}, {year}: no row in the panel; {has}"
