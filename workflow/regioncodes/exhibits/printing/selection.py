"""Rows of the computed codes that an exhibit prints, and the names of regions and choices in its language."""

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.words.texts import Texts

REGIONS_TABLE = "data/reference/regions.csv"
# Ends of the band of each year by itself, and of that of all years of a unit together.
POINTWISE, JOINT = ("lower_95", "upper_95"), ("joint_lower_95", "joint_upper_95")


def shown_codes(nid: pd.DataFrame, *, mapping: str, method: str) -> pd.DataFrame:
    """Rows of the mapping and the method that the exhibits show."""
    return nid[nid["mapping"].eq(mapping) & nid["method"].eq(method)]


def signed_codes(nid: pd.DataFrame, exhibit: str) -> pd.DataFrame:
    """Rows of the signed reading, of which there must be one mapping and one method.

    nid: mapping, region, year, formula, reading, sign, method, estimate, lower_95, upper_95 (SD per year),
    edge, status. Raises StudyError where none are left, several mappings or methods are mixed, or a
    region has a year twice.
    """
    signed = nid[nid["sign"].eq("signed")]
    problems = [] if len(signed) else ["no rows with sign 'signed' were found; the primary reading is missing"]
    for column in ("mapping", "method"):
        found = sorted(signed[column].unique())
        if len(found) > 1:
            problems.append(f"{column}: {', '.join(found)} found; pass the rows of one {column}")
    if not problems:
        repeated = signed[signed.duplicated(["region", "year", "formula", "reading"])]
        problems += [
            f"{row.region} {row.year} {row.formula} {row.reading}: found more than once"
            for row in repeated.itertuples()
        ]
    raise_problems(problems, exhibit)
    return signed


def of_whole_windows(codes: pd.DataFrame) -> pd.DataFrame:
    """The rows without the numbers of a sum that lacks years, and as edges all whose window reaches an edge year.

    codes: as of `signed_codes`, with inner. A sum of fewer years than the formula asks for is another quantity;
    it keeps its row.
    """
    numbers = [name for name in codes if name.endswith(("estimate", "_95", "_probability"))]
    whole = codes[numbers].mask(codes["status"].eq("short_window"))
    return codes.assign(**{name: whole[name] for name in numbers}, edge=~codes["inner"].astype(bool))


def side_of_zero(row: pd.Series) -> str:
    """Where the joint band of a row lies: `above` zero, `below`, or `unclear` where it holds zero or there is none."""
    lower, upper = row[list(JOINT)]
    return "above" if lower > 0 else "below" if upper < 0 else "unclear"


def told_apart(codes: pd.DataFrame) -> pd.Series:
    """Whether the joint band excludes zero in an inner year: what a finding may rest on.

    codes: the ends of the joint band, and edge: whether a year of the window is one.
    """
    return (codes[JOINT[0]].gt(0) | codes[JOINT[1]].lt(0)) & ~codes["edge"].astype(bool)


def names_of(codes: pd.Series, regions: pd.DataFrame, texts: Texts) -> dict[str, str]:
    """Printed names by region code, for the codes given, in the order of the table of regions.

    regions: region, short_en, short_ru. Raises StudyError that lists every code without a name.
    """
    wanted = regions[regions["region"].isin(codes)]
    names = dict(zip(wanted["region"], wanted[f"short_{texts.language}"], strict=True))
    nameless = [code for code in sorted(codes.unique()) if pd.isna(names.get(code))]
    raise_problems([f"region {code} has no short_{texts.language}; add it" for code in nameless], REGIONS_TABLE)
    return names


def units_counted(codes: pd.Series, regions: pd.DataFrame, texts: Texts) -> str:
    """The units given in words: so many regions, and the wholes that they are parts of.

    regions: region, level (country, district, region or part).
    """
    levels = regions.loc[regions["region"].isin(codes), "level"]
    found = [level for level in ("district", "country") if levels.eq(level).any()]
    count = int((~levels.isin(found)).sum())
    return texts(f"units.{f'with_{found[0]}' if found else 'alone'}", regions=count)


def full_name(region: str, regions: pd.DataFrame, texts: Texts) -> str:
    """The name of a region as it stands in captions. regions: region, name_en, name_ru."""
    return regions.set_index("region").loc[region, f"name_{texts.language}"]


def choice_label(choice: str, value: str, texts: Texts) -> str:
    """Printed name of a value of a choice: from the catalogue, or as it stands (a period, an edition).

    choice: a column of the specification curve. Raises StudyError for another value without a text.
    """
    key = f"outcome.{value}" if choice == "outcome" else f"choice.{choice}.{value}"
    return texts[key] if key in texts or choice not in ("period", "edition") else value
