"""Tables in old Word documents (doc), through a converter where one is installed."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from regioncodes.formats.compound_files import CompoundFile, stream
from regioncodes.formats.documents import Document, FileError, Sheet, rectangular
from regioncodes.formats.web_tables import table_names
from regioncodes.formats.word_documents import tables_with_texts
from regioncodes.formats.xml_trees import Element, local, text_of, tree

WHAT = "an old Word document (doc)"
STREAM = "WordDocument"
RAISED = bytes.fromhex("482a01")
TABLES, PARAGRAPHS = ("informaltable", "table"), ("para", "title")
LONGEST_SECONDS = 60
DOCUMENT_TYPE = re.compile(rb"<!DOCTYPE[^<>\[]*>")


def read_old_word(path: Path) -> Document:
    """The tables of a document: one sheet each from antiword; from catdoc all lines in one sheet named "".

    With antiword the paragraphs around a table stand above and below it, as they do in a docx.
    Raises FileError where neither converter is installed, or the one at hand fails or takes over LONGEST_SECONDS.
    """
    if program := shutil.which("antiword"):
        book = _converted([program, "-x", "db", "-m", "UTF-8.txt", str(path)], "antiword")
        root = tree(DOCUMENT_TYPE.sub(b"", book, count=1), "the output of antiword")
        found = tables_with_texts(_blocks(root), WHAT)
        tables = [
            [*([text] for text in table.above), *table.rows, *([text] for text in table.below)] for table in found
        ]
        names = table_names(len(tables))
        notice = "was converted by antiword"
    elif program := shutil.which("catdoc"):
        lines = _converted([program, "-w", "-d", "utf-8", str(path)], "catdoc").decode("utf-8", "replace")
        tables, names = [[line.split("\t") for line in lines.splitlines()]], [""]
        notice = "was converted by catdoc, which keeps no borders of tables: the lines of the whole text are one sheet"
    else:
        raise FileError(
            "is an old Word document (doc), for which antiword or catdoc is needed and neither is installed; "
            "install one (for instance: apt-get install antiword), or save it as .docx"
        )
    if not any(tables):
        raise FileError(f"is {WHAT} without a table; put the table into a workbook (xlsx)")
    sheets = [Sheet(name, rectangular(rows)) for name, rows in zip(names, tables, strict=True)]
    return Document("doc", tuple(sheets), (notice,))


def has_raised_letters(container: CompoundFile) -> bool:
    """Whether any letters of a document are superscript: no converter says which ([MS-DOC] 2.6.1, sprmCIss)."""
    return RAISED in stream(container, STREAM)


def _blocks(element: Element) -> Iterator[tuple[list[list[str]] | str, str | None]]:
    """Rows of every table, with None, and the text of every paragraph, twice, in their order."""
    for child in element:
        name = local(child.tag)
        if name in TABLES:
            rows = [part for part in child.iter() if local(part.tag) == "row"]
            yield [[text_of(cell).strip() for cell in row if local(cell.tag) == "entry"] for row in rows], None
        elif name in PARAGRAPHS:
            text = " ".join(text_of(child).split())
            yield text, text
        else:
            yield from _blocks(child)


def _converted(command: list[str], program: str) -> bytes:
    try:
        return subprocess.run(command, capture_output=True, check=True, timeout=LONGEST_SECONDS).stdout
    except (subprocess.SubprocessError, OSError) as error:
        raise FileError(
            f"is an old Word document (doc) that {program} could not convert ({error}); save it as .docx"
        ) from None
