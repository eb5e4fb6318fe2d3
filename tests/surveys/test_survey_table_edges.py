"""What stands around a table of answers: titles above, totals below, hidden rows, and files that hold no answers."""

import pytest
import xlsxwriter

from regioncodes.ground.errors import StudyError
from regioncodes.surveys.exports import read_export
from regioncodes.surveys.table_edges import rows_above

HEADER = ["ID", "Пол", "Возраст"]
ROWS = [["1", "муж", "20"], ["2", "жен", "21"], ["3", "муж", "22"]]


def workbook(folder, rows, hidden=()):
    path = folder / "form.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Ответы")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for number in hidden:
            sheet.set_row(number - 1, None, None, {"hidden": True})
    return path


def delimited(folder, rows, delimiter):
    path = folder / "form.csv"
    path.write_text("\n".join(delimiter.join(row) for row in rows) + "\n", encoding="utf-8")
    return path


TITLES = [["Опрос студентов"], ["", "", ""]]


@pytest.mark.parametrize("write", [workbook, lambda *a: delimited(*a, ";"), lambda *a: delimited(*a, ",")])
def test_titles_above_the_header_are_left_aside_and_told(tmp_path, write):
    export = read_export(write(tmp_path, [*TITLES, HEADER, *ROWS]))
    assert export.columns["name"].tolist() == HEADER
    assert export.cells.to_numpy().tolist() == ROWS
    assert export.cells.index.tolist() == [4, 5, 6]
    assert export.notices == ["rows 1–2 above the header are left aside ('Опрос студентов')"]


def test_a_title_with_the_delimiter_in_it_is_a_title(tmp_path):
    export = read_export(delimited(tmp_path, [["Опрос", " 2024"], HEADER, *ROWS], ","))
    assert export.columns["name"].tolist() == HEADER
    assert export.notices == ["row 1 above the header is left aside ('Опрос', '2024')"]


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, *ROWS],
        [["ID", "", ""], ["1", "муж", "20"]],  # a header with one name stays one: what follows is a row of answers
        [["q"], ["да"], ["нет"]],
        [["", "q"], ["первый", "да"], ["второй", "нет"]],
        [["Respondent ID", "What?", "", ""], ["", "Price", "Quality", "Other"], ["1", "Price", "", ""]],
        [["Опрос"], [], ["да"]],
        [["id", "q"], ["1"], ["2", "a"]],
        [[]],
    ],
)
def test_a_header_that_is_one_is_never_taken_for_a_title(rows):
    assert rows_above(rows) == 0


def test_totals_at_the_end_are_left_aside_and_told(tmp_path):
    totals = [["Итого", "", "63"], ["Среднее:", "", "21,0"]]
    export = read_export(workbook(tmp_path, [HEADER, *ROWS, *totals]))
    assert export.cells.to_numpy().tolist() == ROWS
    assert export.notices == [
        "row 5 begins with 'Итого': a total, left aside",
        "row 6 begins with 'Среднее:': a total, left aside",
    ]


def test_a_respondent_who_answers_total_is_no_total(tmp_path):
    rows = [["Мера", "Почему"], ["Всего", "так надо"], ["Итого", "3"], ["Налоги", "дорого"]]
    export = read_export(workbook(tmp_path, rows))
    assert len(export.cells) == 3


def test_hidden_rows_are_read_and_told(tmp_path):
    export = read_export(workbook(tmp_path, [HEADER, *ROWS], hidden=[3]))
    assert export.cells.to_numpy().tolist() == ROWS
    assert export.notices == [
        "1 row is hidden in the sheet and read like the others (3); delete what is not meant to count"
    ]


@pytest.mark.parametrize("years", [["2000", "2001", "2002"], [2000, 2001, 2002], ["2000 г.", "2001 г.", "2002 г."]])
def test_a_table_of_statistics_is_sent_to_its_command(tmp_path, years):
    path = workbook(tmp_path, [["ВРП, млн руб."], ["", *years], ["Свердловская область", 1, 2, 3]])
    with pytest.raises(StudyError, match=r"row 2 is a row of years: .*; python -m regioncodes inspect .*form\.xlsx"):
        read_export(path)


def test_years_of_birth_are_answers(tmp_path):
    rows = [["id", "born", "started", "left"], ["1", "1990", "1991", "1992"], ["2", "1980", "2001", "2011"]]
    assert len(read_export(workbook(tmp_path, rows)).cells) == 2


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("page.png", "a picture holds no answers that can be read"),
        ("form.json", "python -m regioncodes survey inspect ANSWERS.csv"),
        ("report.docx", "python -m regioncodes inspect FILE"),
    ],
)
def test_a_file_without_answers_is_sent_to_its_command_in_one_sentence(tmp_path, name, told):
    with pytest.raises(StudyError) as caught:
        read_export(tmp_path / name)
    assert told in str(caught.value)
    assert len(str(caught.value).splitlines()) == 2
