"""Codebooks of the panel and of each survey, as XML by the DDI Codebook 2.5 of data archives."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree

import pandas as pd

SPACE = "ddi:codebook:2_5"
LANGUAGES = ("en", "ru")


def survey_codebook(codebook: pd.DataFrame, citation: Mapping[str, Any]) -> str:
    """DDI codebook of one survey as text: its columns, their questions, and every code with its label.

    codebook: a table of data/reference/codebooks, one row a code, or a column without codes.
    """
    first = codebook.iloc[0]
    variables = []
    for number, (column, rows) in enumerate(codebook.groupby("column", sort=False), 1):
        categories = [(row.code, row.label_en, row.label_ru) for row in rows.itertuples() if not pd.isna(row.code)]
        labels = (rows["label_en"].iloc[0], rows["label_ru"].iloc[0]) if len(rows) == 1 else (column, column)
        variables.append(_variable(number, column, labels, categories, column if len(rows) > 1 else ""))
    origin = f"The answers are {first['input_status']}: no microdata were ever published."
    return _document(f"{first['survey']} ({first['input_status']})", first["file"], variables, citation, origin)


def panel_codebook(
    columns: Mapping[str, str], regions: pd.DataFrame, indicators: pd.DataFrame, citation: Mapping[str, Any]
) -> str:
    """DDI codebook of results/data/panel.csv as text: its columns, and every region and indicator with its unit.

    columns: what each column of the panel holds, in their order.
    """
    named = {
        "region": [(row.region, row.name_en, row.name_ru) for row in regions.itertuples()],
        "indicator": [
            (row.indicator, f"{row.title_en}, {row.unit}", f"{row.title_ru}, {row.unit_ru}")
            for row in indicators.itertuples()
        ],
    }
    variables = [
        _variable(number, column, (meaning,), named.get(column, []), "")
        for number, (column, meaning) in enumerate(columns.items(), 1)
    ]
    title = "Panel of regions, indicators and years, each value with its cell of origin"
    return _document(title, "results/data/panel.csv", variables, citation, "Read from the publications in data/raw.")


def _variable(
    number: int, name: str, labels: Iterable[str], categories: list[tuple[Any, str, str]], question: str
) -> ElementTree.Element:
    variable = ElementTree.Element("var", ID=f"V{number}", name=name, files="F1")
    _add_labels(variable, labels)
    if question:
        ElementTree.SubElement(ElementTree.SubElement(variable, "qstn"), "qstnLit").text = question
    for code, *category_labels in categories:
        category = ElementTree.SubElement(variable, "catgry")
        ElementTree.SubElement(category, "catValu").text = str(code)
        _add_labels(category, category_labels)
    return variable


def _add_labels(element: ElementTree.Element, labels: Iterable[str]) -> None:
    for language, label in zip(LANGUAGES, labels, strict=False):
        if not pd.isna(label):
            ElementTree.SubElement(element, "labl", {"xml:lang": language}).text = str(label)


def _document(
    title: str, file: str, variables: list[ElementTree.Element], citation: Mapping[str, Any], origin: str
) -> str:
    root = ElementTree.Element("codeBook", {"xmlns": SPACE, "version": "2.5", "xml:lang": "en"})
    study = ElementTree.SubElement(root, "stdyDscr")
    cited = ElementTree.SubElement(study, "citation")
    ElementTree.SubElement(ElementTree.SubElement(cited, "titlStmt"), "titl").text = title
    distribution = ElementTree.SubElement(cited, "distStmt")
    ElementTree.SubElement(distribution, "distDate", date=citation["date-released"]).text = citation["date-released"]
    ElementTree.SubElement(cited, "biblCit").text = f"{citation['title']}, version {citation['version']}"
    ElementTree.SubElement(ElementTree.SubElement(study, "stdyInfo"), "abstract").text = origin
    described = ElementTree.SubElement(root, "fileDscr", ID="F1")
    ElementTree.SubElement(ElementTree.SubElement(described, "fileTxt"), "fileName").text = file
    ElementTree.SubElement(root, "dataDscr").extend(variables)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'
