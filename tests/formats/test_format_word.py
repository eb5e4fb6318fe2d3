import subprocess
from pathlib import Path

import docx
import pytest
from raised import superscript

from old_workbooks import compound
from regioncodes.formats import old_word_documents
from regioncodes.formats.documents import Document, FileError, Sheet
from regioncodes.formats.old_word_documents import read_old_word
from regioncodes.formats.opening import read_document


@pytest.fixture
def section(tmp_path):
    document = docx.Document()
    document.add_paragraph("4.1. Доходы")
    document.add_paragraph("(рублей)")
    table = document.add_table(3, 3)
    for row, texts in enumerate([["", "в том числе", ""], ["", "2005", "2010"], ["Курганская\nобласть", "8088", "…"]]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 2).paragraphs[0].add_run("2)").font.superscript = True
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    document.add_paragraph("2) Оценка.")
    document.add_paragraph("4.2. Расходы")
    document.add_table(1, 1).cell(0, 0).text = "5"
    path = tmp_path / "section.docx"
    document.save(path)
    return path


def test_each_table_is_a_sheet_with_its_title_above_and_its_notes_below(section):
    document = read_document(section)
    assert document.true_format == "docx"
    assert [sheet.name for sheet in document.sheets] == ["table 1", "table 2"]
    assert document.sheets[0].grid == [
        ["4.1. Доходы", "", ""],
        ["(рублей)", "", ""],
        ["", "в том числе", ""],
        ["", "2005", "20102)"],
        ["Курганская\nобласть", "8088", "…"],
        ["2) Оценка.", "", ""],
    ]
    assert document.sheets[1].grid == [["4.2. Расходы"], ["5"]]


def test_merged_cells_are_listed_across_and_down(section):
    assert read_document(section).sheets[0].merged == ((2, 0, 3, 0), (2, 1, 2, 2))


def test_a_superscript_is_told_from_the_last_digit(section):
    assert superscript(section, "table 1", 3, 2) == "2)"
    assert superscript(section, "table 1", 3, 1) == ""


def test_a_document_without_a_table_is_refused(tmp_path):
    docx.Document().save(tmp_path / "empty.docx")
    with pytest.raises(FileError, match=r"docx\) without a table"):
        read_document(tmp_path / "empty.docx")


def test_without_a_converter_the_message_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(old_word_documents.shutil, "which", lambda program: None)
    with pytest.raises(FileError, match=r"antiword or catdoc is needed.*install"):
        read_old_word(tmp_path / "section.doc")


@pytest.fixture
def converter(monkeypatch):
    """Stands in for a converter of that name, which prints a text, or fails where there is none."""

    def put(name, prints):
        def run(command, **options):
            assert command[0] == name
            assert command[-1] == "section.doc"
            if prints is None:
                raise subprocess.CalledProcessError(3, command)
            return subprocess.CompletedProcess(command, 0, prints.encode("utf-8"))

        monkeypatch.setattr(old_word_documents.shutil, "which", lambda program: name if program == name else None)
        monkeypatch.setattr(old_word_documents.subprocess, "run", run)
        return Path("section.doc")

    return put


def test_tables_that_antiword_converts_are_sheets(converter):
    book = (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE book PUBLIC "-//OASIS//DTD DocBook XML V4.1.2//EN" "x.dtd">'
        "<book><chapter><informaltable><tgroup cols='2'><tbody><row><entry>Регион</entry><entry>2005</entry></row>"
        "<row><entry>Курганская</entry><entry>17,8</entry></row></tbody></tgroup></informaltable></chapter></book>"
    )
    document = read_old_word(converter("antiword", book))
    assert document.sheets[0].grid == [["Регион", "2005"], ["Курганская", "17,8"]]
    assert "antiword" in document.notices[0]


def test_a_doc_has_the_titles_and_notes_of_its_tables_as_a_docx_has(converter):
    table = "<informaltable><tgroup><tbody><row><entry></entry><entry>2005</entry></row><row><entry>Курганская\nобласть"
    table += "</entry><entry>8088</entry></row></tbody></tgroup></informaltable>"
    book = f"<book><chapter><title>4.1. Доходы</title><sect1><para>(рублей)</para>{table}<para>2) Оценка.</para>"
    book += f"<para>4.2.\nРасходы</para>{table}</sect1></chapter></book>"
    document = read_old_word(converter("antiword", book))
    assert [sheet.name for sheet in document.sheets] == ["table 1", "table 2"]
    assert document.sheets[0].grid == [
        ["4.1. Доходы", ""],
        ["(рублей)", ""],
        ["", "2005"],
        ["Курганская\nобласть", "8088"],
        ["2) Оценка.", ""],
    ]
    assert document.sheets[1].grid[0] == ["4.2. Расходы", ""]


@pytest.mark.parametrize(("text", "told"), [(b"\x48\x2a\x01", True), (b"\x48\x2a\x00", False)])
def test_raised_letters_that_no_converter_keeps_are_told(tmp_path, monkeypatch, text, told):
    path = tmp_path / "section.doc"
    path.write_bytes(compound([("WordDocument", text)]))
    monkeypatch.setattr("regioncodes.formats.opening.read_old_word", lambda _: Document("doc", (Sheet("", [["1"]]),)))
    assert any("raised" in notice for notice in read_document(path).notices) == told


def test_lines_that_catdoc_converts_are_one_sheet(converter):
    document = read_old_word(converter("catdoc", "Заголовок\nРегион\t2005\nКурганская\t17,8\n"))
    assert document.sheets[0].grid == [["Заголовок", ""], ["Регион", "2005"], ["Курганская", "17,8"]]


def test_a_converter_that_fails_is_named(converter):
    with pytest.raises(FileError, match="antiword could not convert"):
        read_old_word(converter("antiword", None))
