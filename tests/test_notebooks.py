import re

import nbformat

from regioncodes.notebooks import executed_page


def test_a_notebook_becomes_one_page_that_asks_nobody_for_anything_and_repeats(tmp_path):
    (tmp_path / "value.txt").write_text("forty-two", encoding="utf-8")
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# A title\n\nProse.", id="a"),
            nbformat.v4.new_code_cell("from pathlib import Path\nprint(Path('value.txt').read_text())", id="b"),
        ]
    )
    path = tmp_path / "tour.ipynb"
    nbformat.write(notebook, path)
    page = executed_page(path, tmp_path)
    assert "forty-two" in page
    assert "<title>A title</title>" in page
    assert not re.findall(r"""(?:src|href)=["'](?!data:|#)""", page)
    assert str(tmp_path) not in page
    assert page == executed_page(path, tmp_path)
