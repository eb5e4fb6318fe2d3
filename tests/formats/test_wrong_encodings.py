"""A text in another encoding than its own is called that: its regions are not merely unknown."""

import pytest
import xlsxwriter

from regioncodes.formats.documents import FileError
from regioncodes.formats.opening import read_document
from regioncodes.formats.text_encodings import misreading

TABLE = "Регион;2019;2020\nКурганская область;1,5;2\nСвердловская область;3;4\n"
CHINESE = "地区;2019;2020\n北京市;1,5;2\n天津市;3;4\n河北省;5;6\n"
ROWS = "<tr><td>Регион<td>2019</tr><tr><td>Курганская область<td>1</tr>"
PAGE = f'<html><head><meta charset="{{}}"></head><table>{ROWS}</table>'


@pytest.mark.parametrize(
    ("true", "wrong", "said"),
    [
        ("utf-8", "cp1251", "windows-1251 that it is read in: its letters are those of UTF-8"),
        ("cp1251", "cp1252", "windows-1252 that it is read in: its letters are those of windows-1251"),
        ("koi8-r", "cp1251", "windows-1251 that it is read in: its letters are those of KOI8-R"),
        ("cp1251", "koi8-r", "KOI8-R that it is read in: its letters are those of windows-1251"),
        ("cp866", "cp1251", "windows-1251 that it is read in: its letters are those of CP866"),
    ],
)
def test_letters_that_were_read_wrongly_before_are_named(save, true, wrong, said):
    with pytest.raises(FileError, match=said):
        read_document(save(TABLE.encode(true).decode(wrong, "ignore").encode("utf-8")))


def test_such_letters_in_a_workbook_are_named_too(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "table.xlsx") as book:
        sheet = book.add_worksheet("1")
        for row, line in enumerate(TABLE.splitlines()):
            sheet.write_row(row, 0, line.encode("cp1251").decode("cp1252").split(";"))
    with pytest.raises(FileError, match="is not in the encoding windows-1252"):
        read_document(tmp_path / "table.xlsx")


def test_chinese_bytes_are_not_windows_1251(save):
    with pytest.raises(FileError, match=r"not in an encoding that is known here: its bytes look like GB2312.*UTF-8"):
        read_document(save(CHINESE.encode("gb2312")))


@pytest.mark.parametrize(("stated", "true"), [("koi8-r", "cp1251"), ("windows-1251", "koi8-r"), ("latin-1", "cp1251")])
def test_a_page_that_states_another_encoding_than_its_own_is_refused_by_it(save, stated, true):
    with pytest.raises(FileError, match="is not in the encoding"):
        read_document(save(PAGE.format(stated).encode(true), "table.html"))


@pytest.mark.parametrize(("stated", "true"), [("windows-1251", "utf-8"), ("utf-8", "cp1251")])
def test_a_page_whose_bytes_tell_is_read_with_a_notice(save, stated, true):
    document = read_document(save(PAGE.format(stated).encode(true), "table.html"))
    assert document.sheets[0].grid == [["Регион", "2019"], ["Курганская область", "1"]]
    assert "is not stated, or wrongly" in document.notices[0]


@pytest.mark.parametrize(
    "text",
    [
        "Курганская область, КУРГАНСКАЯ ОБЛАСТЬ, ХМАО – Югра",
        "Київська область, Львівська область, Чернівці, Донеччина",
        "Қарағанды облысы, Шығыс Қазақстан облысы, Ақтөбе",
        "Île-de-France, Rhône-Alpes à côté, préfecture dès là-haut",
        "Österreich, Südtirol, Kärnten, Zürich, Größe",
        CHINESE,
        "…№–«»",
        "",
    ],
)
def test_no_honest_language_is_taken_for_a_misreading(text):
    assert misreading(text) == ""
