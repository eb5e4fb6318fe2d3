"""Region names as printed, matched to region codes."""

import re
import unicodedata

import pandas as pd

from regioncodes.errors import raise_problems

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
NOTE_MARKS = re.compile(r"(?:[;,]?\s*\d{1,2}\))+$")
DASH = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
# Latin letters that look like Cyrillic ones, as they slip into words typed on two keyboards.
LOOKALIKES = str.maketrans("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def normalised(name: str) -> str:
    """Name without note marks, invisible characters, doubled blanks and look-alike Latin letters, in lower case.

    Different regions keep different names: nothing but spelling is levelled.
    """
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", name))
    text = " ".join(NOTE_MARKS.sub("", " ".join(text.split())).replace(".", ". ").split())
    if CYRILLIC.search(text):
        text = text.translate(LOOKALIKES)
    return DASH.sub("-", text).lower().replace("ё", "е").strip()


def region_index(regions: pd.DataFrame, aliases: pd.DataFrame) -> dict[str, str]:
    """Region code by normalised name, from the official names and the aliases.

    regions: columns region, name_ru, name_en. aliases: columns alias, region.
    Raises StudyError where one spelling stands for two regions or an alias for an unknown one.
    """
    spellings = [
        *zip(regions["name_ru"], regions["region"], strict=True),
        *zip(regions["name_en"], regions["region"], strict=True),
        *zip(aliases["alias"], aliases["region"], strict=True),
    ]
    known = set(regions["region"])
    index: dict[str, str] = {}
    problems = []
    for name, region in spellings:
        if region not in known:
            problems.append(f"alias {name!r}: {region!r} is no region of data/reference/regions.csv")
        if index.setdefault(normalised(name), region) != region:
            problems.append(f"{name!r} stands for {index[normalised(name)]} and for {region}")
    raise_problems(problems, "data/reference/region_aliases.csv")
    return index


def without_okrugs(index: dict[str, str], regions: pd.DataFrame) -> dict[str, str]:
    """The index for a table in which the bare name of an oblast excludes its autonomous okrugs."""
    parts = set(regions.loc[regions["level"] == "part", "region"])
    bare = {
        normalised(name): f"{region}-0"
        for name, region in zip(regions["name_ru"], regions["region"], strict=True)
        if f"{region}-0" in parts
    }
    return {**index, **bare}
