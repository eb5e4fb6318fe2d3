"""Names of the indicators of a code as they are built into it, and what is said where one of them is most of it."""

from collections.abc import Mapping

import pandas as pd

from regioncodes.ground.code_names import CODES
from regioncodes.words.numbers import number
from regioncodes.words.texts import Texts


def term_name(term: Mapping, indicators: pd.DataFrame, texts: Texts) -> str:
    """Name of one term of a code within a sentence: what it is divided by, freed from prices, and turned around.

    term: indicator, denominator, deflator, orientation, as in config.Term. indicators: data/reference/indicators.csv,
    where `short_…` and `per_…` are empty for most; then the title stands, and a slash before that of the denominator.
    """
    listed = indicators.set_index("indicator")
    name = _short(listed.loc[term["indicator"]], texts.language)
    if term["denominator"] != "none":
        divisor = listed.loc[term["denominator"]]
        name += f" {_filled(divisor, f'per_{texts.language}') or f'/ {_short(divisor, texts.language)}'}"
    if term["deflator"] != "none":
        name = texts(f"term.{term['deflator']}", name=name)
    return texts("term.less", name=name) if term["orientation"] < 0 else name


def term_names(composition: pd.DataFrame, indicators: pd.DataFrame, texts: Texts) -> dict[tuple[str, str], str]:
    """Names of the terms by code and indicator. composition: of codes.composition, one mapping."""
    terms = composition.drop_duplicates(["code", "indicator"]).to_dict("records")
    return {(term["code"], term["indicator"]): term_name(term, indicators, texts) for term in terms}


def changes_of(composition: pd.DataFrame, mapping: str) -> pd.DataFrame:
    """Rows of one mapping that say what the yearly changes of its codes are made of."""
    return composition[composition["mapping"].eq(mapping) & composition["form"].eq("change")]


def dominance(changes: pd.DataFrame, names: Mapping[str, str], indicators: pd.DataFrame, texts: Texts) -> str:
    """Sentence that names each code whose yearly change is more than half one indicator, for captions of its rate.

    changes: of `changes_of`. names: printed names of the units. Regions taken together come first, with the range
    over them; then the units in which another indicator is most of a code.
    """
    terms = term_names(changes, indicators, texts)
    most = changes[changes["dominant"].astype(bool)]
    together = most["pooled"].astype(bool)
    told = pd.MultiIndex.from_frame(most.loc[together, ["code", "indicator"]])
    own = most[~together & ~pd.MultiIndex.from_frame(most[["code", "indicator"]]).isin(told)]
    items = [_item(row, changes, terms, names, texts) for part in (most[together], own) for row in part.itertuples()]
    return texts("composition.dominant", items="; ".join(items)) if items else texts["composition.none"]


def beside_a_rate(
    composition: pd.DataFrame, regions: pd.DataFrame, indicators: pd.DataFrame, texts: Texts, mapping: str
) -> str:
    """What a caption of rates says of what moves: `dominance` in a mapping, and where all shares stand.

    composition: of codes.composition. regions, indicators: tables of facts.
    """
    names = dict(zip(regions["region"], regions[f"short_{texts.language}"], strict=True))
    return f"{dominance(changes_of(composition, mapping), names, indicators, texts)} {texts['composition.see']}"


def share(value: float, texts: Texts) -> str:
    """A covariance share in per cent, without the sign of per cent."""
    return number(100 * value, texts.language)


def within(title: str) -> str:
    """A title as it stands within a sentence: begun with a small letter, unless it begins with an abbreviation."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title


def _item(row, changes: pd.DataFrame, terms: Mapping, names: Mapping[str, str], texts: Texts) -> str:
    facts = {
        "code": texts[f"code.{row.code}"],
        "indicator": terms[row.code, row.indicator],
        "share": share(row.covariance_share, texts),
    }
    if not row.pooled:
        return texts("composition.of_unit", unit=names[row.region], **facts)
    alike = changes["code"].eq(row.code) & changes["indicator"].eq(row.indicator) & ~changes["pooled"].astype(bool)
    regions = changes[alike & ~changes["region"].isin([row.region, "RU"])]["covariance_share"].dropna()
    ends = dict.fromkeys(share(end, texts) for end in (regions.min(), regions.max()))
    if len(ends) == 1:  # of one region, of none, or of a code that is this indicator alone
        return texts("composition.of_one_pool", **facts)
    return texts("composition.of_pool", **dict(zip(("low", "high"), ends, strict=True)), **facts)


def _short(line: pd.Series, language: str) -> str:
    return _filled(line, f"short_{language}") or within(line[f"title_{language}"])


def _filled(line: pd.Series, column: str) -> str:
    """The cell of a column that a table may leave out, or leave empty."""
    found = line.get(column, "")
    return "" if pd.isna(found) else found


def in_order(composition: pd.DataFrame) -> pd.DataFrame:
    """Terms by code, the largest share in the pooled changes first; columns code and indicator."""
    pooled = composition[composition["pooled"].astype(bool) & composition["form"].eq("change")]
    place = pooled["code"].map(CODES.index)
    # Shares that differ by rounding alone keep the order of the config.
    return pooled.assign(place=place, size=-pooled["covariance_share"].round(9)).sort_values(
        ["place", "size"], kind="stable"
    )[["code", "indicator"]]
