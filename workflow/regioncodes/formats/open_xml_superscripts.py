"""Superscripts in the cells of an Office Open XML workbook: they tell a note mark from the last digit of a number."""

from regioncodes.formats.archives import Archive
from regioncodes.formats.documents import Position
from regioncodes.formats.open_xml_marks import numbered_cells, numbered_rows
from regioncodes.formats.open_xml_workbooks import sheet_parts
from regioncodes.formats.xml_trees import Element, children, text_of, tree

WHAT = "a workbook (xlsx)"


def open_xml_superscripts(archive: Archive, sheet: str) -> dict[Position, str]:
    """The superscript text of every cell of one sheet that has any, by row and column counted from 0.

    Empty where the workbook has no such sheet. ECMA-376 part 1, 18.4.13 (vertAlign in runs) and 18.8.22 (in fonts).
    """
    member = next((part.member for part in sheet_parts(archive) if part.name == sheet), None)
    if member is None:
        return {}
    shared = _shared_texts(archive)
    raised_styles = _raised_styles(archive)
    found = {}
    for row, number in numbered_rows(tree(archive.parts.get(member, b""), WHAT)):
        for cell, column in numbered_cells(row):
            raised = int(cell.get("s", "0")) in raised_styles
            if text := _superscript_of(cell, shared, raised):
                found[number, column] = text
    return found


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


def _shared_texts(archive: Archive) -> list[Element]:
    part = archive.parts.get("xl/sharedStrings.xml")
    return children(tree(part, WHAT), "si") if part else []


def _raised_styles(archive: Archive) -> set[int]:
    """Numbers of the cell styles whose font is superscript."""
    part = archive.parts.get("xl/styles.xml")
    if not part:
        return set()
    root = tree(part, WHAT)
    fonts = [_is_raised([font]) for font in children(root, "fonts", "font")]
    chosen = [int(style.get("fontId", "0")) for style in children(root, "cellXfs", "xf")]
    return {style for style, font in enumerate(chosen) if font < len(fonts) and fonts[font]}
