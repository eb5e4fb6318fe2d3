"""Superscripts in the cells of an Office Open XML workbook: they tell a note mark from the last digit of a number."""

import re
from functools import lru_cache

from regioncodes.formats.archives import Archive
from regioncodes.formats.documents import Position, column_number
from regioncodes.formats.open_xml_marks import CELL, USUAL_CELL, numbered_cells, numbered_rows
from regioncodes.formats.open_xml_workbooks import sheet_parts
from regioncodes.formats.xml_trees import Element, children, text_of, tree

WHAT = "a workbook (xlsx)"
STYLE = re.compile(rb"<c [^>]*?\bs=\"(\d+)\"")
SHARED_CELL = re.compile(rb"<c r=\"([A-Z]{1,3})(\d{1,7})\"[^>]*\bt=\"s\"[^>]*><v>(\d+)</v>")


def open_xml_superscripts(archive: Archive, sheet: str) -> dict[Position, str]:
    """The superscript text of every cell of one sheet that has any, by row and column counted from 0.

    Empty where the workbook has no such sheet. ECMA-376 part 1, 18.4.13 (vertAlign in runs) and 18.8.22 (in fonts).
    """
    member = next((part.member for part in sheet_parts(archive) if part.name == sheet), None)
    if member is None:
        return {}
    xml, texts, styles = (archive.parts.get(name, b"") for name in (member, "xl/sharedStrings.xml", "xl/styles.xml"))
    shared, raised_styles = _shared_texts(texts), _raised_styles(styles)
    plain = {str(number).encode() for number in raised_styles}.isdisjoint(STYLE.findall(xml))
    if plain and b"superscript" not in xml and len(USUAL_CELL.findall(xml)) == len(CELL.findall(xml)):
        return _of_shared_texts(xml, texts)
    found = {}
    for row, number in numbered_rows(tree(xml, WHAT)):
        for cell, column in numbered_cells(row):
            raised = int(cell.get("s", "0")) in raised_styles
            if text := _superscript_of(cell, shared, raised):
                found[number, column] = text
    return found


def _of_shared_texts(xml: bytes, texts: bytes) -> dict[Position, str]:
    """The superscripts of a sheet whose cells take them from shared texts alone: found without parsing the sheet."""
    raised = _raised_shared_texts(texts)
    found = {}
    for letters, number, text in SHARED_CELL.findall(xml) if raised else ():
        if text in raised:
            found[int(number) - 1, column_number(letters.decode())] = raised[text]
    return found


@lru_cache(maxsize=1)
def _raised_shared_texts(texts: bytes) -> dict[bytes, str]:
    """The superscript text of every shared text that has any, by its number as cells write it."""
    raised = ((number, _raised_text(item, False)) for number, item in enumerate(_shared_texts(texts)))
    return {str(number).encode(): text for number, text in raised if text}


def _superscript_of(cell: Element, shared: list[Element], raised: bool) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return "".join(_raised_text(item, raised) for item in children(cell, "is"))
    value = "".join(map(text_of, children(cell, "v")))
    if kind == "s" and value.strip().isdigit() and int(value) < len(shared):
        return _raised_text(shared[int(value)], raised)
    return value if raised else ""


def _raised_text(item: Element, raised: bool) -> str:
    """The superscript text of a string; runs without a format of their own look as the cell's style says."""
    plain = "".join(map(text_of, children(item, "t"))) if raised else ""
    return plain + "".join(
        "".join(map(text_of, children(run, "t")))
        for run in children(item, "r")
        if (_is_raised(children(run, "rPr")) if children(run, "rPr") else raised)
    )


def _is_raised(formats: list[Element]) -> bool:
    return any(mark.get("val") == "superscript" for properties in formats for mark in children(properties, "vertAlign"))


@lru_cache(maxsize=1)
def _shared_texts(part: bytes) -> list[Element]:
    """The texts that all sheets of a workbook share, kept because its sheets are asked for one by one."""
    return children(tree(part, WHAT), "si") if b"superscript" in part else []


@lru_cache(maxsize=1)
def _raised_styles(part: bytes) -> set[int]:
    """Numbers of the cell styles whose font is superscript."""
    if b"superscript" not in part:
        return set()
    root = tree(part, WHAT)
    fonts = [_is_raised([font]) for font in children(root, "fonts", "font")]
    chosen = [int(style.get("fontId", "0")) for style in children(root, "cellXfs", "xf")]
    return {style for style, font in enumerate(chosen) if font < len(fonts) and fonts[font]}
