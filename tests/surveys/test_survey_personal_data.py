import re

import pandas as pd
import pytest

from answer_frames import read_dump
from regioncodes.ground.errors import StudyError
from regioncodes.surveys.codebooks import COLUMNS
from regioncodes.surveys.dumps import read_survey
from regioncodes.surveys.personal_data import KEY_VARIABLE, hashed, looks_personal

SECRET = "ivanova@example.org"


def series(*texts):
    return pd.Series(texts, dtype="str")


def survey(tmp_path, kind, header="Куда прислать итоги?", cells=(SECRET, "", "petrov@example.org")):
    rows = [f'{number},да,"{cell}"' for number, cell in enumerate(cells, 1)]
    path = tmp_path / "form.csv"
    path.write_text("\n".join([f"id,Согласны?,{header}", *rows]), encoding="utf-8")
    lines = [
        {"column": "id", "kind": "respondent"},
        {"column": "Согласны?", "question": "agree", "kind": "single", "code": "да", "option": "yes"},
        {"column": header, "kind": kind, "question": "other" * (kind == "other_text"), "option": "other"},
    ]
    blank = dict.fromkeys(COLUMNS, "") | {"survey": "form", "base": "answered"}
    return path, pd.DataFrame([blank | line for line in lines if line["kind"]])


@pytest.mark.parametrize(
    "header",
    [
        "E-mail",
        "Ваша электронная почта",
        "Телефон",
        "Phone number",
        "IP-адрес",
        "ipaddr",
        "ФИО",
        "Фамилия",
        "First Name",
        "Как Вас зовут?",
        "СНИЛС",
        "Паспорт",
        "Домашний адрес",
        "LocationLatitude",
        "Device ID",
        "Дата рождения",
    ],
)
def test_a_header_that_asks_for_personal_data_is_seen(header):
    assert looks_personal(header, series(""))


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        "пишите: a.b@mail.ru",
        "+7 912 345-67-89",
        "8(912)345-67-89",
        "79123456789",
        "192.168.10.1",
        "112-233-445 95",
        "4509 123456",
        "Иванова Анна Петровна",
        "Иванов И.И.",
        "ул. Мира, 19",
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
        "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    ],
)
def test_a_cell_that_holds_personal_data_is_seen(text):
    assert looks_personal("Комментарий", series("", "да", text))


@pytest.mark.parametrize(
    "header", ["Комментарий", "Доля, %", "Что мешает участвовать?", "weight", "Origin of the data"]
)
def test_ordinary_columns_are_not_taken_for_personal(header):
    texts = ["2024/03/01 10:00:00 AM GMT+3", "2024-03-01 12:00:00", "1234567", "0,7912345678", "1709286000", "ООО и АО"]
    assert looks_personal(header, series(*texts, "Льготное кредитование, кредитование под гарантии")) == ""


@pytest.mark.parametrize("kind", ["note", "number", ""])
def test_an_unmarked_column_stops_the_run_and_shows_no_address(tmp_path, kind):
    with pytest.raises(StudyError) as caught:
        read_dump(*survey(tmp_path, kind))
    message = str(caught.value)
    assert "column 'Куда прислать итоги?' looks like an e-mail address" in message
    assert "'drop'" in message
    assert "'hash'" in message
    assert "data/reference/codebooks/form.csv" in message
    assert "example.org" not in message


def test_an_address_among_answers_is_an_error_that_does_not_show_it(tmp_path):
    path, codebook = survey(tmp_path, "drop")
    path.write_text(path.read_text(encoding="utf-8").replace("1,да", f"1,{SECRET}"), encoding="utf-8")
    with pytest.raises(
        StudyError, match="row 2, column 'Согласны\\?': found what looks like an e-mail address"
    ) as caught:
        read_dump(path, codebook)
    assert SECRET not in str(caught.value)


def test_a_respondent_called_by_an_address_is_not_read(tmp_path):
    path, codebook = survey(tmp_path, "drop")
    path.write_text(path.read_text(encoding="utf-8").replace("1,да", f"{SECRET},да"), encoding="utf-8")
    with pytest.raises(StudyError, match="column 'id' looks like an e-mail address"):
        read_dump(path, codebook)


def test_a_dropped_column_is_gone(tmp_path):
    export = read_survey(*survey(tmp_path, "drop"))
    assert list(export.cells.columns) == export.columns["position"].tolist() == [1, 2]
    assert "example.org" not in export.cells.to_csv()


def test_a_hashed_column_tells_respondents_apart_and_hides_them(tmp_path, monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, "a key of enough letters")
    export = read_survey(*survey(tmp_path, "hash", cells=[SECRET, "", SECRET, "petrov@example.org"]))
    digests = export.cells[3].tolist()
    assert "example.org" not in export.cells.to_csv()
    assert digests[0] == digests[2] != digests[3]
    assert digests[1] == ""
    assert all(re.fullmatch("[0-9a-f]{32}", digest) for digest in [digests[0], digests[3]])
    monkeypatch.setenv(KEY_VARIABLE, "another key of enough letters")
    assert read_survey(*survey(tmp_path, "hash")).cells[3].iloc[0] != digests[0]


def test_without_a_key_nothing_is_hashed_and_the_way_out_is_said(tmp_path, monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StudyError, match=f"there is none; make the folder data/private .* or set {KEY_VARIABLE}"):
        read_survey(*survey(tmp_path, "hash"))
    monkeypatch.setenv(KEY_VARIABLE, "short")
    with pytest.raises(StudyError, match="5 bytes; 16 to 64 are allowed"):
        read_survey(*survey(tmp_path, "hash"))


def test_a_key_in_the_private_file_serves(tmp_path, monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data/private").mkdir(parents=True)
    (tmp_path / "data/private/key").write_text("k" * 32 + "\n", encoding="utf-8")
    expected = hashed(series(SECRET), b"k" * 32)
    assert read_survey(*survey(tmp_path, "hash")).cells[3].iloc[0] == expected.iloc[0]


def test_a_free_text_counts_and_is_not_kept(tmp_path):
    path, codebook = survey(tmp_path, "other_text")
    assert "example.org" not in read_survey(path, codebook).cells.to_csv()
    answers = read_dump(path, codebook)
    assert answers.of("other").statuses[:, 0].tolist() == [3, 1, 3]


def test_the_private_key_is_never_committed():
    from pathlib import Path

    ignored = (Path(__file__).parents[2] / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "data/private/" in ignored
