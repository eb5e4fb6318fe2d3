import pandas as pd
import pyreadstat
import pytest
import xlsxwriter

from regioncodes.ground.errors import StudyError
from regioncodes.surveys.cell_answers import is_declared
from regioncodes.surveys.exports import KINDS, read_export

TEXT = 'id,Чем Вы пользуетесь?\n1,"Радио, телевизор"\n2,Ничем из названного\n'


def written(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def cells(export):
    return export.cells.to_numpy().tolist()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"])
def test_a_form_reads_alike_in_every_encoding_and_a_guess_is_told(tmp_path, encoding):
    export = read_export(written(tmp_path / "form.csv", TEXT, encoding))
    assert export.columns["name"].tolist() == ["id", "Чем Вы пользуетесь?"]
    assert cells(export) == [["1", "Радио, телевизор"], ["2", "Ничем из названного"]]
    guessed = encoding in ("cp1251", "koi8-r", "cp866")
    assert len(export.notices) == guessed
    assert all("encoding is not stated" in notice for notice in export.notices)


def test_a_stated_encoding_overrides_the_guess_and_a_wrong_one_is_named(tmp_path):
    path = written(tmp_path / "form.csv", "id,Пол\n1,М\n", "cp1251")
    export = read_export(path, encoding="cp1251")
    assert export.columns["name"].tolist() == ["id", "Пол"]
    assert export.notices == []
    with pytest.raises(StudyError, match="byte 3 is not utf-8, which the codebook names in 'encoding'"):
        read_export(path, encoding="utf-8")
    with pytest.raises(StudyError, match="encoding 'dos' is not known"):
        read_export(path, encoding="dos")


def test_none_and_na_are_texts_and_blanks_around_cells_are_not(tmp_path):
    export = read_export(written(tmp_path / "form.csv", 'id;q\r\n1;None\r\n2; NA \r\n3;"null"\r\n4;\r\n5;нет\r\n'))
    assert export.cells[2].tolist() == ["None", "NA", "null", "", "нет"]


def test_rows_count_as_a_spreadsheet_counts_them_with_line_breaks_and_blank_rows(tmp_path):
    text = 'id,"Что\nважно?"\n1,"одно,\nдругое"\n,\n\n3,да\n'
    export = read_export(written(tmp_path / "form.csv", text))
    assert export.cells.index.tolist() == [2, 5]
    assert export.cells.index.name == "row"
    assert export.columns["question"].tolist() == ["id", "Что важно?"]
    assert export.cells.loc[2, 2] == "одно,\nдругое"


def test_ragged_rows_empty_files_and_unknown_endings_are_errors(tmp_path):
    with pytest.raises(StudyError, match=r"2 problems .*\n  row 2 has 1 cells, the header has 2\n  row 4 has 3 cells"):
        read_export(written(tmp_path / "form.csv", "id,q\n1\n2,a\n3,b,c\n"))
    with pytest.raises(StudyError, match="the file is empty"):
        read_export(written(tmp_path / "empty.csv", ""))
    with pytest.raises(StudyError, match=r"the ending '\.ods' is not known; dumps end in \.csv"):
        read_export(tmp_path / "form.ods")


# Header rows as the forms write them: kind, rows, and question and option of the last column.
FORMS = [
    ("google_forms", "Timestamp,Which? [Row 1]\n2024/03/01,a\n", ("Which?", "Row 1"), 1),
    ("google_forms", "Отметка времени,Что важно?\n01.03.2024,a\n", ("Что важно?", ""), 1),
    ("limesurvey", "id,submitdate,lastpage,Q4[SQ001]. Which one? [Radio]\n1,,2,Yes\n", ("Which one?", "Radio"), 1),
    ("limesurvey", "id,submitdate,lastpage,Q4[SQ001]\n1,,2,Y\n", ("Q4", "SQ001"), 1),
    ("limesurvey", "ID ответа,Дата отправки,Какой? [Второй - лучший]\n1,,Да\n", ("Какой?", "Второй - лучший"), 1),
    (
        "qualtrics",
        "Status,Q2_4_TEXT\nStatus,Which - one? - Other - Text\n"
        '"{""ImportId"":""s""}","{""ImportId"":""Q2_4""}"\nIP Address,x\n',
        ("Which - one?", "Other"),
        3,
    ),
    (
        "qualtrics",
        'Status,Q1\nStatus,Sex - or gender?\n"{""ImportId"":""s""}","{""ImportId"":""Q1""}"\n0,x\n',
        ("Sex - or gender?", ""),
        3,
    ),
    (
        "surveymonkey",
        "Respondent ID,Collector ID,What matters?,,\n,,Price,Quality,Other (please specify)\n1,2,Price,,x\n",
        ("What matters?", "Other (please specify)"),
        2,
    ),
    ("surveymonkey", "Respondent ID,Collector ID,Your sex?\n,,Response\n1,2,f\n", ("Your sex?", ""), 2),
    ("yandex_forms", "ID,Время создания,Что важно?\n1,2024-03-01,Цена\n", ("Что важно?", ""), 1),
    ("kobo", "start,q2,q2/radio,q2/tv\n2024-03-01,tv,0,1\n", ("q2", "tv"), 1),
    ("ms_forms", "ID,Start time,Completion time,What matters?\n1,3/1/24,3/1/24,Price;\n", ("What matters?", ""), 1),
    ("one_ka", "recnum;Q1\nRecord;Что важно?\n1;2\n", ("Что важно?", ""), 2),
    ("one_ka", "recnum;Q1\n1;2\n", ("Q1", ""), 1),
    ("plain", "ID,Что важно?\n1,Цена\n", ("Что важно?", ""), 1),
]


@pytest.mark.parametrize(("kind", "text", "last", "height"), FORMS)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_form_is_known_by_its_header(tmp_path, kind, text, last, height, ending):
    path = written(tmp_path / "form.csv", text)
    if ending == "xlsx":
        rows = pd.read_csv(path, header=None, dtype=str, keep_default_na=False, sep=None, engine="python")
        path = tmp_path / "form.xlsx"
        with xlsxwriter.Workbook(path) as workbook:
            sheet = workbook.add_worksheet("Answers")
            for number, row in enumerate(rows.to_numpy().tolist()):
                sheet.write_row(number, 0, row)
    export = read_export(path)
    assert export.kind == kind
    assert tuple(export.columns.iloc[-1][["question", "option"]]) == last
    assert export.cells.index[0] == height + 1
    assert len(export.cells) == 1


def test_every_form_of_the_list_is_among_those_tested():
    assert {form[0] for form in FORMS} | {"spss", "stata"} == set(KINDS)


def test_a_question_of_surveymonkey_stands_over_each_of_its_options(tmp_path):
    _, text, _, _ = next(form for form in FORMS if form[0] == "surveymonkey")
    columns = read_export(written(tmp_path / "form.csv", text)).columns
    assert columns["name"].tolist()[2:] == [
        f"What matters? [{option}]" for option in ["Price", "Quality", "Other (please specify)"]
    ]
    assert not columns["duplicated"].any()


def test_the_missing_answers_of_1ka_are_declared(tmp_path):
    missing = read_export(written(tmp_path / "form.csv", "recnum;Q1\n1;-1\n")).missing
    assert missing[missing["position"] == 2]["low"].tolist() == ["-1", "-3", "-5"]


def test_repeated_headers_are_kept_as_they_stand_and_told_by_position(tmp_path):
    export = read_export(written(tmp_path / "form.csv", "id,Rate,Rate,Rate.1\n1,2,3,4\n"))
    assert export.columns["name"].tolist() == ["id", "Rate", "Rate", "Rate.1"]
    assert export.columns["duplicated"].tolist() == [False, True, True, False]
    assert cells(export) == [["1", "2", "3", "4"]]
    assert export.notices == ["header 'Rate' stands over the columns 2, 3; the codebook tells them by 'position'"]


def test_a_workbook_of_several_sheets_needs_the_name_of_one(tmp_path):
    from datetime import datetime

    with xlsxwriter.Workbook(tmp_path / "form.xlsx") as workbook:
        workbook.add_worksheet("Читать").write(0, 0, "about")
        sheet = workbook.add_worksheet("Ответы")
        sheet.write_row(0, 0, ["id", "when", "share", "agreed"])
        sheet.write_row(1, 0, [7, "", 0.5, True])
        sheet.write_datetime(1, 1, datetime(2024, 3, 1, 9, 30), workbook.add_format({"num_format": "dd.mm.yyyy hh:mm"}))
    assert cells(read_export(tmp_path / "form.xlsx", sheet="Ответы")) == [["7", "2024-03-01 09:30:00", "0.5", "True"]]
    with pytest.raises(StudyError, match="the workbook has the sheets 'Читать', 'Ответы'; name one"):
        read_export(tmp_path / "form.xlsx")


def statistical_file(tmp_path, ending, **options):
    values = pd.DataFrame({"q1": [1.0, 2.0, 97.0, None], "town": ["Пермь", "Тула", "", "Омск"]})
    path = tmp_path / f"wave.{ending}"
    labels = {
        "column_labels": {"q1": "Доверяете?", "town": "Город"},
        "variable_value_labels": {"q1": {1: "Да", 97: "Отказ"}},
    }
    getattr(pyreadstat, f"write_{ending}")(values, str(path), **labels, **options)
    return path


def test_a_sav_keeps_declared_codes_labels_and_questions(tmp_path):
    path = statistical_file(tmp_path, "sav", missing_ranges={"q1": [{"lo": 97, "hi": 99}]})
    export = read_export(path)
    assert export.kind == "spss"
    assert export.columns["question"].tolist() == ["Доверяете?", "Город"]
    assert cells(export) == [["1", "Пермь"], ["2", "Тула"], ["97", ""], ["", "Омск"]]
    assert export.cells.index.tolist() == [1, 2, 3, 4]
    assert export.cells.index.name == "case"
    assert export.labels.to_numpy().tolist() == [[1, "1", "Да"], [1, "97", "Отказ"]]
    assert export.missing.to_numpy().tolist() == [[1, "97", "99"]]


def test_a_dta_keeps_its_letters_of_missing_answers(tmp_path):
    values = pd.DataFrame({"q1": pd.Series([1, 2, "a"], dtype=object), "q2": [1, 2, 3]})
    path = tmp_path / "wave.dta"
    labels = {"q1": {1: "Да", "a": "Отказ"}}
    pyreadstat.write_dta(values, str(path), variable_value_labels=labels, missing_user_values={"q1": ["a"]})
    export = read_export(path)
    assert export.kind == "stata"
    assert cells(export) == [["1", "1"], ["2", "2"], ["a", "3"]]
    assert export.missing.to_numpy().tolist() == [[1, "a", "a"]]
    assert [1, "a", "Отказ"] in export.labels.to_numpy().tolist()


# Each begins with a letter, and a system missing value follows: memory nobody had written was read for it.
STATA_ANSWERS = {"whole": ["a", 1, None, 0, "b", None, 40000], "broken": ["a", None, 0.5, "b", None, 1.25, 2]}


@pytest.mark.parametrize("version", [8, 12, 13, 14, 15])
def test_a_letter_before_a_system_missing_value_leaves_it_empty(tmp_path, version):
    values = pd.DataFrame(STATA_ANSWERS, dtype=object)
    path = tmp_path / "wave.dta"
    letters = {name: ["a", "b"] for name in values}
    pyreadstat.write_dta(values, str(path), version=version, missing_user_values=letters)
    export = read_export(path)
    expected = values.map(lambda value: "" if value is None else str(value))
    assert export.cells.to_numpy().tolist() == expected.to_numpy().tolist()
    with pd.io.stata.StataReader(path, convert_missing=True) as reader:
        other = reader.read().map(lambda value: str(value).lstrip(".").removesuffix(".0"))
    assert other.to_numpy().tolist() == expected.to_numpy().tolist()


def test_the_same_pattern_in_a_sav_keeps_code_and_empty_cell_apart(tmp_path):
    values = pd.DataFrame({"q1": [99.0, 1.0, None, 0.0, 98.0, None], "town": ["", "a", "", "b", "", "c"]})
    path = tmp_path / "wave.sav"
    pyreadstat.write_sav(values, str(path), missing_ranges={"q1": [{"lo": 98, "hi": 99}]})
    export = read_export(path)
    assert export.cells[1].tolist() == ["99", "1", "", "0", "98", ""]
    assert export.missing.to_numpy().tolist() == [[1, "98", "99"]]


def test_a_portable_file_is_refused_with_the_way_out(tmp_path):
    path = tmp_path / "wave.por"
    pyreadstat.write_por(pd.DataFrame({"Q1": [1.0, 2.5]}), str(path))
    with pytest.raises(StudyError, match=r"wave\.por\n  portable SPSS files are not read; .* save it as \.sav"):
        read_export(path)


def recoded_sav(tmp_path, codec, stated):
    """A file whose texts are in one Cyrillic code page and whose header states another."""
    content = statistical_file(tmp_path, "sav", row_compress=False).read_bytes()
    for text in ["Доверяете?", "Город", "Пермь", "Тула", "Омск", "Да", "Отказ"]:
        raw, single = text.encode(), text.encode(codec)
        content = content.replace(raw, single + b" " * (len(raw) - len(single)))
    assert b"UTF-8" in content
    path = tmp_path / "recoded.sav"
    path.write_bytes(content.replace(b"UTF-8", stated))
    return path


@pytest.mark.slow
@pytest.mark.parametrize("codec", ["cp1251", "koi8-r"])
def test_a_sav_whose_code_page_is_wrong_is_read_by_its_letters_and_told(tmp_path, codec):
    for stated in [b"UTF-8", b"L1   "]:
        path = recoded_sav(tmp_path, codec, stated)
        export = read_export(path)
        assert export.columns["question"].tolist() == ["Доверяете?", "Город"]
        assert [row[1] for row in cells(export)] == ["Пермь", "Тула", "", "Омск"]
        assert "code page is missing or wrong" in export.notices[0]
        assert read_export(path, encoding=codec).cells.equals(export.cells)
        assert read_export(path, encoding=codec).notices == []


def test_a_declared_range_without_end_is_read(tmp_path):
    path = statistical_file(tmp_path, "sav", missing_ranges={"q1": [{"lo": 97, "hi": float("inf")}]})
    missing = read_export(path).missing
    assert is_declared(pd.Series(["97", "1000", "96", "", "x"]), missing).tolist() == [True, True, False, False, False]
