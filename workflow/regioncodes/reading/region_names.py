"""Region names as printed, matched to region codes."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from regioncodes.ground.errors import raise_problems

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
NOTE_MARKS = re.compile(r"(?:[;,]?\s*(?:\d{1,2}\s?\)|\*+\)?|[⁰¹²³⁴⁵⁶⁷⁸⁹]+[)⁾]?))+$|(?<=[^\d\s])\s+\d{1,2}$")
NESTED = re.compile(r"^\s*в\s+(?:том\s+числе|т\.\s*ч\.)\s*:?\s*(?=\S)", re.IGNORECASE)
DASH = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
# Latin letters that look like Cyrillic ones, as they slip into words typed on two keyboards.
LOOKALIKES = str.maketrans("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def _without_notes(name: str) -> str:
    """Name without note marks; a closing bracket that the name itself opened is none."""
    match = NOTE_MARKS.search(name.strip())
    before = name.strip()[: match.start()] if match else ""
    return before if match and before.count("(") <= before.count(")") else name


# What may differ between a printed and an official name, in the order in which it is levelled.
STEPS = {
    "note": _without_notes,
    "invisible characters": lambda name: INVISIBLE.sub("", unicodedata.normalize("NFKC", name)),
    "nested row": lambda name: NESTED.sub("", name),
    "blanks": lambda name: " ".join(name.replace(".", ". ").split()),
    "look-alike letters": lambda name: name.translate(LOOKALIKES) if CYRILLIC.search(name) else name,
    "dash": lambda name: DASH.sub("-", name),
    "capital letters": str.lower,
    "ё": lambda name: name.replace("ё", "е").replace("Ё", "Е"),
}
MATCHES = ["name", "region", "official_name", "how"]


@lru_cache(maxsize=65536)
def normalised(name: str) -> str:
    """Name without note marks, "в том числе", invisible characters, doubled blanks, look-alike Latin letters
    and kinds of dash, in lower case.

    Different regions keep different names: nothing but spelling is levelled.
    """
    return _levelled(name, omitted="")


def region_index(regions: pd.DataFrame, aliases: pd.DataFrame) -> dict[str, str]:
    """Region code by normalised name, from the official names, the short Russian ones and the aliases.

    regions: columns region, name_ru, name_en, short_ru. aliases: columns alias, region.
    Raises StudyError where one spelling stands for two regions or an alias for an unknown one.
    """
    known = set(regions["region"])
    index: dict[str, str] = {}
    problems = []
    for name, region in _spellings(regions, aliases):
        if region not in known:
            problems.append(f"alias {name!r}: {region!r} is no region of data/reference/regions.csv")
        if index.setdefault(normalised(name), region) != region:
            problems.append(f"{name!r} stands for {index[normalised(name)]} and for {region}")
    raise_problems(problems, "data/reference/region_aliases.csv")
    return index


def last_years(regions: pd.DataFrame) -> dict[str, int]:
    """Last year of the regions that are no more. regions: columns region, until."""
    ended = regions.dropna(subset="until")
    return dict(zip(ended["region"], ended["until"].astype(int), strict=True))


def without_okrugs(index: dict[str, str], regions: pd.DataFrame) -> dict[str, str]:
    """The index for a table in which the bare name of an oblast excludes its autonomous okrugs."""
    parts = set(regions.loc[regions["level"] == "part", "region"])
    bare = {
        normalised(name): f"{region}-0"
        for name, region in zip(regions["name_ru"], regions["region"], strict=True)
        if f"{region}-0" in parts
    }
    return {**index, **bare}


def region_matches(names: Iterable[str], regions: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    """Every name that is not letter for letter an official one, sorted, each once.

    Returns the name, its region, the official name and how it was matched.
    how: what had to be levelled (`note`, `nested row`, `blanks`, `look-alike letters`, `dash`, …), `alias` or
    `short name` for another name of the region, `no region` where nothing matched (region is then "").
    """
    index = region_index(regions, aliases)
    official = dict(zip(regions["region"], regions["name_ru"], strict=True))
    english = dict(zip(regions["region"], regions["name_en"], strict=True))
    spelt = _spelt(regions, aliases)
    rows = []
    for name in sorted(set(names)):
        region = index.get(normalised(name), "")
        if not region:
            rows.append((name, "", "", "no region"))
        elif name not in (official[region], english[region]):
            rows.append((name, region, official[region], _how(name, *spelt[normalised(name)])))
    return pd.DataFrame(rows, columns=MATCHES)


def _spellings(regions: pd.DataFrame, aliases: pd.DataFrame) -> list[tuple[str, str]]:
    """Every known spelling with its region: official names first, aliases last."""
    named = [
        (name, region)
        for column in ("name_ru", "name_en", "short_ru")
        for name, region in zip(regions[column], regions["region"], strict=True)
        if isinstance(name, str)
    ]
    return [*named, *zip(aliases["alias"], aliases["region"], strict=True)]


def _spelt(regions: pd.DataFrame, aliases: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """A known spelling and its kind (official, short name, alias) by normalised name."""
    kinds = ["official"] * 2 * len(regions) + ["short name"] * int(regions["short_ru"].notna().sum())
    spellings = _spellings(regions, aliases)
    kinds += ["alias"] * (len(spellings) - len(kinds))
    found: dict[str, tuple[str, str]] = {}
    for (name, _), kind in zip(spellings, kinds, strict=True):
        found.setdefault(normalised(name), (name, kind))
    return found


def _how(name: str, spelling: str, kind: str) -> str:
    """What had to be levelled to make two spellings equal: each step without which they would differ."""
    steps = [step for step in STEPS if _levelled(name, omitted=step) != _levelled(spelling, omitted=step)]
    return ", ".join([*steps, *([kind] if kind != "official" else [])]) or "spelling"


def _levelled(name: str, omitted: str) -> str:
    for step, level in STEPS.items():
        name = name if step == omitted else level(name)
    return name
