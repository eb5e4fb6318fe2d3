"""Office Open XML workbooks: xlsx, xlsm and the strict variety."""

import posixpath
from typing import NamedTuple
from urllib.parse import unquote

from regioncodes.formats.archives import Archive, packed
from regioncodes.formats.documents import MOST_CELLS, Document, check_extent
from regioncodes.formats.open_xml_marks import extent, lies_near, marks
from regioncodes.formats.stored_values import stored_sheets
from regioncodes.formats.xml_trees import attributes, children, local, tree

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STRICT = "http://purl.oclc.org/ooxml/"


class SheetPart(NamedTuple):
    """A sheet as the workbook lists it: its name and the archive member that holds it."""

    name: str
    member: str


def read_open_xml(archive: Archive) -> Document:
    """Sheets of a workbook with the values stored in it, and notices about macros, links and charts.

    Macros are never run: they are not even expanded. Formulas are never computed: what stands in the file is read.
    Raises FileError for a damaged workbook.
    """
    xml = checked_sheets(archive)
    true_format = _true_format(archive)
    sheets, skipped = stored_sheets(packed(archive), [marks(member) for member in xml], true_format)
    return Document(true_format, sheets, (*_notices(archive), *skipped))


def sheet_parts(archive: Archive) -> list[SheetPart]:
    """The sheets of a workbook in their order, with the archive members that hold them."""
    root = tree(archive.parts.get(WORKBOOK, b""), "a workbook (xlsx)")
    relations = tree(archive.parts.get(RELATIONS, b""), "a workbook (xlsx)")
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    found = []
    for sheet in children(root, "sheets", "sheet"):
        # The identifier of the relation is the attribute `id` in a namespace, unlike sheetId and name.
        relation = next((value for name, value in sheet.attrib.items() if local(name) == "id" and "}" in name), "")
        found.append(SheetPart(sheet.get("name", ""), posixpath.join("xl", targets.get(relation, "")).lstrip("/")))
    return found


def checked_sheets(archive: Archive) -> list[bytes]:
    """The members of all sheets, in their order. Raises FileError where cells span too large an area."""
    return [_checked(part, archive.parts.get(part.member, b"")) for part in sheet_parts(archive)]


def _checked(part: SheetPart, xml: bytes) -> bytes:
    """The member of a sheet; FileError where its cells span too large an area."""
    if not lies_near(xml, MOST_CELLS):
        check_extent(*extent(xml), part.name)
    return xml


def _true_format(archive: Archive) -> str:
    kind = "xlsm" if any(name.endswith("vbaProject.bin") for name in archive.names) else "xlsx"
    return f"{kind}, strict OOXML" if STRICT.encode() in archive.parts[WORKBOOK][:4000] else kind


def _notices(archive: Archive) -> list[str]:
    notices = []
    if any(name.endswith("vbaProject.bin") for name in archive.names):
        notices.append("holds macros, which are not run; the values stored in the cells are read")
    targets = sorted(
        posixpath.basename(unquote(attributes(relation).get("Target", "").replace("\\", "/")))
        for name, part in archive.parts.items()
        if name.startswith("xl/externalLinks/_rels/")
        for relation in tree(part, "a workbook (xlsx)")
    )
    if targets:
        listed = ", ".join(repr(target) for target in targets)
        notices.append(f"takes values from other files ({listed}); the values stored at its last saving are read")
    return notices
