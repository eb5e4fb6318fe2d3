"""The summary: four pages in each language, on which nothing is clipped or overprinted, the same bytes again."""

import itertools
import re

import pandas as pd
import pytest
from matplotlib.transforms import Bbox

from project import ROOT
from regioncodes.claims.findings import PARTS, asked_in_each_language, in_language
from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.exhibits.printing.style import house_style
from regioncodes.ground.errors import StudyError
from regioncodes.ground.tables import read_table
from regioncodes.publication.archive.reference import reference_path
from regioncodes.publication.summary.page import pages, status_sentences
from regioncodes.publication.summary.pictures import PICTURES
from regioncodes.publication.summary.writing import summary

RESULTS = {
    "findings": "models/findings",
    "fits": "models/education_fits",
    "foresight": "models/foresight",
    "nid": "models/nid",
    "composition": "models/code_composition",
    "connections": "models/connections",
    "table_1": "surveys/table_1",
    "granularity": "surveys/granularity",
    "claims": "article/claims",
    "sources": "data/sources",
    "conclusions": "conclusions",
}


@pytest.fixture(scope="module")
def tables():
    paths = {name: reference_path(ROOT, f"results/{file}.csv", "table") for name, file in RESULTS.items()}
    return {name: pd.read_csv(path) for name, path in paths.items()}


@pytest.fixture(scope="module", params=["en", "ru"])
def asked(request, tables):
    regions, indicators, texts = (
        read_table(ROOT / f"data/reference/{name}.csv") for name in ("regions", "indicators", "texts")
    )
    choices = {"district": "RU-UFD", "mapping": "composite", "method": "gaussian_process"}
    judged = {"share_of_slope": 0.5, "power": 0.8}
    words = with_outcomes(texts, indicators)
    return asked_in_each_language(words, regions, indicators, tables["composition"], **choices, **judged)[request.param]


def findings_of(tables, asked):
    rows = in_language(tables["conclusions"], asked.texts.language)
    return [row | {"key": key} for row, key in zip(rows, tables["conclusions"]["strength"], strict=True)]


@pytest.fixture(scope="module")
def drawn(tables, asked):
    with house_style():
        return pages(findings_of(tables, asked), tables, asked)


def words_of(page):
    return " ".join(text.get_text() for text in page.texts).replace("\u00a0", " ")


def test_every_sentence_of_every_finding_is_on_its_page(drawn, tables, asked):
    told = findings_of(tables, asked)
    assert len(drawn) == 4
    assert [len(page.axes) for page in drawn] == [0, 2, 3, 2]
    first = words_of(drawn[0])
    for row, page in zip(told, [*drawn[1:2] * 2, *drawn[2:3] * 3, *drawn[3:] * 2], strict=True):
        assert row["headline"].replace("\u00a0", " ") in first
        for part in PARTS:
            assert row[part].replace("\u00a0", " ") in words_of(page), (row["finding"], part)
    for sentence in status_sentences(tables, asked.texts):
        assert sentence.replace("\u00a0", " ") in words_of(drawn[3])


def test_nothing_is_clipped_and_nothing_overprinted(drawn):
    for page in drawn:
        renderer = page.canvas.get_renderer()
        page.draw(renderer)
        whole = Bbox.from_bounds(0, 0, *page.bbox.size)
        printed = [(text.get_text(), text.get_window_extent(renderer)) for text in page.texts]
        printed += [("picture", axes.get_tightbbox(renderer)) for axes in page.axes]
        for name, box in printed:
            margin = 0.04 * whole.width
            assert margin <= box.x0, name
            assert box.x1 <= whole.width - margin, name
            assert box.y0 >= 0, name
        for (one, own), (other, second) in itertools.combinations(printed, 2):
            shared = Bbox.intersection(own, second)
            assert shared is None or shared.height <= 0.25 * min(own.height, second.height) or shared.width < 1, (
                one,
                other,
            )


def test_letters_are_large_enough_to_read(drawn):
    for page in drawn:
        texts = [*page.texts, *(label for axes in page.axes for label in axes.get_yticklabels() + axes.texts)]
        assert min(text.get_fontsize() for text in texts) >= 6.5


def test_the_same_findings_give_the_same_pdf_of_four_pages(tables, asked):
    once, again = (summary(tables["conclusions"], tables, asked) for _ in range(2))
    assert once == again
    assert len(re.findall(rb"/Type /Page\b", once)) == 4
    assert b"CreationDate" not in once


def test_a_finding_that_cannot_be_tested_has_no_picture(tables, asked):
    untested = [row | {"key": "not_testable"} for row in findings_of(tables, asked)]
    with house_style():
        assert [len(page.axes) for page in pages(untested, {**tables, "foresight": None}, asked)] == [0] * 4


def test_sentences_that_four_pages_cannot_hold_are_refused(tables, asked):
    long = [row | {"basis": 12 * row["basis"]} for row in findings_of(tables, asked)]
    with house_style(), pytest.raises(StudyError, match="longer than four pages"):
        pages(long, tables, asked)


def test_every_finding_has_its_picture(tables):
    assert list(PICTURES) == list(tables["conclusions"]["finding"])
