"""The first page: what the study finds, one line and one small picture each."""

import base64
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from regioncodes.ground.errors import raise_problems
from regioncodes.publication.site.exhibit_files import ShownExhibit, drawing_size
from regioncodes.publication.site.pages import PAGES
from regioncodes.publication.site.sections import DOCUMENTS, PageBlock, Say
from regioncodes.publication.site.small_pictures import SmallPicture

CONCLUSIONS = "results/conclusions.csv"
MOST = 7


class Picture(NamedTuple):
    """A small picture as an address that holds it whole, its size in pixels, and its words."""

    address: str
    width: int
    height: int
    words: str


class Finding(NamedTuple):
    """One finding of the first page: a line, how strong the evidence is, where to read on, and a small picture.

    page, exhibit: where its link leads. strength: key of its word, for the colour.
    """

    name: str
    headline: str
    strength: str
    strength_word: str
    page: str
    exhibit: str
    picture: Picture | None


def first_page(
    conclusions: pd.DataFrame, pictures: Mapping[str, SmallPicture | None], exhibits: Sequence[ShownExhibit], say: Say
) -> list[PageBlock]:
    """Blocks of the first page.

    conclusions: results/conclusions.csv. pictures: by finding; one may have none. exhibits: of which the
    documents of the whole study are offered.
    Raises StudyError that names every finding that is more than MOST, leads to no page, or has no line.
    """
    check_findings(conclusions)
    findings = [
        Finding(
            name=row["finding"],
            headline=row[f"headline_{say.language}"],
            strength=row["strength"],
            strength_word=row[f"strength_{say.language}"],
            page=row["page"],
            exhibit=row["exhibit"],
            picture=_picture(row["finding"], pictures),
        )
        for _, row in conclusions.iterrows()
    ]
    return [
        PageBlock("text", say("summary.article")),
        PageBlock("findings", findings),
        PageBlock("warning", say("summary.status")),
        PageBlock("documents", [exhibit for exhibit in exhibits if exhibit.name in DOCUMENTS and not exhibit.prose]),
    ]


def _picture(finding: str, pictures: Mapping[str, SmallPicture | None]) -> Picture | None:
    picture = pictures.get(finding)
    if picture is None:
        return None
    address = f"data:image/svg+xml;base64,{base64.b64encode(picture.svg.encode()).decode()}"
    return Picture(address, *drawing_size(picture.svg, f"the small picture of {finding}"), picture.alternative)


def check_findings(conclusions: pd.DataFrame) -> None:
    """Nothing where the first page can be made, else one StudyError with every fault."""
    pages = [page.key for page in PAGES]
    problems = [] if len(conclusions) <= MOST else [f"{len(conclusions)} findings; the first page has room for {MOST}"]
    if conclusions.empty:
        problems = ["it holds no finding; run write_conclusions anew"]
    problems += [
        f"finding {row.finding}: page '{row.page}' found; allowed: {', '.join(pages)}"
        for row in conclusions.itertuples()
        if row.page not in pages
    ]
    texts = [f"{name}_{language}" for name in ("headline", "strength") for language in ("en", "ru")]
    problems += [
        f"finding {row['finding']}: column {name} is empty"
        for _, row in conclusions.iterrows()
        for name in texts
        if pd.isna(row[name]) or not str(row[name]).strip()
    ]
    raise_problems(problems, CONCLUSIONS)
