"""A file nobody has described: what is guessed of it, what is never shown, and that the drafted codebook reads it."""

import csv
import io
import time

import pandas as pd
import pytest

from answer_frames import answer_frame, read_dump
from regioncodes.__main__ import main
from regioncodes.ground.errors import StudyError
from regioncodes.surveys.codebook_drafts import as_csv, drafted_codebook
from regioncodes.surveys.codebooks import option_entries, read_codebook
from regioncodes.surveys.exports import read_export
from regioncodes.surveys.inspection import guessed_columns, inspection_report
from regioncodes.surveys.separators import compounds, guessed_separator, separated_options

SEX = ["Женский", "Мужской", "Женский", "Мужской", "Женский", "Женский", "Мужской", "Женский"]
NEWS = [[0, 1], [1], [2, 0], [0], [1, 2], [0, 1, 2], [2], [0, 2]]
OPTIONS = ["Телевидение", "Друзья, родственники, коллеги", "Сайты"]
MAILS = [f"person{number}@example.org" for number in range(8)]
REMARKS = [f"Моё мнение номер {number}: всё сложно" for number in range(8)]
TRUTH = {"Женский": 5, "Мужской": 3, OPTIONS[0]: 5, OPTIONS[1]: 4, OPTIONS[2]: 5}
TIMES = [f"2024-05-01 10:0{number}:00" for number in range(8)]


def joined(separator):
    return [separator.join(OPTIONS[place] for place in chosen) for chosen in NEWS]


def ticks(place, yes, no):
    return [yes if place in chosen else no for chosen in NEWS]


def csv_file(folder, headers, columns):
    text = io.StringIO()
    csv.writer(text).writerows([*headers, *zip(*columns, strict=True)])
    path = folder / "answers.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def google_forms(folder):
    headers = ["Отметка времени", "Ваш пол?", "Откуда узнаёте новости?", "Адрес электронной почты", "Что ещё?"]
    times = [f"2024/05/01 10:0{number}:00 AM GMT+3" for number in range(8)]
    return csv_file(folder, [headers], [times, SEX, joined(", "), MAILS, REMARKS])


def limesurvey(folder):
    question = "Откуда узнаёте новости?"
    options = [f"Q2[SQ00{place}]. {question} [{option}]" for place, option in enumerate(OPTIONS, 1)]
    headers = [
        "id",
        "submitdate",
        "lastpage",
        "Q1. Ваш пол?",
        *options,
        f"Q2[other]. {question} [Другое]",
        "Q3. E-mail",
    ]
    other = ["", "", "соседка Анна", "", "", "", "", ""]
    ids = [str(number) for number in range(1, 9)]
    columns = [ids, TIMES, ["3"] * 8, SEX, *(ticks(place, "Да", "Нет") for place in range(3)), other, MAILS]
    return csv_file(folder, [headers], columns)


def qualtrics(folder):
    names = [
        "StartDate",
        "Status",
        "Duration (in seconds)",
        "ResponseId",
        "IPAddress",
        "Q1",
        "Q2_1",
        "Q2_2",
        "Q2_3",
        "Q3",
    ]
    question = "Откуда узнаёте\nновости?"
    texts = ["Start Date", "Response Type", "Duration (in seconds)", "Response ID", "IP Address", "Ваш пол?"]
    texts += [f"{question} - {option}" for option in OPTIONS] + ["Что ещё?"]
    ids = [f'{{"ImportId":"{name}"}}' for name in names]
    columns = [TIMES, ["IP Address"] * 8, ["200"] * 8, [f"R_{number}" for number in range(8)]]
    columns += [[f"192.0.2.{number}" for number in range(8)], SEX]
    columns += [ticks(place, option, "") for place, option in enumerate(OPTIONS)] + [REMARKS]
    return csv_file(folder, [names, texts, ids], columns)


def surveymonkey(folder):
    first = [
        "Respondent ID",
        "Start Date",
        "End Date",
        "Email Address",
        "Ваш пол?",
        "Откуда узнаёте новости?",
        "",
        "",
        "Что?",
    ]
    second = ["", "", "", "", "Response", *OPTIONS, "Open-Ended Response"]
    columns = [[f"11{number}" for number in range(8)], TIMES, TIMES, MAILS, SEX]
    columns += [ticks(place, option, "") for place, option in enumerate(OPTIONS)] + [REMARKS]
    return csv_file(folder, [first, second], columns)


def yandex_forms(folder):
    table = pd.DataFrame({"ID": range(1, 9), "Время создания": TIMES, "Ваш пол?": SEX, "Новости?": joined(", ")})
    path = folder / "answers.xlsx"
    table.assign(**{"Ваш телефон": [f"+7 912 345-67-0{number}" for number in range(8)]}).to_excel(path, index=False)
    return path


def one_ka(folder):
    names = ["recnum", "status", "Q1", "Q2a", "Q2b", "Q2c", "Q3"]
    texts = ["Record", "Status", "Ваш пол?", *(f"Новости? [{option}]" for option in OPTIONS), "Что ещё?"]
    columns = [[str(number) for number in range(1, 9)], ["6"] * 8, SEX]
    columns += [ticks(place, "1", "0") for place in range(3)] + [REMARKS]
    return csv_file(folder, [names, texts], columns)


def statistical_table():
    sex = [1 if text == "Женский" else 2 for text in SEX]
    columns = {f"news{place}": [int(tick) for tick in ticks(place, "1", "0")] for place in range(3)}
    return pd.DataFrame({"case": range(1, 9), "sex": sex, **columns, "mail": MAILS})


def labels_of_values():
    yes = {f"news{place}": {1: option, 0: "Нет"} for place, option in enumerate(OPTIONS)}
    return {"sex": {1: "Женский", 2: "Мужской"}, **yes}


def spss(folder):
    import pyreadstat

    path = folder / "answers.sav"
    pyreadstat.write_sav(statistical_table(), str(path), variable_value_labels=labels_of_values())
    return path


def stata(folder):
    import pyreadstat

    path = folder / "answers.dta"
    pyreadstat.write_dta(statistical_table(), str(path), variable_value_labels=labels_of_values())
    return path


def plain(folder):
    headers = ["Номер анкеты", "Пол", "Новости", "Возраст", "Фамилия"]
    names = ["Иванов", "Петрова", "Сидоров", "Кузнецова", "Попов", "Васильева", "Орлов", "Зайцева"]
    ages = ["21", "34", "45", "56", "67", "23", "41", "38"]
    return csv_file(folder, [headers], [[str(n) for n in range(1, 9)], SEX, joined(";"), ages, names])


def kobo(folder):
    names = ["start", "end", "group/sex", "news", *(f"news/{option}" for option in OPTIONS), "mail", "_id", "_uuid"]
    ids = [str(number) for number in range(100, 108)]
    columns = [TIMES, TIMES, SEX, joined(" "), *(ticks(place, "1", "0") for place in range(3)), MAILS, ids, ids]
    return csv_file(folder, [names], columns)


def ms_forms(folder):
    headers = ["ID", "Время начала", "Время выполнения", "Адрес электронной почты", "Пол", "Новости"]
    cells = [f"{cell};" for cell in joined(";")]
    return csv_file(folder, [headers], [list("12345678"), TIMES, TIMES, MAILS, SEX, cells])


FORMS = [google_forms, limesurvey, qualtrics, surveymonkey, yandex_forms, one_ka, kobo, ms_forms, spss, stata, plain]
everywhere = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)


@everywhere
def test_the_drafted_codebook_reads_the_file_and_counts_what_was_answered(form, tmp_path, capsys):
    path, draft = form(tmp_path), tmp_path / "draft.csv"
    main(["survey", "inspect", str(path), "--write", str(draft)])
    assert capsys.readouterr().out.startswith(f"{path}: {form.__name__}, 8 rows")
    codebook = read_codebook(draft)
    answers = answer_frame(read_dump(path, codebook)).merge(
        option_entries(codebook)[["question", "option", "label_ru"]], on=["question", "option"], validate="many_to_one"
    )
    counts = answers[answers["status"] == "ticked"]["label_ru"].value_counts()
    assert {label: counts[label] for label in TRUTH} == TRUTH
    assert not (answers["status"] == "not_answered").any()


@everywhere
def test_neither_personal_data_nor_free_text_is_printed_or_drafted(form, tmp_path, capsys):
    path = form(tmp_path)
    main(["survey", "inspect", str(path)])
    printed = capsys.readouterr().out
    secrets = ["@example", "192.0.2", "+7 912", "мнение", "соседка", "Иванов", "Зайцева"]
    assert [secret for secret in secrets if secret in printed] == []


def test_the_draft_is_printed_where_it_is_not_written_and_is_never_written_over_a_file(tmp_path, capsys):
    path = plain(tmp_path)
    main(["survey", "inspect", str(path)])
    assert "Draft of a codebook (--write PATH saves it):\nsurvey,file,sheet," in capsys.readouterr().out
    with pytest.raises(StudyError, match="is there already; name a new file"):
        main(["survey", "inspect", str(path), "--write", str(path)])


def guesses_of(folder, columns):
    path = csv_file(folder, [list(columns)], list(columns.values()))
    export = read_export(path)
    return export, guessed_columns(export), path


def test_a_column_looks_as_it_is(tmp_path):
    number = 40
    columns = {
        "id": [str(row) for row in range(number)],
        "Код респондента": [str(row % 39) for row in range(number)],
        "Начало": TIMES * 5,
        "Длительность": ["90"] * number,
        "Статус": ["complete"] * number,
        "Оценка": [str(1 + row % 5) for row in range(number)],
        "Доход": [str(20000 + 317 * row) for row in range(number)],
        "Когда переехали": [f"{row % 28 + 1:02d}.03.2020" for row in range(number)],
        "Согласны?": ["Да, вполне", "Нет, никогда", "Затрудняюсь"] * 13 + ["Да, вполне"],
        "Телефон": ["89123456789"] * number,
        "Пусто": [""] * number,
    }
    _, guesses, _ = guesses_of(tmp_path, columns)
    kinds = dict(zip(columns, (guess.kind for guess in guesses), strict=True))
    assert list(kinds.values()) == [
        "respondent",
        "note",
        "started",
        "duration",
        "status",
        "single",
        "number",
        "note",
        "single",
        "drop",
        "drop",
    ]


def test_a_text_that_stands_once_is_counted_but_not_shown(tmp_path, capsys):
    columns = {"id": list("123456789"), "Занятие": ["студент"] * 4 + ["рабочий"] * 4 + ["лечусь у доктора Петрова"]}
    export, guesses, path = guesses_of(tmp_path, columns)
    report = inspection_report(export, guesses, path)
    draft = drafted_codebook(export, guesses, path)
    assert guesses[1].rare == 1
    assert "1  texts that stand once, not shown" in report
    assert "доктора" not in report + draft.to_csv()
    assert draft["kind"].tolist() == ["respondent", "single", "single", "other_text"]


def test_other_answers_among_several_options_are_counted_as_other(tmp_path):
    cells = ["радио, сайты", "сайты", "радио", "радио, от мамы, каждый день", "сайты, стенгазета", "", "радио"]
    path = csv_file(tmp_path, [["id", "Откуда?"]], [list("1234567"), cells])
    export = read_export(path)
    draft = drafted_codebook(export, guessed_columns(export), path)
    draft.to_csv(tmp_path / "draft.csv", index=False)
    answers = answer_frame(read_dump(path, read_codebook(tmp_path / "draft.csv")))
    ticked = answers[answers["status"] == "ticked"]["option"].value_counts().to_dict()
    assert draft["code"].tolist() == ["", "радио", "сайты", ""]
    assert ticked == {"option_1": 4, "option_2": 3, "other": 2}


def test_a_personal_text_under_an_innocent_header_is_not_shown(tmp_path):
    columns = {"ID": [f"a{row}@example.org" for row in range(4)], "Статус": ["+7 912 345-67-01"] * 4}
    _, guesses, _ = guesses_of(tmp_path, columns)
    assert [(guess.kind, guess.options) for guess in guesses] == [("drop", {}), ("drop", {})]


def test_options_that_a_spreadsheet_made_dates_are_pointed_out(tmp_path):
    often = ["ни разу", "2024-03-01 00:00:00", "ни разу", "2024-03-01 00:00:00", "4-6", "4-6"]
    born = [f"1990-01-0{row}" for row in range(1, 7)]
    export, guesses, path = guesses_of(tmp_path, {"id": list("123456"), "Как часто?": often, "Приём": born})
    assert inspection_report(export, guesses, path).count("some cells are dates") == 1


def test_codes_declared_missing_are_no_options(tmp_path):
    import pyreadstat

    path = tmp_path / "answers.sav"
    pyreadstat.write_sav(
        pd.DataFrame({"trust": [1, 2, 1, 2, 98, 99], "days": [10, 20, 30, 40, 55, 97]}),
        str(path),
        variable_value_labels={"trust": {1: "Да", 2: "Нет", 99: "Нет ответа"}, "days": {97: "Не помню"}},
        missing_ranges={"trust": [{"lo": 98, "hi": 99}], "days": [97]},
    )
    trust, days = guessed_columns(read_export(path))
    assert (trust.kind, trust.options) == ("single", {"1": 2, "2": 2})
    assert days.kind == "number"


def test_headers_that_stand_twice_are_told_apart_by_position(tmp_path):
    path = csv_file(tmp_path, [["id", "Оценка", "Оценка"]], [list("1234"), list("5454"), list("1212")])
    export = read_export(path)
    draft = drafted_codebook(export, guessed_columns(export), path)
    assert draft["position"].tolist() == ["", "2", "2", "3", "3"]
    draft.to_csv(tmp_path / "draft.csv", index=False)
    assert read_dump(path, read_codebook(tmp_path / "draft.csv")).statuses.shape == (4, 4)


@pytest.mark.parametrize(
    ("cells", "separator"),
    [
        (["a;b", "b;c", "a;c", "b"], ";"),
        (["a;", "b;", "a;b;"], ";"),
        (["a, b", "b", "a", "c, a"], ", "),
        (["a / b", "b", "a", "c / a"], " / "),
        (["a/b", "b", "a", "c/a"], "/"),
        (["a\nb", "b", "a", "c\na"], "(line break)"),
        (['["a", "b"]', '["b"]', '["a"]', '["c", "a"]'], "(list)"),
        (["a, b", "b", "a", "c,a"], ","),
        (["1/2", "1/3", "2/3", "1"], ""),
        (["Yes, a lot", "No, never", "Perhaps"], ""),
        (["one", "two"], ""),
        ([""], ""),
    ],
)
def test_a_separator_is_one_where_its_parts_recur(cells, separator):
    assert guessed_separator(pd.Series(cells)) == separator


def test_an_option_is_no_compound_where_a_part_of_it_stands_nowhere_else():
    assert compounds(["ТВ", "Радио, ТВ", "Интернет, Радио", "Интернет"], ";") == ["Интернет, Радио", "Радио, ТВ"]
    assert compounds(["Гранты", "Гранты, субсидии и льготы", "Кредиты"], ";") == []
    assert compounds(["ТВ/радио", "радио", "Сайты"], ", ") == []
    assert compounds(["ТВ", "ТВ,Сайты"], ", ") == ["ТВ,Сайты"]


def test_an_option_with_the_separator_inside_stays_whole():
    cells = pd.Series(["TV, friends, family", "friends, family", "TV", "sites, friends, family", "sites, TV"])
    assert separated_options(cells, ", ") == {"TV": 3, "friends, family": 3, "sites": 2}


def drafted(folder, cells):
    """The draft and the answers of a question whose cells are given; the draft must read the file."""
    path = csv_file(folder, [["id", "q"]], [[str(row) for row in range(len(cells))], cells])
    export = read_export(path)
    guesses = guessed_columns(export)
    draft = drafted_codebook(export, guesses, path)
    (folder / "draft.csv").write_text(as_csv(draft), encoding="utf-8")
    return inspection_report(export, guesses, path), path, read_codebook(folder / "draft.csv")


@pytest.mark.parametrize("separator", ["; ", ";", " / ", "/", ", ", ",", "\n", "|"])
def test_joined_options_are_taken_as_they_were_drafted(tmp_path, separator):
    _, path, codebook = drafted(tmp_path, joined(separator))
    answers = answer_frame(read_dump(path, codebook)).merge(
        option_entries(codebook)[["option", "label_ru"]], on="option", validate="many_to_one"
    )
    counts = answers[answers["status"] == "ticked"]["label_ru"].value_counts()
    assert sorted(counts.tolist()) == [4, 5, 5]


def test_blanks_behind_some_separators_change_no_count(tmp_path):
    cells = ["ТВ; Интернет", "Интернет", "ТВ", "Радио;ТВ", "Интернет; Радио", "ТВ ;Интернет", "Радио"]
    _, path, codebook = drafted(tmp_path, cells)
    assert (read_dump(path, codebook).statuses == 3).sum(axis=0).tolist() == [4, 3, 4]


def test_options_joined_by_two_marks_are_told_and_refused(tmp_path):
    cells = ["ТВ; Сайты", "Сайты", "ТВ", "ТВ, Радио", "ТВ, Радио", "Сайты; ТВ", "Радио"] * 2
    report, path, codebook = drafted(tmp_path, cells)
    assert "other marks join options too, as in 'ТВ, Радио': left out of the draft" in report
    with pytest.raises(StudyError, match="row 5, column 'q': found 'ТВ, Радио'"):
        read_dump(path, codebook)


def test_answers_in_own_words_behind_other_are_one_option_and_not_shown(tmp_path):
    own = ["Льготы, Другое: помог банк", "Другое: помог банк", "Гранты, Другое: сам, без помощи"]
    report, path, codebook = drafted(tmp_path, ["Льготы", "Гранты", "Льготы, Гранты", "Гранты", *own])
    assert "банк" not in report
    answers = read_dump(path, codebook)
    assert dict(zip(codebook["label_ru"].tolist()[1:], (answers.statuses == 3).sum(axis=0), strict=True)) == {
        "Гранты": 4,
        "Льготы": 3,
        "Другое": 3,
    }


def test_a_mark_behind_which_the_form_writes_its_separator_is_no_answer(tmp_path):
    cells = ["ТВ;", "Радио;ТВ;", "Отказ;", "Радио;", "Затрудняюсь ответить;", "ТВ;", "Отказ;"]
    path = csv_file(tmp_path, [["id", "q"]], [list("1234567"), cells])
    export = read_export(path)
    marks = {"отказ": "refused", "затрудняюсь ответить": "dont_know"}
    draft = drafted_codebook(export, guessed_columns(export, marks), path, marks=marks)
    (tmp_path / "draft.csv").write_text(as_csv(draft), encoding="utf-8")
    answers = read_dump(path, read_codebook(tmp_path / "draft.csv"))
    assert draft["code"].tolist() == ["", "Затрудняюсь ответить", "Радио", "ТВ"]
    assert (answers.statuses == 3).sum(axis=0).tolist() == [1, 2, 3]
    assert (answers.statuses == 1).all(axis=1).tolist() == [False, False, True, False, False, False, True]


def test_who_was_not_shown_a_group_of_kobo_is_outside_its_base(tmp_path):
    names = ["q", "q/a", "q/b", "_id", "_uuid"]
    columns = [["a b", "b", "", ""], ["1", "0", "", "0"], ["1", "1", "", "0"], list("1234"), list("5678")]
    path = csv_file(tmp_path, [names], columns)
    export = read_export(path)
    draft = drafted_codebook(export, guessed_columns(export), path)
    assert draft["code_not_shown"].tolist() == ["", "(empty)", "(empty)", "", ""]
    assert draft["kind"].tolist()[0] == "drop"
    (tmp_path / "draft.csv").write_text(as_csv(draft), encoding="utf-8")
    assert read_dump(path, read_codebook(tmp_path / "draft.csv")).statuses.tolist() == [[3, 3], [2, 3], [0, 0], [2, 2]]


def test_a_long_column_of_different_answers_is_inspected_in_time(tmp_path):
    number = 4000
    cells = [f"моё мнение номер {place}, и ещё {place * 7}" for place in range(number)]
    path = csv_file(tmp_path, [["id", "q"]], [[str(row) for row in range(number)], cells])
    export = read_export(path)
    begun = time.process_time()
    guessed_columns(export, {"n/a": "not_shown"})
    # Each different answer once cost 1.3 ms.
    assert time.process_time() - begun < 1.3e-3 * number / 4


def test_who_waits_for_a_large_file_is_told_on_stderr(tmp_path, capsys, monkeypatch):
    path = plain(tmp_path)
    main(["survey", "inspect", str(path)])
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("regioncodes.surveys.commands.LARGE_BYTES", 10)
    main(["survey", "inspect", str(path)])
    told = capsys.readouterr()
    assert told.err.splitlines()[0].startswith("reading answers.csv (")
    assert told.err.splitlines()[1].startswith("8 rows read, looking at 5 columns of answers.csv")
    assert "rows read" not in told.out
