"""Raw files as documents: what a file is, found from its content, and the reader for it."""

import os
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from regioncodes.formats.archives import Archive, expanded, packed
from regioncodes.formats.binary_workbooks import STREAMS, binary_rows, binary_superscripts, read_binary
from regioncodes.formats.compound_files import SIGNATURE, CompoundFile, compound_file
from regioncodes.formats.delimited_texts import read_delimited
from regioncodes.formats.documents import MOST_BYTES, Document, FileError, Position
from regioncodes.formats.old_word_documents import read_old_word
from regioncodes.formats.open_xml_superscripts import open_xml_superscripts
from regioncodes.formats.open_xml_workbooks import WORKBOOK, checked_sheets, read_open_xml
from regioncodes.formats.spreadsheet_xml import NAMESPACE, read_spreadsheet_xml, spreadsheet_xml_superscripts
from regioncodes.formats.statistical_xml import read_statistical_xml
from regioncodes.formats.stored_values import stored_rows
from regioncodes.formats.text_encodings import MARKS, decoded
from regioncodes.formats.web_tables import read_web_tables, web_superscripts
from regioncodes.formats.word_documents import BODY, read_word, word_superscripts
from regioncodes.formats.xml_trees import Element, local, tree

ALLOWED = "xlsx, xlsm, xls, SpreadsheetML 2003, HTML tables, CSV, SDMX-ML, docx and doc are allowed"
# First bytes of formats that are known only to be named in the refusal.
REFUSED = (
    (b"%PDF", "a PDF document", "copy its tables into a workbook (xlsx)"),
    (b"{\\rtf", "an RTF document", "save it as .docx"),
    (b"MIME-Version:", "a web archive (MHTML)", "open it in a spreadsheet program and save it as .xlsx"),
    (b"Rar!", "a RAR archive", "unpack it and put the files themselves here"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it and put the files themselves here"),
    (b"\x1f\x8b", "a gzip archive", "unpack it and put the files themselves here"),
    (b"PK\x05\x06", "an empty zip archive", "download it again"),
    (b"\x09\x00", "an Excel 2 worksheet (BIFF2)", "open it and save it as .xlsx"),
    (b"\x09\x02", "an Excel 3 worksheet (BIFF3)", "open it and save it as .xlsx"),
    (b"\x09\x04", "an Excel 4 worksheet (BIFF4)", "open it and save it as .xlsx"),
)
PACKED_KINDS = (
    ("xl/workbook.bin", "a binary workbook (xlsb)", "open it and save it as .xlsx"),
    ("ppt/presentation.xml", "a presentation (pptx)", "copy its tables into a workbook (xlsx)"),
    ("content.xml", "an OpenDocument file (ods, odt)", "open it and save it as .xlsx"),
)
# Nothing is tried twice (*+ and ?>): a page that begins with a thousand comments would take for ever otherwise.
FIRST_TAG = re.compile(
    rb"(?:\s|<\?[^>]*>|(?><!--.*?-->))*+<(!doctype\s+[\w:.-]+|[a-z][\w:.-]*)", re.IGNORECASE | re.DOTALL
)
WORD = "WordDocument"
WEB_TAGS = {b"!doctype html", *b"html head body table meta div style title center p font".split()}


def read_document(path: str | Path) -> Document:
    """Everything that a file holds, whatever its name says that it is.

    Values are those stored in the file: no formula is computed, no macro run, no link followed.
    Raises FileError for a file that is empty, encrypted, cut short, too large or of a format that is not allowed; the
    message, one sentence without the name of the file, says what it is and the way out.
    """
    with _damage_named():
        source = _opened(Path(path))
        match source:
            case Archive():
                return read_open_xml(source) if WORKBOOK in source.parts else read_word(source)
            case CompoundFile():
                return read_old_word(Path(path)) if WORD in source.names else read_binary(source)
            case Element():
                return read_spreadsheet_xml(source) if _is_spreadsheet(source) else read_statistical_xml(source)
            case _ if _is_web_page(source):
                return read_web_tables(source)
            case _:
                text = decoded(source)
                # The bytes of a long text are let go before its cells take their place.
                del source
                return read_delimited(text)


def workbook_rows(path: str | Path, sheet: str) -> tuple[list[str], list[list[object]]]:
    """Names of all sheets of a workbook (xlsx, xls), and the rows of one: what stands in the cells as Python has it.

    sheet: its name, or "" for the first; without a sheet of that name there are no rows.
    Raises FileError as read_document does, and for a file that is no workbook.
    """
    with _damage_named():
        source = _opened(Path(path))
        if isinstance(source, Archive) and WORKBOOK in source.parts:
            checked_sheets(source)
            return stored_rows(packed(source), sheet)
        if isinstance(source, CompoundFile) and WORD not in source.names:
            return binary_rows(source, sheet)
    raise FileError("is no workbook; save it as .xlsx")


def superscripts(path: str | Path, sheet: str) -> dict[Position, str] | None:
    """The raised letters at the end of cells of one sheet, by cell; None where the format keeps no superscripts.

    sheet: its name. Cells count from 0. Raises FileError as read_document does. Reading them costs more than
    reading values, so they are asked for only where a cell is in doubt.
    """
    state = os.stat(path)
    with _damage_named():
        return _superscripts(str(path), sheet, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=16)
def _superscripts(path: str, sheet: str, modified: int, size: int) -> dict[Position, str] | None:
    """All superscripts of one sheet, kept because one doubtful cell seldom comes alone."""
    source = _opened(Path(path))
    match source:
        case Archive():
            find = open_xml_superscripts if WORKBOOK in source.parts else word_superscripts
            return find(source, sheet)
        case CompoundFile():
            return None if WORD in source.names else binary_superscripts(source, sheet)
        case Element():
            return spreadsheet_xml_superscripts(source, sheet) if _is_spreadsheet(source) else None
        case _:
            return web_superscripts(source, sheet) if _is_web_page(source) else None


@contextmanager
def _damage_named() -> Iterator[None]:
    """Turns what a reader trips over in a damaged file, such as a number that is none, into a FileError."""
    try:
        yield
    except FileError:
        raise
    except (ValueError, LookupError, RecursionError, struct.error) as error:
        raise FileError(f"is damaged ({error}); download it again, or open it and save it as .xlsx") from None


def _opened(path: Path) -> Archive | CompoundFile | Element | bytes:
    """A file opened as what its first bytes say: an archive, a compound file, an XML tree, or the bytes of a text."""
    size = path.stat().st_size
    if size == 0:
        raise FileError("is empty (0 bytes); put the published file back")
    if size > MOST_BYTES:
        raise FileError(f"has {size:,} bytes and {MOST_BYTES:,} are allowed; split it or delete what is not needed")
    content = path.read_bytes()
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith(SIGNATURE):
        return _compound(content)
    for beginning, kind, way_out in REFUSED:
        if content.startswith(beginning):
            raise FileError(f"is {kind}; {ALLOWED}; {way_out}")
    return _xml(content) if _first_tag(content) and not _is_web_page(content) else content


def _packed(content: bytes) -> Archive:
    archive = expanded(content)
    if WORKBOOK in archive.parts or BODY in archive.parts:
        return archive
    for member, kind, way_out in PACKED_KINDS:
        if member in archive.names:
            raise FileError(f"is {kind}; {ALLOWED}; {way_out}")
    raise FileError(f"is a zip archive and no office file; {ALLOWED}; unpack it and put the files themselves here")


def _compound(content: bytes) -> CompoundFile:
    container = compound_file(content)
    if "EncryptedPackage" in container.names:
        raise FileError(
            "is an encrypted (password-protected) office file; open it with its password and save it without one"
        )
    if not {*STREAMS, WORD} & container.names:
        raise FileError(
            f"is an old office file (compound file) without a workbook or text; {ALLOWED}; save it as .xlsx"
        )
    return container


def _xml(content: bytes) -> Element:
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n") if not content.startswith((b"\xff\xfe", b"\xfe\xff")) else content
    root = tree(start, "an XML file")
    if _is_spreadsheet(root) or local(root.tag) == "GenericData":
        return root
    raise FileError(
        f"is XML with the root element {local(root.tag)!r}, which is not known here; {ALLOWED}; save it as .xlsx"
    )


def _is_spreadsheet(root: Element) -> bool:
    return local(root.tag) == "Workbook" and NAMESPACE in root.tag


def _is_web_page(content: bytes) -> bool:
    return _first_tag(content) in WEB_TAGS


def _first_tag(content: bytes) -> bytes:
    """Name of the first tag, or the document type declared before it, in lower case; b"" for other text."""
    beginning = content[:8192]
    for mark, _, codec in MARKS:
        if content.startswith(mark):
            beginning = beginning.decode(codec, "ignore").encode("utf-8")
    found = FIRST_TAG.match(beginning)
    return b" ".join(found.group(1).lower().split()) if found else b""
