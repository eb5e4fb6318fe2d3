"""How the study is cited: CITATION.cff read, and what Zenodo and CODECHECK want to know, made from it."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from regioncodes.ground.errors import raise_problems

# What the descriptions of the bundle are made from. The format itself is checked by the forge that shows the file.
NEEDED = ("title", "message", "type", "version", "date-released", "license", "keywords", "authors", "references")
NEEDED_OF_REFERENCE = ("title", "authors", "year")
LISTS = ("license", "keywords")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CODECHECK = "https://codecheck.org.uk/spec/config/2.0/"


def read_citation(path: Path) -> dict[str, Any]:
    """The citation file as a mapping that has all that the descriptions of the bundle need.

    Raises StudyError that names every key that is missing or of a wrong form.
    """
    try:
        citation = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise_problems([f"this is no YAML: {' '.join(str(error).split())}"], str(path))
    raise_problems(citation_problems(citation), str(path))
    return citation


def citation_problems(citation: Any) -> list[str]:
    """What the descriptions of the bundle lack in a citation, one sentence each."""
    if not isinstance(citation, dict):
        return ["keys and values are expected, such as 'title: …'"]
    problems = [f"'{key}' is missing" for key in NEEDED if not citation.get(key)]
    problems += [f"'{key}' is no list; write [{citation[key]}]" for key in LISTS if isinstance(citation.get(key), str)]
    if not DAY.fullmatch(citation.get("date-released", "2000-01-01")):
        problems.append(f"date-released: found '{citation['date-released']}'; a day such as 2026-11-25 is allowed")
    problems += _author_problems(citation, "authors")
    for number, reference in enumerate(citation.get("references") or [], 1):
        place = f"references, number {number}"
        problems += [f"{place}: '{key}' is missing" for key in NEEDED_OF_REFERENCE if not reference.get(key)]
        problems += _author_problems(reference, place)
    return problems


def zenodo(citation: Mapping[str, Any]) -> str:
    """Text of .zenodo.json: the metadata of a deposit, as Zenodo's interface names them."""
    article = citation["references"][0]
    deposit = {
        "title": citation["title"],
        "upload_type": citation["type"],
        "version": citation["version"],
        "publication_date": citation["date-released"],
        "creators": [{"name": name} for name in author_names(citation["authors"])],
        "description": f"<p>{citation['title']}. {citation['message']}</p>",
        "keywords": citation["keywords"],
        "license": citation["license"][0].lower(),
        "notes": f"Licences: {', '.join(citation['license'])}; figures in data/raw belong to their publishers.",
        "references": [f"{', '.join(author_names(article['authors']))} ({article['year']}). {article['title']}."],
        "access_right": "open",
    }
    return json.dumps(deposit, ensure_ascii=False, indent=2) + "\n"


def codecheck(citation: Mapping[str, Any], exhibits: Sequence[tuple[str, str]]) -> str:
    """Text of codecheck.yml: the manifest of a reproduction by someone else, specification 2.0.

    exhibits: file and what it shows, in order. Who checks fills in codechecker, report, summary and certificate.
    """
    article = citation["references"][0]
    paper = {
        "title": article["title"],
        "authors": [{"name": name} for name in author_names(article["authors"])],
        "reference": article.get("doi", article.get("notes", "")),
    }
    manifest = [{"file": file, "comment": comment} for file, comment in exhibits]
    content = {"version": CODECHECK, "paper": paper, "manifest": manifest}
    return "---\n" + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def author_names(authors: Sequence[Mapping[str, str]]) -> list[str]:
    """Names as a reference list has them: the family name first, or the name of an organisation."""
    return [author.get("name") or f"{author['family-names']}, {author['given-names']}" for author in authors]


def _author_problems(cited: Mapping[str, Any], place: str) -> list[str]:
    return [
        f"{place}, author {number}: a 'name', or 'family-names' and 'given-names' are needed"
        for number, author in enumerate(cited.get("authors") or [], 1)
        if not (author.get("name") or (author.get("family-names") and author.get("given-names")))
    ]
