import re
from pathlib import Path

import nbformat
import pytest

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
