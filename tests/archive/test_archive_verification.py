import io

import pandas as pd
import pytest

from regioncodes.archive.reference import FOLDER, kind, write_reference
from regioncodes.archive.verification import verification, verified_text
from regioncodes.errors import StudyError

TABLE = "region,year,value\n" + "".join(f"RU-SVE,{year},{year / 7}\n" for year in range(2000, 2012))


def png(width: int) -> bytes:
    from PIL import Image

    content = io.BytesIO()
    picture = Image.new("L", (300, 200), 255)
    picture.paste(0, (10, 10, width, 20))
    picture.save(content, "PNG")
    return content.getvalue()


@pytest.fixture
def study(tmp_path):
    """A finished study of one table, a large one, one text, one picture and one copy, and its reference."""
    large = "region,year,value\n" + "".join(f"R{n},2010,{n / 3}\n" for n in range(9000))
    contents = {
        "models/rates.csv": TABLE.encode(),
        "models/large.csv": large.encode(),
        "conclusions.en.md": b"One.\nTwo.\n",
        "figures/figure.en.png": png(100),
        "figures/figure.en.pdf": b"%PDF one",
        "benchmarks/report.md": b"36 s",
    }
    for name, content in contents.items():
        path = tmp_path / "results" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    write_reference(tmp_path)
    return tmp_path


def states(folder) -> dict[str, str]:
    files, _ = verification(folder)
    return dict(zip(files["result"], files["state"], strict=True))


def test_an_unchanged_study_is_verified(study):
    assert set(states(study).values()) == {"identical"}
    assert "VERIFIED: 5 results" in verified_text(*verification(study))


def test_measurements_are_no_results(study):
    assert "results/benchmarks/report.md" not in states(study)


def test_a_changed_number_is_named_with_file_row_column_and_both_values(study):
    path = study / "results/models/large.csv"
    path.write_text(path.read_text().replace("R10,2010,3.3333333333333335", "R10,2010,3.34"))
    with pytest.raises(StudyError, match="NOT VERIFIED: 1 of 5") as raised:
        verified_text(*verification(study))
    line = "region=R10, column value: found '3.34', expected '3.3333333333333335' (relative difference 0.002)"
    assert "1 difference in results/models/large.csv" in str(raised.value)
    assert line in str(raised.value)


def test_numbers_within_the_tolerance_agree(study):
    path = study / "results/models/rates.csv"
    frame = pd.read_csv(path)
    frame.assign(value=frame["value"] * (1 + 1e-11)).to_csv(path, index=False)
    assert states(study)["results/models/rates.csv"] == "agrees"
    verified_text(*verification(study))


def test_a_changed_word_is_named_by_its_line(study):
    (study / "results/conclusions.en.md").write_text("One.\nThree.\n")
    with pytest.raises(StudyError, match=r"line 2: found 'Three.', expected 'Two.'"):
        verified_text(*verification(study))


def test_a_changed_picture_differs_and_a_changed_copy_of_it_is_only_told(study):
    (study / "results/figures/figure.en.png").write_bytes(png(140))
    (study / "results/figures/figure.en.pdf").write_bytes(b"%PDF two")
    found = states(study)
    assert found["results/figures/figure.en.png"] == "differs"
    assert found["results/figures/figure.en.pdf"] == "other_bytes"


def test_a_missing_file_fails_and_a_new_one_is_told(study):
    (study / "results/models/rates.csv").rename(study / "results/models/paces.csv")
    found = states(study)
    assert found["results/models/rates.csv"] == "missing"
    assert found["results/models/paces.csv"] == "not_in_reference"
    with pytest.raises(StudyError, match=r"results/models/paces.csv"):
        verified_text(*verification(study))


@pytest.mark.parametrize("content", [b"", b"region\n1,2,3\n4,5\n6,7,8,9\n"])
def test_a_broken_table_differs_without_a_traceback(study, content):
    (study / "results/models/rates.csv").write_bytes(content)
    assert states(study)["results/models/rates.csv"] == "differs"


def test_a_broken_picture_differs_without_a_traceback(study):
    (study / "results/figures/figure.en.png").write_bytes(b"no picture")
    assert states(study)["results/figures/figure.en.png"] == "differs"


def test_the_reference_forgets_results_that_are_no_more(study):
    (study / "results/models/rates.csv").unlink()
    write_reference(study)
    assert not (study / FOLDER / "models/rates.csv").exists()
    assert set(states(study).values()) == {"identical"}


def test_without_results_or_reference_the_next_word_to_say_is_named(tmp_path):
    with pytest.raises(StudyError, match="make reference"):
        verification(tmp_path)
    write_reference(tmp_path)
    with pytest.raises(StudyError, match="make study"):
        verification(tmp_path)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("results/tables/table_1.en.html", "text"),
        ("results/site/index.html", "copy"),
        ("results/figures/figure_1.en.svg", "copy"),
        ("results/data/panel.csv", "table"),
        ("results/data/panel.parquet", "copy"),
        ("results/passports/RU-SVE.en.pdf", "copy"),
    ],
)
def test_a_result_is_compared_by_what_it_is(file, expected):
    assert kind(file) == expected
