"""How the study is cited: CITATION.cff checked, and what Zenodo and CODECHECK want to know, made from it."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from regioncodes.errors import raise_problems

# Keys of a file and of one reference in it, the required ones first. Reference: Citation File Format 1.2.0,
# doi:10.5281/zenodo.5171937; of the optional keys those that a study of figures can use.
REQUIRED = ("cff-version", "message", "title", "authors")
OPTIONAL = ("type", "version", "date-released", "license", "keywords", "references", "abstract", "doi", "identifiers",
            "url", "repository-code", "preferred-citation")  # fmt: skip
REFERENCE_REQUIRED = ("type", "title", "authors")
PERSON = ("family-names", "given-names", "orcid", "affiliation", "email", "name-particle", "alias")
ENTITY = ("name", "orcid", "email", "website", "alias")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CODECHECK = "https://codecheck.org.uk/spec/config/2.0/"


def read_citation(path: Path) -> dict[str, Any]:
    """The citation file as a mapping, checked against the Citation File Format 1.2.0.

    Raises StudyError that names every key that is missing, unknown or of a wrong form.
    """
    try:
        citation = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise_problems([f"this is no YAML: {' '.join(str(error).split())}"], str(path))
    raise_problems(citation_problems(citation), str(path))
    return citation


def citation_problems(citation: Any) -> list[str]:
    """What the Citation File Format 1.2.0 does not allow in a citation, one sentence each."""
    if not isinstance(citation, dict):
        return ["keys and values are expected, such as 'title: …'"]
    problems = [f"'{key}' is missing" for key in REQUIRED if not citation.get(key)]
    problems += [f"'{key}' is no key of this format" for key in citation if key not in REQUIRED + OPTIONAL]
    if citation.get("cff-version") not in (None, "1.2.0"):
        problems.append(f"cff-version: found '{citation['cff-version']}'; 1.2.0 is allowed")
    if citation.get("type", "software") not in ("software", "dataset"):
        problems.append(f"type: found '{citation['type']}'; software or dataset is allowed")
    if not DAY.fullmatch(citation.get("date-released", "2000-01-01")):
        problems.append(f"date-released: found '{citation['date-released']}'; a day such as 2026-11-25 is allowed")
    problems += _author_problems(citation.get("authors") or [], "authors")
    for number, reference in enumerate(citation.get("references") or [], 1):
        place = f"references, number {number}"
        problems += [f"{place}: '{key}' is missing" for key in REFERENCE_REQUIRED if not reference.get(key)]
        problems += _author_problems(reference.get("authors") or [], place)
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


def _author_problems(authors: Any, place: str) -> list[str]:
    problems = []
    for number, author in enumerate(authors, 1):
        allowed = ENTITY if "name" in author else PERSON
        missing = [key for key in ("family-names", "given-names") if "name" not in author and not author.get(key)]
        problems += [f"{place}, author {number}: '{key}' is missing" for key in missing]
        problems += [
            f"{place}, author {number}: '{key}' is no key of an author" for key in author if key not in allowed
        ]
    return problems
