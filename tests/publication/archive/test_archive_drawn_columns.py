import pytest
from finished_study import LARGE, PICTURE, PRINTED, RATES, finished_study, write_drawn

from project import ROOT
from regioncodes.ground.errors import StudyError
from regioncodes.publication.archive.drawn_columns import COLUMNS, TABLE, drawn_tolerances
from regioncodes.publication.archive.reference import FOLDER, reference_list

LINE = f"{RATES},value,1e-6,the root of a nearly singular matrix"


@pytest.fixture
def study(tmp_path):
    return finished_study(tmp_path)


def tolerances(folder):
    return drawn_tolerances(folder, reference_list(folder))


def test_the_table_of_the_project_names_results_of_its_reference():
    drawn = tolerances(ROOT)
    assert all(0 < tolerance < 1 for columns in drawn.values() for tolerance in columns.values())


def test_an_empty_table_gives_no_column_a_tolerance_of_its_own(study):
    assert tolerances(study) == {}


def test_a_planted_line_gives_its_column_the_tolerance(study):
    write_drawn(study, LINE, f"{LARGE},value,0.01,another reason")
    assert tolerances(study) == {RATES: {"value": 1e-6}, LARGE: {"value": 0.01}}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("results/models/paces.csv,value,1e-6,why", "file 'results/models/paces.csv' is no table of unrounded results"),
        (f"{PICTURE},value,1e-6,why", f"file '{PICTURE}' is no table of unrounded results"),
        (f"{PRINTED},Curve,1e-6,why", f"file '{PRINTED}' is no table of unrounded results"),
        (f"{RATES},speed,1e-6,why", f"column 'speed' does not stand in {RATES}"),
        (f"{RATES},value,small,why", "tolerance 'small'; a number between 1e-09 and 1 is allowed"),
        (f"{RATES},value,1e-9,why", "tolerance '1e-9'; a number between 1e-09 and 1 is allowed"),
        (f"{RATES},value,1,why", "tolerance '1'; a number between"),
        (f"{RATES},value,,why", "tolerance ''; a number between"),
        (f"{RATES},value,1e-6, ", "no argument; say why"),
    ],
)
def test_a_wrong_line_is_named_with_what_is_wrong(study, line, problem):
    write_drawn(study, LINE.replace(RATES, LARGE), line)
    with pytest.raises(StudyError) as raised:
        tolerances(study)
    assert f"problem in {TABLE}" in str(raised.value)
    assert f"line 3: {problem}" in str(raised.value)


def test_all_wrong_lines_are_named_at_once_and_a_second_line_of_a_column_is_wrong(study):
    write_drawn(study, LINE, "nothing.csv,value,0,", LINE)
    with pytest.raises(StudyError, match=r"(?s)4 problems.*line 3: .*line 3: .*line 3: .*line 4: .*has a line before"):
        tolerances(study)


def test_other_columns_and_a_missing_table_are_errors(study):
    (study / TABLE).write_text("file,column\n")
    with pytest.raises(StudyError, match=f"found the columns file, column; allowed are {', '.join(COLUMNS)}"):
        tolerances(study)
    (study / TABLE).write_text("")
    with pytest.raises(StudyError, match="cannot be read"):
        tolerances(study)
    (study / TABLE).unlink()
    with pytest.raises(StudyError, match="is not there; put it back"):
        tolerances(study)


def test_a_broken_reference_is_left_to_the_verification_to_tell(study):
    (study / FOLDER / "models/rates.csv").unlink()
    write_drawn(study, LINE)
    assert tolerances(study) == {RATES: {"value": 1e-6}}
