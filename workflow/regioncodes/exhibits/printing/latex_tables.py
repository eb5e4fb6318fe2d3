"""Printed tables as LaTeX: each fits a default article on A4, upright or on its side."""

import re
from pathlib import Path

from regioncodes.exhibits.printing.paper import Paper, paper
from regioncodes.exhibits.printing.printed_tables import PrintedTable
from regioncodes.ground.files import write_whole

# The words are written in Unicode; only these characters mean something to LaTeX.
LATEX_CHARACTERS = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\u2212": r"\ensuremath{-}",
    "\u00a0": "~",
    "²": r"\textsuperscript{2}",
    "′": r"\ensuremath{'}",
    "″": r"\ensuremath{''}",
    "→": r"\ensuremath{\to}",
    # A word with a hyphen breaks nowhere else unless an empty space follows the hyphen; at a slash, nowhere at all.
    "-": r"-\hspace{0pt}",
    "/": r"/\hspace{0pt}",
    "τ": r"\ensuremath{\tau}",
    # A bracket at the start of a row would be read as an option of the row end before it.
    "[": "{[}",
    "]": "{]}",
}
NUMBERED = re.compile(r"table_(s?\d+[a-z]?)_")
LATEX_PREAMBLE = r"""% Needs \usepackage{array,booktabs,longtable,pdflscape,ragged2e};
% under pdfLaTeX also \usepackage[T2A]{fontenc}, \usepackage[utf8]{inputenc} and
% \usepackage[english,russian]{babel}; under XeLaTeX or LuaLaTeX a font with Cyrillic letters (fontspec).
"""


def latex_text(text: str) -> str:
    """Text with every character that LaTeX would read as a command escaped."""
    return "".join(LATEX_CHARACTERS.get(character, character) for character in text)


def _latex_rows(table: PrintedTable) -> str:
    """Rows of the tabular, a thin space between blocks, the block's name in its first row alone."""
    blocks = []
    for block in table.blocks():
        lines = []
        for position, row in enumerate(block):
            cells = ["" if table.has_blocks and position else row[0], *row[1:]]
            lines.append(" & ".join(map(latex_text, cells)) + r" \\")
        blocks.append("\n".join(lines))
    return "\n\\addlinespace\n".join(blocks)


def write_latex(table: PrintedTable, path: str | Path) -> None:
    """Write a booktabs longtable to \\input into a paper on A4; its first lines name the packages.

    The table is as wide as the page less two centimetres on each side, whatever the width of the text, and stands on
    its side where its columns need it. It carries the number that its title has and takes none from the paper's own;
    \\ref gives that number. The heading row comes again on every page; words break in narrow columns as the document's
    language breaks them.
    """
    page = paper(table)
    body = _longtable(table, page)
    if page.is_landscape:
        # A page number would stand where the table does.
        body = f"\\begin{{landscape}}\n\\pagestyle{{empty}}\n{body}\\end{{landscape}}\n"
    text = rf"""{LATEX_PREAMBLE}\begingroup
\footnotesize
\setlength{{\tabcolsep}}{{3pt}}
\setlength{{\LTcapwidth}}{{{sum(page.columns):.4f}cm}}
\renewcommand{{\thetable}}{{{_number(table.name)}}}
{body}\endgroup
\addtocounter{{table}}{{-1}}
"""
    write_whole(text.encode("utf-8"), path)


def _number(name: str) -> str:
    """The number of a table by its name: S7 of `table_s7_connections`; the name where it has none."""
    found = NUMBERED.match(name)
    return found[1].replace("s", "S") if found else latex_text(name)


def _longtable(table: PrintedTable, page: Paper) -> str:
    """Table and note, centred on the text, as wide as the columns are together."""
    # Breaks are forbidden in the first word of a paragraph, so that an empty space stands before it.
    columns = [
        rf">{{\{'RaggedLeft' if column.is_number else 'RaggedRight'}\hspace{{0pt}}\arraybackslash}}"
        rf"p{{\dimexpr {width:.4f}cm-2\tabcolsep\relax}}"
        for column, width in zip(table.columns, page.columns, strict=True)
    ]
    headings = " & ".join(latex_text(column.heading) for column in table.columns)
    return rf"""\setlength{{\LTleft}}{{\dimexpr(\linewidth-\LTcapwidth)/2\relax}}
\setlength{{\LTright}}{{\LTleft}}
\begin{{longtable}}{{
{chr(10).join(columns)}
}}
\caption*{{\textbf{{{latex_text(table.title)}}} {latex_text(table.caption)}}}
\label{{{table.name}}} \\
\toprule
{headings} \\
\midrule
\endfirsthead
\toprule
{headings} \\
\midrule
\endhead
\bottomrule
\endlastfoot
{_latex_rows(table)}
\end{{longtable}}
{{\leftskip=\LTleft \rightskip=\LTleft \noindent {latex_text(table.note)}\par}}
"""
