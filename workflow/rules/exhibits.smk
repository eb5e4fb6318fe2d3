"""The exhibits: every line of exhibits.yaml becomes a figure or a table, in each language."""

from pathlib import Path

from regioncodes.exhibits.registry import LIST, checked_exhibits

FIGURE_FORMATS = ["pdf", "svg", "png", "txt"]  # the text is the caption
TABLE_FORMATS = ["html", "tex", "docx"]  # and one CSV for both languages
# What an exhibit may be told of the config, by the names that its line may use.
CHOICES = {
    "district": config["district"],
    "period": PERIOD,
    "mapping": SHOWN["mapping"],
    "shown": SHOWN,
    "edge_years": config["derivative"]["edge_years"],
    "periods": config["formulas"]["periods"],
    "outcomes": config["correlation"]["outcomes"],
    "edition": config["correlation"]["edition"],
    "power": config["correlation"]["reliability"]["power"],
    "foresight": config["foresight"],
    "crisis": config["calibration"]["crisis"],
    "share_of_slope": config["correlation"]["reliability"]["share_of_slope"],
}
# What an exhibit may read, by the name of the file: a table of facts, else a result of the rules above, the first of a name.
MADE = [output for rule in workflow.rules for output in rule.output if "{" not in output]
READABLE = {Path(file).stem: str(file) for file in [*reversed(MADE), *OWN_TABLES, *glob("data/reference/*.csv")]}
EXHIBITS = checked_exhibits(
    os.path.join(PACKAGE_FOLDER, os.path.basename(LIST)), PACKAGE_FOLDER, READABLE, CHOICES, read_table(TEXTS)
)


def printed(line):
    """Files of one exhibit: in each language, and the CSV of a table; the one to look at enters Snakemake's report."""
    formats, shown = (FIGURE_FORMATS, "png") if line.folder == "figures" else (TABLE_FORMATS, "html")
    name = f"results/{line.folder}/{line.name}.{{language}}.{{ending}}"
    files = expand(name, language=LANGUAGES, ending=formats)
    files += [f"results/tables/{line.name}.csv"] if line.folder == "tables" else []
    return [in_report(file, line) if file.endswith(shown) else file for file in files]


def in_report(file, line):
    """A file marked for Snakemake's report. A figure's caption is the text beside it; a table holds its own."""
    caption = f"{file.removesuffix('png')}txt"
    is_figure = line.folder == "figures"
    from_rules = os.path.relpath(caption, os.path.join(PACKAGE_FOLDER, "rules")) if is_figure else None
    labels = {"exhibit": line.name, "language": file.split(".")[-2]}
    return report(file, caption=from_rules, category=line.folder.capitalize(), labels=labels)


def read_by(lines):
    """Files that exhibits read, by name."""
    return {name: READABLE[name] for line in lines for name in line.reads}


def told(lines):
    """What each exhibit reads and is told, by its name."""
    return {
        line.name: {"reads": line.reads, "choices": {name: CHOICES[name] for name in line.choices}} for line in lines
    }


FIGURES = [line for line in EXHIBITS if line.folder == "figures"]
# The tables of a section are one job: a start of Python costs more than a table.
TABLES = {
    section: [line for line in EXHIBITS if line.folder == "tables" and line.section == section]
    for section in dict.fromkeys(line.section for line in EXHIBITS if line.folder == "tables")
}


for line in FIGURES:

    rule:
        name:
            line.name
        input:
            **{"indicators": REFERENCE["indicators"], **read_by([line])},
            texts=TEXTS,
            code=modules("scripts/draw_figure.py", line.module),
        output:
            printed(line),
        params:
            exhibits=told([line]),
        script:
            "../scripts/draw_figure.py"


for section, lines in TABLES.items():

    rule:
        name:
            f"tables_of_{section}"
        input:
            **{"indicators": REFERENCE["indicators"], **read_by(lines)},
            texts=TEXTS,
            code=modules("scripts/print_tables.py", *[line.module for line in lines]),
        output:
            *[file for line in lines for file in printed(line)],
        params:
            exhibits=told(lines),
        script:
            "../scripts/print_tables.py"


PRINTED = [file for line in EXHIBITS for file in printed(line)]
