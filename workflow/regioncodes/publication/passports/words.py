"""What a passport says in sentences, each chosen by the numbers."""

import pandas as pd

from regioncodes.exhibits.printing.selection import JOINT, side_of_zero
from regioncodes.ground.code_names import CODES
from regioncodes.panel.coverage import REASONS, WITH_VALUE
from regioncodes.publication.passports.facts import (
    MAIN,
    Names,
    RegionFacts,
    code_nid,
    drivers,
    estimate,
    last_observed,
    of_year,
)
from regioncodes.statistics.rounding import reaches
from regioncodes.words.code_terms import share, within
from regioncodes.words.numbers import interval, number
from regioncodes.words.texts import Texts

DIGITS = 2


def short(region_facts: RegionFacts, names: Names, texts: Texts, base: str) -> list[str]:
    """The page in short: each code, Code NID, and the place among the regions. base: years of the base period."""
    return [
        *(
            " ".join(
                [code_sentence(region_facts, code, texts, base), *dominant_sentences(region_facts, code, names, texts)]
            )
            for code in CODES
        ),
        nid_sentence(region_facts, texts),
        *chance_sentences(region_facts, texts),
        rank_sentence(region_facts, names, texts),
        *edge_sentences(region_facts, texts),
    ]


def code_sentence(region_facts: RegionFacts, code: str, texts: Texts, base: str) -> str:
    """Level of a code against the average region and its direction, or why there is none."""
    name = texts[f"code.{code}"].capitalize()
    level, rate = estimate(region_facts, code, 0), estimate(region_facts, code, 1)
    if level is None or pd.isna(level["estimate"]):
        year, value, years = last_observed(region_facts, code)
        if year is None:
            return texts("passport.code.none", code=name)
        return texts(
            "passport.code.observed", code=name, year=year, years=years, value=number(value, texts.language, DIGITS)
        )
    level_side, rate_side = side_of_zero(level), side_of_zero(rate)
    facts = {"code": name, "year": region_facts.year}
    levels = texts(f"passport.level.{level_side}", base=base, **_printed(level, texts))
    rates = texts(f"passport.rate.{rate_side}", **_printed(rate, texts))
    return texts("passport.code", level=levels, rate=rates, **facts)


def nid_sentence(region_facts: RegionFacts, texts: Texts) -> str:
    """Code NID of the year shown and whether the data tell it from zero; or why there is none."""
    row = code_nid(region_facts, MAIN)
    if row is None:
        is_short = of_year(region_facts, MAIN)["status"].eq("short_window").any()
        return texts(f"passport.nid.{'short' if is_short else 'missing'}", year=region_facts.year)
    side = side_of_zero(row)
    positive = region_facts.ranks["probability_above_zero"].get(MAIN, float("nan"))
    return texts(
        f"passport.nid.{side}",
        year=region_facts.year,
        percent=number(100 * positive, texts.language),
        **_printed(row, texts),
    )


def chance_sentences(region_facts: RegionFacts, texts: Texts) -> list[str]:
    """What such a Code NID has meant for growth so far, over all regions; nothing where there are too few cases."""
    return [
        texts(
            "passport.chance",
            low=number(100 * row.probability_from, texts.language),
            high=number(100 * row.probability_to, texts.language),
            share=number(row.share_percent, texts.language),
            interval=interval(row.share_lower_95, row.share_upper_95, texts.language),
            years=int(row.horizon_years),
            n=number(row.n, texts.language),
        )
        for row in region_facts.chances.itertuples()
    ]


def dominant_sentences(region_facts: RegionFacts, code: str, names: Names, texts: Texts) -> list[str]:
    """Which indicator has more than half of the yearly change of a code here, if one has."""
    own = region_facts.composition
    rows = own[own["code"].eq(code) & own["dominant"].astype(bool)]
    return [
        texts(
            "passport.dominant",
            indicator=names.terms[code, row.indicator],
            share=share(row.covariance_share, texts),
        )
        for row in rows.itertuples()
    ]


def edge_sentences(region_facts: RegionFacts, texts: Texts) -> list[str]:
    """That the year shown rests on edge years, where no year of the region does not."""
    rows = of_year(region_facts, MAIN, "sum")
    is_edge = (rows["estimate"].notna() & rows["edge"].astype(bool)).any()
    return [texts("passport.edge", year=region_facts.year)] if is_edge else []


def composition_sentence(region_facts: RegionFacts, names: Names, texts: Texts, largest: int | None = None) -> str:
    """What the codes are built from, by name, with the share of each indicator in their yearly changes.

    largest: how many indicators of each code are named, those with the largest shares; all where it is not said.
    """
    items = []
    for code in CODES:
        own = region_facts.composition[region_facts.composition["code"].eq(code)]
        known = own.dropna(subset="covariance_share")
        ordered = known.sort_values("covariance_share", key=lambda shares: -shares.round(9), kind="stable")
        parts = [
            texts(
                "passport.composition.part",
                indicator=names.terms[code, row.indicator],
                share=share(row.covariance_share, texts),
            )
            for row in ordered.head(largest or len(ordered)).itertuples()
        ]
        key, count = "of" if parts else "none", int(own["n"].max()) if len(own) else 0
        facts = {"code": texts[f"code.{code}"], "n": count, **({"parts": ", ".join(parts)} if parts else {})}
        items.append(texts(f"passport.composition.{key}", **facts))
    return texts(f"passport.{'composition' if largest else 'built'}", items="; ".join(items))


def rank_sentence(region_facts: RegionFacts, names: Names, texts: Texts) -> str:
    """The place of the region by Code NID, as probabilities; or that it has none."""
    row = region_facts.ranks.loc[MAIN] if MAIN in region_facts.ranks.index else None
    if row is None or row["status"] == "missing_code":
        return texts["passport.rank.missing"]
    if row["status"] == "whole":
        return texts["passport.rank.whole"]
    language = texts.language
    return texts(
        "passport.rank",
        median=number(row["rank_median"], language),
        low=number(row["rank_lower_95"], language),
        high=number(row["rank_upper_95"], language),
        n=int(row["ranked_regions"]),
        district=names.regions[region_facts.whole],
        first=number(100 * row["probability_first"], language),
        above=number(100 * row["probability_above_district"], language),
    )


def driver_sentences(region_facts: RegionFacts, names: Names, texts: Texts) -> list[str]:
    """How each code changed between the two periods and what moved it most."""
    sentences = []
    for code in CODES:
        rows, name = drivers(region_facts, code), texts[f"code.{code}"].capitalize()
        if rows.empty:
            sentences.append(texts("passport.drivers.none", code=name))
            continue
        change = rows["change_sd"].iloc[0]
        seen = rows[reaches(rows["contribution_sd"].abs(), 0.5 * 10.0**-DIGITS)]
        # Contributions that cancel leave a change of zero but for rounding, which has no direction of its own.
        rises = not reaches(0.0, change)
        along = seen[seen["contribution_sd"].gt(0) == rises]
        against = seen[seen["contribution_sd"].gt(0) != rises]
        parts = {
            "along": _listed(along.head(2), names, texts),
            "against": _listed(against.head(1), names, texts),
        }
        key = "both" if len(along) and len(against) else "along"
        used = parts if key == "both" else {"along": parts["along"] or parts["against"]}
        sentences.append(texts(f"passport.drivers.{key}", code=name, change=signed(change, texts), **used))
    return sentences


def figure_sentences(region_facts: RegionFacts, names: Names, texts: Texts) -> list[str]:
    """How many figures the page rests on, which are missing and why, and the editions they come from."""
    counts = region_facts.figures.groupby("reason")["figures"].sum()
    with_value = int(counts.reindex(WITH_VALUE).sum())
    total = int(counts.sum())
    sentences = [
        texts(
            "passport.figures.count",
            total=number(total, texts.language),
            missing=total - with_value,
            published=int(counts.get("published", 0)),
            derived=int(counts.get("derived", 0)),
        )
    ]
    missing = region_facts.figures[~region_facts.figures["reason"].isin(WITH_VALUE)]
    order = missing["reason"].map(REASONS.index)
    for (reason, years), rows in (
        missing.assign(order=order).sort_values(["order", "years"]).groupby(["reason", "years"], sort=False)
    ):
        listed = "; ".join(within(names.indicators[name]) for name in rows["indicator"])
        sentences.append(
            texts("passport.figures.missing", reason=texts[f"coverage.{reason}"], years=years, indicators=listed)
        )
    editions = sorted(set(region_facts.figures["edition"].dropna()) - {""})
    titles = "; ".join(dict.fromkeys(names.editions.get(edition, edition) for edition in editions))
    return [*sentences, texts("passport.sources", sources=titles or texts["passport.sources.none"])]


def reading_rows(region_facts: RegionFacts, readings: tuple[str, ...], texts: Texts) -> list[tuple[str, ...]]:
    """Cells of the table of readings: name, Code NID with band, median place with range, three probabilities in %."""
    language, rows = texts.language, []
    for reading in readings:
        row, rank = (
            code_nid(region_facts, reading),
            region_facts.ranks.loc[reading] if reading in region_facts.ranks.index else None,
        )
        value = number(float("nan"), language) if row is None else " ".join(_printed(row, texts).values())
        chances = [f"probability_{event}" for event in ("first", "above_district", "above_zero")]
        percents = [number(float("nan") if rank is None else 100 * rank[chance], language) for chance in chances]
        place = number(float("nan"), language)
        if rank is not None and pd.notna(rank["rank_median"]):
            ends = interval(rank["rank_lower_95"], rank["rank_upper_95"], language)
            place = f"{number(rank['rank_median'], language)} {ends}"
        rows.append((texts[f"passport.reading.{reading}"], value, place, *percents))
    return rows


def signed(value: float, texts: Texts) -> str:
    """A change with its sign, plus included."""
    text = number(value, texts.language, DIGITS)
    return f"+{text}" if value > 0 and any(digit in "123456789" for digit in text) else text


def _printed(row: pd.Series, texts: Texts) -> dict[str, str]:
    band = interval(*row[list(JOINT)], texts.language, DIGITS)
    return {"value": number(row["estimate"], texts.language, DIGITS), "interval": band}


def _listed(rows: pd.DataFrame, names: Names, texts: Texts) -> str:
    return "; ".join(
        f"{names.terms[row.code, row.indicator]} ({signed(row.contribution_sd, texts)})" for row in rows.itertuples()
    )
