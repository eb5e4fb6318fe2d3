"""Region names as printed, matched to region codes."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from statistics import fmean

import pandas as pd

from regioncodes.ground.errors import raise_problems

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
NOTE_MARKS = re.compile(r"(?:[;,]?\s*(?:\d{1,2}\s?\)|\*+\)?|[⁰¹²³⁴⁵⁶⁷⁸⁹]+[)⁾]?))+$|(?<=[^\d\s])\s+\d{1,2}$")
NESTED = re.compile(r"^\s*в\s+(?:том\s+числе|т\.\s*ч\.)\s*:?\s*(?=\S)", re.IGNORECASE)
DASH = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
# Latin letters that look like Cyrillic ones, as they slip into words typed on two keyboards.
LOOKALIKES = str.maketrans("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

# Words that people shorten, leave out or translate in several ways, and one form of each. They tell no regions apart.
RUSSIAN_WORDS = {
    "обл": "область",
    "респ": "республика",
    "авт": "автономный",
    "окр": "округ",
    "ао": "автономныйокруг",
    "фо": "федеральныйокруг",
    **dict.fromkeys(["г", "гор", "город"], ""),
}
ENGLISH_WORDS = {
    **dict.fromkeys(["obl", "region"], "oblast"),
    **dict.fromkeys(["kray", "territory"], "krai"),
    "rep": "republic",
    "area": "okrug",
    "ao": "autonomousokrug",
    "st": "saint",
    **dict.fromkeys(["the", "of"], ""),
}
WORDS = {**RUSSIAN_WORDS, **ENGLISH_WORDS}
# Words that many regions share: they say nothing of which one is meant.
COMMON = {*WORDS, *WORDS.values(), "край", "автономная", "федеральный", "autonomous", "federal", "district", "okrug"}
# An oblast's name that says "with the okrugs", its words written together: с автономными округами, с АО, with okrugs.
SAYS_WITH = re.compile("савт|сао|with")
# A word as far from all words of a name as this is another word.
LEAST_LIKENESS = 0.7


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


@lru_cache(maxsize=65536)
def letters(name: str) -> str:
    """Letters and digits of a name alone, abbreviated words in full: for names with blanks or hyphens left out.

    "Свердловская обл." and "Свердловскаяобласть" have the same; words between which no blank is left stay as they are.
    """
    return "".join(WORDS.get(word, word) for word in re.findall(r"\w+", normalised(name).replace("_", " ")))


def region_index(regions: pd.DataFrame, aliases: pd.DataFrame) -> dict[str, str]:
    """Region code by normalised name, and by its letters alone: names in both languages, codes and aliases.

    regions: columns region, name_ru, name_en, short_ru, and short_en, okato, oktmo where there are. aliases: columns
    alias, region. Letters that two regions share stand for none. Ask it by `region_of`.
    Raises StudyError where one spelling stands for two regions or an alias for an unknown one.
    """
    known = set(regions["region"])
    index: dict[str, str] = {}
    loose: dict[str, set[str]] = {}
    problems = []
    for name, region, _ in _spellings(regions, aliases):
        if region not in known:
            problems.append(f"alias {name!r}: {region!r} is no region of data/reference/regions.csv")
        if index.setdefault(normalised(name), region) != region:
            problems.append(f"{name!r} stands for {index[normalised(name)]} and for {region}")
        loose.setdefault(letters(name), set()).add(region)
    raise_problems(problems, "data/reference/region_aliases.csv")
    return {name: one for name, (one, *more) in loose.items() if name and not more} | index


def region_of(name: str, index: dict[str, str]) -> str | None:
    """The region that a printed or typed name stands for, or None: as it is spelled, or else by its letters alone.

    index: as of `region_index`, or `without_okrugs`.
    """
    return index.get(normalised(name)) or index.get(letters(name))


def last_years(regions: pd.DataFrame) -> dict[str, int]:
    """Last year of the regions that are no more. regions: columns region, until."""
    ended = regions.dropna(subset="until")
    return dict(zip(ended["region"], ended["until"].astype(int), strict=True))


def without_okrugs(index: dict[str, str], regions: pd.DataFrame) -> dict[str, str]:
    """The index for a table in which the bare name of an oblast excludes its autonomous okrugs.

    A name is bare in any language and spelling unless it says that the okrugs are in; a code is no name.
    """
    parts = set(regions.loc[regions["level"] == "part", "region"])
    codes = {letters(code) for column in CODES if column in regions for code in regions[column].dropna()}
    bare = {
        name: f"{region}-0"
        for name, region in index.items()
        if f"{region}-0" in parts and letters(name) not in codes and not SAYS_WITH.search(letters(name))
    }
    return {**index, **bare}


def nearest_regions(name: str, index: dict[str, str], count: int = 3) -> list[str]:
    """Codes of the regions with names most like an unknown one, word by word; [] where no name is like it."""
    own = _telling(name)
    likeness: dict[str, float] = {}
    for spelling, region in index.items():
        others = _telling(spelling)
        if own and others:
            like = fmean(max(_likeness(word, other) for other in others) for word in own)
            likeness[region] = max(likeness.get(region, 0.0), like)
    best = max(likeness.values(), default=0.0)
    near = [region for region, like in likeness.items() if like >= max(LEAST_LIKENESS, best - 0.1)]
    return sorted(near, key=lambda region: -likeness[region])[:count]


@lru_cache(maxsize=65536)
def _telling(name: str) -> list[str]:
    """The words of a name that tell it from others."""
    words = re.findall(r"[^\W\d_]+", normalised(name))
    return [word for word in words if word not in COMMON and len(word) > 1]


@lru_cache(maxsize=65536)
def _likeness(word: str, other: str) -> float:
    """How alike two words are, 0 to 1; an ending that the first lacks, as in Тюмень and тюменская, counts little."""
    return max(SequenceMatcher(None, word, cut).ratio() for cut in (other, other[: len(word)]))


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
        region = region_of(name, index)
        if region is None:
            rows.append((name, "", "", "no region"))
        elif name not in (official[region], english[region]):
            rows.append((name, region, official[region], _how(name, spelt)))
    return pd.DataFrame(rows, columns=MATCHES)


CODES = ("region", "okato", "oktmo")
SPELLINGS = {
    "name_ru": "official",
    "name_en": "official",
    "short_ru": "short name",
    "short_en": "short name",
    **dict.fromkeys(CODES, "code"),
}


def _spellings(regions: pd.DataFrame, aliases: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Every known spelling with its region and kind: official names first, aliases last."""
    named = [
        (name, region, kind)
        for column, kind in SPELLINGS.items()
        if column in regions
        for name, region in zip(regions[column], regions["region"], strict=True)
        if isinstance(name, str) and name
    ]
    return [
        *named,
        *((name, region, "alias") for name, region in zip(aliases["alias"], aliases["region"], strict=True)),
    ]


def _spelt(regions: pd.DataFrame, aliases: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """A known spelling and its kind (official, short name, code, alias) by normalised name."""
    found: dict[str, tuple[str, str]] = {}
    for name, _, kind in _spellings(regions, aliases):
        found.setdefault(normalised(name), (name, kind))
    return found


def _how(name: str, spelt: dict[str, tuple[str, str]]) -> str:
    """What had to be levelled to make a name equal to a known one: each step without which they would differ."""
    if normalised(name) not in spelt:
        return "letters alone"
    spelling, kind = spelt[normalised(name)]
    steps = [step for step in STEPS if _levelled(name, omitted=step) != _levelled(spelling, omitted=step)]
    return ", ".join([*steps, *([kind] if kind != "official" else [])]) or "spelling"


def _levelled(name: str, omitted: str) -> str:
    for step, level in STEPS.items():
        name = name if step == omitted else level(name)
    return name
