import json

import pytest
import yaml

from project import ROOT
from regioncodes.ground.errors import StudyError
from regioncodes.publication.archive.citation import citation_problems, codecheck, read_citation, zenodo

GOOD = {
    "cff-version": "1.2.0",
    "message": "Cite it.",
    "title": "A study",
    "type": "software",
    "version": "1.0",
    "date-released": "2026-01-31",
    "license": ["MIT"],
    "keywords": ["regions"],
    "authors": [{"family-names": "Иванова", "given-names": "Анна"}, {"name": "An institute"}],
    "references": [{"type": "article", "title": "An article", "year": "2017", "authors": [{"name": "Others"}]}],
}


def test_the_citation_of_the_project_has_all_that_is_needed():
    assert read_citation(ROOT / "CITATION.cff")["cff-version"] == "1.2.0"


def test_a_complete_citation_has_no_problems():
    assert citation_problems(GOOD) == []


@pytest.mark.parametrize("key", ["message", "license", "title", "authors"])
def test_a_missing_key_is_named(key):
    assert citation_problems({name: value for name, value in GOOD.items() if name != key}) == [f"'{key}' is missing"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"date-released": "31.01.2026"}, "a day such as"),
        ({"license": "MIT"}, "'license' is no list; write [MIT]"),
        ({"authors": [{"family-names": "Иванова"}]}, "author 1: a 'name', or 'family-names' and 'given-names'"),
        ({"references": [{"year": "2017", "authors": [{"name": "Others"}]}]}, "references, number 1: 'title'"),
    ],
)
def test_what_is_of_a_wrong_form_is_named(change, problem):
    assert [problem in found for found in citation_problems(GOOD | change)] == [True]


def test_a_file_that_is_no_yaml_stops_with_its_name(tmp_path):
    path = tmp_path / "CITATION.cff"
    path.write_text("title: 'open\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"CITATION.cff\n  this is no YAML"):
        read_citation(path)


def test_zenodo_is_told_who_made_what_when():
    deposit = json.loads(zenodo(GOOD))
    assert deposit["creators"] == [{"name": "Иванова, Анна"}, {"name": "An institute"}]
    assert (deposit["upload_type"], deposit["publication_date"], deposit["license"]) == (
        "software",
        "2026-01-31",
        "mit",
    )


def test_codecheck_is_told_the_article_and_what_to_compare():
    text = codecheck(GOOD, [("results/figures/f.en.pdf", "A figure"), ("results/tables/t.en.csv", "A table")])
    assert text.startswith("---\n")
    content = yaml.safe_load(text)
    assert content["version"] == "https://codecheck.org.uk/spec/config/2.0/"
    assert content["paper"]["title"] == "An article"
    assert content["manifest"][1] == {"file": "results/tables/t.en.csv", "comment": "A table"}
