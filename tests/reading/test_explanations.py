"""A mark is confidential where the foot of the table says so, in whatever of the known wordings."""

import pytest

from project import ROOT
from regioncodes.formats.documents import Sheet
from regioncodes.ground.tables import read_table
from regioncodes.reading.cells import parse_cell
from regioncodes.reading.explanations import explained_status
from regioncodes.reading.layout import placed_cells, tables


@pytest.mark.parametrize(
    "line", list(read_table(ROOT / "data/reference/mark_wordings.csv").itertuples()), ids=lambda line: line.status
)
def test_each_example_has_its_status(line):
    assert isinstance(line.source, str)
    assert explained_status(line.example) == line.status


@pytest.mark.parametrize(
    "note",
    [
        "Данные не публикуются в целях обеспечения конфиденциальности первичных статистических данных, полученных от "
        "организаций в соответствии с Федеральным законом от 29.11.07 № 282-ФЗ (ст.4, п.5; ст.9, п.1).",
        "В соответствии с Федеральным законом от 29 ноября 2007 г. № 282 -ФЗ.",
        "Сведения не подлежат разглашению.",
        "Не подлежит опубликованию.",
        "Информация ограниченного доступа.",
        "Дані не оприлюднюються.",
        "Not disclosed.",
    ],
)
@pytest.mark.parametrize("cell", ["…1)", "... 1)", "х1)", "-¹", "н/д 1)"])
def test_a_mark_with_such_a_note_is_suppressed(note, cell):
    assert parse_cell(cell, {"1": note}) == (None, "suppressed", 1, "")


@pytest.mark.parametrize(
    "note",
    [
        "Данные публикуются с 2014 г.",
        "Единовременная выплата в соответствии с Федеральным законом от 22 ноября 2016 г. № 385-ФЗ.",
        "Данные не публикуются в связи с тем, что информация не подлежит пересчету.",
        "Обследование не проводилось.",
    ],
)
def test_another_reason_is_not_confidentiality(note):
    assert parse_cell("…1)", {"1": note}).status == "not_available"


def statuses(cells, *foot):
    rows = [["Число"], ["", *range(2001, 2001 + len(cells))], ["Омская область", *cells], *[[line] for line in foot]]
    source = Sheet("1", [[*row, *[""] * (len(cells) + 1 - len(row))] for row in rows])
    [table], findings = tables(source)
    assert findings == []
    return [part.cell.status for part in placed_cells(source, table, percent=False)]


@pytest.mark.parametrize(
    "foot",
    [
        "… – данные не публикуются в целях обеспечения конфиденциальности.",
        "… Данные не публикуются.",
        "Знак «...» означает, что данные конфиденциальны.",
        "(…) - информация ограниченного доступа",
        "Данные не публикуются в соответствии с Федеральным законом № 282-ФЗ.",
    ],
)
def test_a_mark_that_the_foot_explains_without_a_number_is_suppressed(foot):
    assert statuses(["…", "...", "-", "5"], foot) == ["suppressed", "suppressed", "absent", "value"]


def test_each_mark_has_its_own_explanation():
    assert statuses(["…", "х", "…*", "к"], "* Данные не публикуются.", "к – данные конфиденциальны") == [
        "not_available",
        "not_applicable",
        "suppressed",
        "suppressed",
    ]
    assert statuses(["…", "x"], "х – конфиденциальные данные") == ["not_available", "suppressed"]


def test_a_note_that_goes_on_in_the_next_line_explains_its_own_mark_alone():
    foot = ["1) Данные не публикуются в целях", "обеспечения конфиденциальности первичных данных."]
    assert statuses(["…", "…1)"], *foot) == ["not_available", "suppressed"]
    apart = ["1) Без учета города.", "в целях обеспечения конфиденциальности первичных данных."]
    assert statuses(["…"], *apart) == ["not_available"]


def test_notes_one_under_another_within_a_cell_are_notes_of_their_own():
    foot = "______\n1) Без учета города,\nс районом.\n2) Данные не публикуются."
    assert statuses(["…1)", "…2)"], foot) == ["not_available", "suppressed"]


def test_no_wording_takes_an_ordinary_note():
    ordinary = ["По данным Банка России.", "Оценка.", "Включая питание вне дома.", "С 2008 г. – новая методика."]
    assert list(map(explained_status, ordinary)) == [""] * 4
