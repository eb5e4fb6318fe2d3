import re
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from project import ROOT
from regioncodes.ground.tables import read_table
from regioncodes.publication.notebooks import executed_page, with_choices


def test_a_notebook_becomes_one_page_that_asks_nobody_for_anything_and_repeats(tmp_path):
    (tmp_path / "value.txt").write_text("forty-two", encoding="utf-8")
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# A title\n\nProse.", id="a"),
            nbformat.v4.new_code_cell("from pathlib import Path\nprint(Path('value.txt').read_text())", id="b"),
        ]
    )
    path = tmp_path / "page.ipynb"
    nbformat.write(notebook, path)
    page = executed_page(path, tmp_path, {})
    assert "forty-two" in page
    assert "<title>A title</title>" in page
    assert not re.findall(r"""(?:src|href)=["'](?!data:|#)""", page)
    assert str(tmp_path) not in page
    assert page == executed_page(path, tmp_path, {})


def test_a_notebook_shows_what_the_study_chose_and_keeps_its_other_lines():
    code = 'language = "en"  # by hand\nlanguage_of = "en"\nother = "en"'
    chosen = with_choices(code, {"language": "ru", "mapping": "mine"})
    assert chosen == 'language = "ru"  # by hand\nlanguage_of = "en"\nother = "en"'


def test_a_notebook_runs_without_a_word_in_the_terminal(tmp_path, capfd):
    path = tmp_path / "page.ipynb"
    cells = [nbformat.v4.new_markdown_cell("# A title", id="a"), nbformat.v4.new_code_cell("1 + 1", id="b")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    executed_page(path, tmp_path, {})
    assert "".join(capfd.readouterr()) == ""


def test_a_cell_that_shows_an_unexpected_thing_stops_the_run_with_what_it_found(tmp_path):
    path, cell = tmp_path / "page.ipynb", "found = 0\nassert found == 1, f'{found} rows, not one'\nfound"
    cells = [nbformat.v4.new_markdown_cell("# A title", id="a"), nbformat.v4.new_code_cell(cell, id="b")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    with pytest.raises(CellExecutionError, match="0 rows, not one"):
        executed_page(path, tmp_path, {})


def test_the_guide_to_a_new_year_shows_files_of_figures_and_no_survey(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    cells = nbformat.read(ROOT / "notebooks/add_a_year_or_region.ipynb", as_version=4).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    first = next(place for place, source in enumerate(code) if "inspected(" in source)
    known: dict = {}
    for source in code[: first + 2]:
        exec(source, known)
    shown = capsys.readouterr().out
    assert "surveys/" not in shown
    assert "notice: no table" not in shown
    described = read_table(ROOT / "data/reference/tables.csv")["file"]
    sources = read_table(ROOT / "data/reference/sources.csv").set_index("file")["published"]
    assert shown.startswith(sources[sources.index.isin(described)].idxmax())
    assert shown.count("\nsheet ") == 2
    assert "suppressed" in shown


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_that_shows_numbers_says_what_must_be_true_of_them(path):
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert any("assert " in source for source in cells)


NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_of_the_study_is_valid_and_opens_with_a_title(path):
    content = nbformat.read(path, as_version=4)
    nbformat.validate(content)
    assert content.cells[0].source.startswith("# ")
    assert content.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_names_no_language_and_no_mapping_but_where_the_study_can_choose_another(path):
    code = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")
    chosen = with_choices(code, {"language": "CHOSEN", "mapping": "CHOSEN"})
    assert not re.findall(r"\.(?:en|ru)\.|composite|article", chosen)
    assert ("{language}" in code) == ('language = "CHOSEN"' in chosen)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_reads_results_and_computes_no_model(path):
    code = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")
    for module in ("statsmodels", "scipy", "sklearn", "regioncodes.codes", "regioncodes.education"):
        assert module not in code
