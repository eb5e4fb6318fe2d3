"""Raw files as documents: what a file is, found from its content, and the reader for it."""

import os
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path

from regioncodes.formats.archives import Archive, expanded, packed
from regioncodes.formats.binary_workbooks import STREAMS, binary_rows, binary_superscripts, read_binary
from regioncodes.formats.compound_files import SIGNATURE, CompoundFile, compound_file
from regioncodes.formats.delimited_texts import read_delimited
from regioncodes.formats.documents import MOST_BYTES, Document, FileError, Position
from regioncodes.formats.old_word_documents import has_raised_letters, read_old_word
from regioncodes.formats.open_xml_marks import marks
from regioncodes.formats.open_xml_superscripts import open_xml_superscripts
from regioncodes.formats.open_xml_workbooks import WORKBOOK, checked_sheets, read_open_xml, sheet_parts
from regioncodes.formats.spreadsheet_xml import NAMESPACE, read_spreadsheet_xml, spreadsheet_xml_superscripts
from regioncodes.formats.statistical_xml import read_statistical_xml
from regioncodes.formats.stored_values import stored_rows
from regioncodes.formats.text_encodings import MARKS, decoded, misreading
from regioncodes.formats.web_tables import read_web_tables, web_superscripts
from regioncodes.formats.word_documents import BODY, read_word, word_superscripts
from regioncodes.formats.xml_trees import Element, local, tree

ALLOWED = "xlsx, xlsm, xls, SpreadsheetML 2003, HTML tables, CSV, SDMX-ML, docx and doc are allowed"
# First bytes of formats that are known only to be named in the refusal.
SURVEY = "the answers of a survey are read by: python -m regioncodes survey inspect FILE"
PICTURE = ("a picture", "type its table into a workbook (xlsx)")
REFUSED = (
    (b"%PDF", "a PDF document", "copy its tables into a workbook (xlsx)"),
    (b"{\\rtf", "an RTF document", "save it as .docx"),
    (b"MIME-Version:", "a web archive (MHTML)", "open it in a spreadsheet program and save it as .xlsx"),
    (b"Rar!", "a RAR archive", "unpack it and put the files themselves here"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it and put the files themselves here"),
    (b"\x1f\x8b", "a gzip archive", "unpack it and put the files themselves here"),
    (b"PK\x05\x06", "an empty zip archive", "download it again"),
    (b"$FL2", "an SPSS file", SURVEY),
    (b"$FL3", "an SPSS file", SURVEY),
    (b"<stata_dta>", "a Stata file", SURVEY),
    *((bytes([release, order, 1, 0]), "a Stata file", SURVEY) for release in range(0x69, 0x74) for order in (1, 2)),
    (b"PAR1", "a Parquet file", "save its table as CSV"),
    (b"\x89PNG", *PICTURE),
    (b"\xff\xd8\xff", *PICTURE),
    (b"GIF8", *PICTURE),
    (b"II*\x00", *PICTURE),
    (b"MM\x00*", *PICTURE),
    (b"RIFF", *PICTURE),
    (b'{"', "a JSON file", "save its table as CSV"),
    (b"[{", "a JSON file", "save its table as CSV"),
    (b"[[", "a JSON file", "save its table as CSV"),
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
SAMPLE_ROWS, SAMPLE_TEXTS = 200, 500
Source = Archive | CompoundFile | Element | bytes
WEB_TAGS = {b"!doctype html", *b"html head body table meta div style title center p font".split()}


def read_document(path: str | Path) -> Document:
    """Everything that a file holds, whatever its name says that it is.

    Values are those stored in the file: no formula is computed, no macro run, no link followed.
    Raises FileError for a file that is empty, encrypted, cut short, too large or of a format that is not allowed; the
    message, one sentence without the name of the file, says what it is and the way out.
    """
    with _damage_named():
        document = _document(_opened(Path(path)), Path(path))
        if problem := misreading(_sample(document)):
            raise FileError(f"{problem}; save it as UTF-8 from the program that wrote it, or download it again")
        return document


def _document(source: Source, path: Path) -> Document:
    match source:
        case Archive():
            return read_open_xml(source) if WORKBOOK in source.parts else read_word(source)
        case CompoundFile():
            return _old_word(source, path) if WORD in source.names else read_binary(source)
        case Element():
            return read_spreadsheet_xml(source) if _is_spreadsheet(source) else read_statistical_xml(source)
        case _ if _is_web_page(source):
            return read_web_tables(source)
        case _:
            text = decoded(source)
            # The bytes of a long text are let go before its cells take their place.
            del source
            return read_delimited(text)


def _old_word(container: CompoundFile, path: Path) -> Document:
    document = read_old_word(path)
    if not has_raised_letters(container):
        return document
    notice = (
        "some letters are raised, and no converter says which: a note beside a number without a bracket would be its "
        "last digit; save it as .docx to be certain"
    )
    return document._replace(notices=(*document.notices, notice))


def _sample(document: Document) -> str:
    """Texts with letters beyond ASCII from the beginnings of all sheets."""
    texts = (
        content
        for sheet in document.sheets
        for row in sheet.grid[:SAMPLE_ROWS]
        for content in row
        if isinstance(content, str) and not content.isascii()
    )
    return "\n".join(islice(texts, SAMPLE_TEXTS))


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


def hidden_rows(path: str | Path, sheet: str) -> list[int]:
    """Numbers from 1 of the rows that are hidden in one sheet of a workbook (xlsx, xls), as a filter leaves them.

    sheet: its name. Raises FileError as read_document does.
    """
    with _damage_named():
        source = _opened(Path(path))
        if isinstance(source, Archive) and WORKBOOK in source.parts:
            members = [part.member for part in sheet_parts(source) if part.name == sheet]
            hidden = [row for member in members for row in marks(source.parts.get(member, b"")).hidden_rows]
        elif isinstance(source, CompoundFile) and WORD not in source.names:
            hidden = [row for found in read_binary(source).sheets if found.name == sheet for row in found.hidden_rows]
        else:
            hidden = []
    return sorted(row + 1 for row in hidden)


def superscripts(path: str | Path, sheet: str) -> dict[Position, str] | None:
    """The raised letters of cells of one sheet, by cell; None where the format keeps no superscripts.

    sheet: its name. Cells count from 0. Raises FileError as read_document does. Reading them costs more than
    reading values, so they are asked for only where a text could end in one.
    """
    with _damage_named():
        return _superscripts(_opened(Path(path)), sheet)


def _superscripts(source: Source, sheet: str) -> dict[Position, str] | None:
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


def _opened(path: Path) -> Source:
    """A file opened as what its first bytes say: an archive, a compound file, an XML tree, or the bytes of a text."""
    state = os.stat(path)
    return _opened_state(str(path), state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _opened_state(path: str, modified: int, size: int) -> Source:
    """A file as it stood at that moment, kept because the superscripts of its sheets are asked for one by one."""
    if size == 0:
        raise FileError("is empty (0 bytes); put the published file back")
    if size > MOST_BYTES:
        raise FileError(f"has {size:,} bytes and {MOST_BYTES:,} are allowed; split it or delete what is not needed")
    content = Path(path).read_bytes()
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith(SIGNATURE):
        return _compound(content)
    start = content[:64].translate(None, b" \r\n\t") if content[:1] in b"[{" else content
    for beginning, kind, way_out in REFUSED:
        if start.startswith(beginning):
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
