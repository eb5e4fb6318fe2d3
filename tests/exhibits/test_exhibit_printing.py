"""Printed tables in the programs that open them: LaTeX compiles them all, a word processor shows them whole."""

import html
import re
import shutil
import subprocess
from collections import Counter

import docx
import pytest

from project import ROOT

pytestmark = pytest.mark.slow
TABLES = ROOT / "results/tables"
# Points by which a line may stand out of its column unseen.
UNSEEN_POINTS = 2.0
# Two centimetres beside the tables of a document.
MARGIN_POINTS = 56.7
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)" yMax="[\d.-]+">(.*?)</word>')
DOCUMENT = r"""\documentclass[a4paper]{article}
\usepackage[T2A]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage[%s]{babel}
\usepackage{array,booktabs,longtable,pdflscape,ragged2e}
\begin{document}
%s
\end{document}
"""


def made(pattern):
    found = sorted(TABLES.glob(pattern))
    if not found:
        pytest.skip("no printed tables in results/tables; run snakemake first")
    return found


@pytest.mark.parametrize(("language", "languages"), [("en", "russian,english"), ("ru", "english,russian")])
def test_latex_compiles_every_table_and_nothing_leaves_its_column(language, languages, tmp_path):
    if not shutil.which("pdflatex"):
        pytest.skip("pdflatex is not installed")
    tables = made(f"*.{language}.tex")
    for table in tables:
        shutil.copyfile(table, tmp_path / table.name)
    inputs = "\n".join(rf"\input{{{table.name}}}\clearpage" for table in tables)
    (tmp_path / "all.tex").write_text(DOCUMENT % (languages, inputs), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-file-line-error", "all.tex"]
    process = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", errors="replace")
    log = (tmp_path / "all.log").read_text(encoding="utf-8", errors="replace")
    assert re.findall(r"^(?:!|[^\s:]+:\d+:).*$", log, re.MULTILINE) == []
    assert process.returncode == 0
    assert "Output written on all.pdf" in log
    assert [
        float(points) for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log) if float(points) > UNSEEN_POINTS
    ] == []


@pytest.fixture(scope="module")
def as_pdf(tmp_path_factory):
    """The DOCX of every table as LibreOffice prints it."""
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        pytest.skip("LibreOffice or pdftotext is not installed")
    folder = tmp_path_factory.mktemp("printed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, made("*.docx"))], check=True, capture_output=True, timeout=600)
    return folder


def test_no_word_of_a_document_leaves_its_page_and_every_cell_is_there(as_pdf):
    outside, lost = [], []
    for document in made("*.docx"):
        command = ["pdftotext", "-bbox", str(as_pdf / f"{document.stem}.pdf"), "-"]
        boxes = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
        for page in boxes.split("<page ")[1:]:
            width, words = float(re.search(r'width="([\d.]+)"', page)[1]), WORD.findall(page)
            room = (MARGIN_POINTS - UNSEEN_POINTS, width - MARGIN_POINTS + UNSEEN_POINTS)
            outside += [
                (document.name, text) for left, right, text in words if float(left) < room[0] or float(right) > room[1]
            ]
        shown = Counter(html.unescape("".join(text for *_, text in WORD.findall(boxes))))
        cells = {cell._tc: cell.text for row in docx.Document(document).tables[0].rows for cell in row.cells}
        wanted = Counter("".join(cells.values()))
        lost += [(document.name, character) for character in wanted - shown if character.isalnum()]
    assert (outside, lost) == ([], [])
