"""Captions and source lines: where the numbers come from, and whether they were published."""

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.words.texts import CAPTION_PLACEHOLDERS, CAPTION_SUFFIX, CATALOGUE, Texts, placeholders

STATUSES = ("published", "reconstructed", "synthetic", "collected")


def status_text(status: str, texts: Texts) -> str:
    """Word for the status of an input. Raises StudyError for a status outside the vocabulary."""
    if status not in STATUSES:
        raise_problems([f"input status '{status}' found; allowed: {', '.join(STATUSES)}"], "a caption")
    return texts[f"status.{status}"]


def caption(key: str, texts: Texts, **facts: str | int) -> str:
    """Caption of an exhibit: source, period, n, method and the status of its input.

    key: name of the exhibit; its text is `<key>.caption` in the catalogue. facts: what that text leaves
    open; `status` is one of `STATUSES`; `source` is taken from `<key>.source` where it is not given.
    Raises StudyError where the text has no place for source or status, or a fact is missing.
    """
    text_key = f"{key}{CAPTION_SUFFIX}"
    absent = sorted(set(CAPTION_PLACEHOLDERS) - placeholders(texts[text_key]))
    raise_problems([f"key '{text_key}' lacks {{{name}}}; a caption states its {name}" for name in absent], CATALOGUE)
    if "status" not in facts:
        raise_problems([f"key '{text_key}': no value was given for {{status}}"], CATALOGUE)
    source = facts["source"] if "source" in facts else texts[f"{key}.source"]
    known = {**facts, "source": source, "status": status_text(str(facts["status"]), texts)}
    return texts(text_key, **known)


def codes_caption(key: str, codes: pd.DataFrame, texts: Texts, *, district: str, **facts: object) -> str:
    """Caption of an exhibit of codes by region and year: its period, n, mapping and method.

    codes: columns year, mapping, method, of one mapping and one method. district: its printed name.
    facts: what else the text names.
    """
    years = sorted(codes["year"].unique())
    return caption(
        key,
        texts,
        status="published",
        district=district,
        mapping=codes["mapping"].iloc[0],
        method=texts[f"method.{codes['method'].iloc[0]}"],
        period=f"{years[0]}–{years[-1]}",
        n=len(years),
        **facts,
    )


def edition_title(edition: str, sources: pd.DataFrame, texts: Texts) -> str:
    """Printed title of an edition in quotes, or its name where sources.csv has no title in the language.

    edition: as in correlation.edition of the config, `newest` included. sources: data/reference/sources.csv.
    """
    if edition == "newest":
        return texts["edition.newest"]
    titles = sources.drop_duplicates("edition").set_index("edition")[f"title_{texts.language}"].dropna()
    return texts("edition.titled", title=titles[edition]) if edition in titles else edition


def source_line(key: str, status: str, texts: Texts) -> str:
    """Small line under a figure: its source (`<key>.source`) and the status of its input."""
    return texts("figure.source_line", source=texts[f"{key}.source"], status=status_text(status, texts))
