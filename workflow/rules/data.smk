"""From the files as published to one panel with a cell of origin for every value."""

EDITIONS = sorted(edition for edition in SOURCES["edition"].unique() if edition)
# Facts that the rows of all editions are held against.
CHECKS = [
    "regions",
    "indicators",
    "corrections",
    "ranges",
    "identities",
    "district_changes",
    "accepted_findings",
    "breaks",
]

# Raw files are held by content too: one that is replaced by a file of an older date, or while a run goes on, is noticed.
RAW = sorted(path for path in glob("data/raw/**", recursive=True) if os.path.isfile(path) and not is_litter(path))


def raw_files(edition):
    """Files of one edition."""
    return sorted(path for path in glob(f"data/raw/rosstat/{edition}/*") if not is_litter(path))


rule verify_sources:
    """Hold every raw file against the line of sources.csv that names it."""
    input:
        raw=RAW,
        sources=REFERENCE["sources"],
        tables=REFERENCE["tables"],
        code=modules("scripts/verify_sources.py"),
    output:
        "results/data/sources.csv",
    params:
        checksum_lines=checksum_lines(RAW),
    script:
        "../scripts/verify_sources.py"


rule read_tables:
    """Tidy rows of every table of every edition, and a list of all that could not be read for certain."""
    input:
        raw=[file for edition in EDITIONS for file in raw_files(edition)],
        tables=REFERENCE["tables"],
        regions=REFERENCE["regions"],
        aliases=REFERENCE["region_aliases"],
        indicators=REFERENCE["indicators"],
        units=REFERENCE["units"],
        wordings="data/reference/mark_wordings.csv",
        code=modules("scripts/read_tables.py"),
    output:
        rows=expand("results/data/readings/{edition}.parquet", edition=EDITIONS),
        findings=expand("results/data/readings/{edition}.findings.csv", edition=EDITIONS),
    params:
        files={edition: raw_files(edition) for edition in EDITIONS},
        checksum_lines=checksum_lines([file for edition in EDITIONS for file in raw_files(edition)]),
    script:
        "../scripts/read_tables.py"


rule verify_tables:
    """Report what was read; stop with every error of every file before a number is used."""
    input:
        rows=rules.read_tables.output.rows,
        findings=rules.read_tables.output.findings,
        facts=[f"data/reference/{name}.csv" for name in CHECKS],
        aliases=REFERENCE["region_aliases"],
        code=modules("scripts/verify_tables.py"),
    output:
        rows="results/data/rows.parquet",
        names="results/data/region_names.csv",
        reading="results/data/reading.csv",
        notices="results/data/notices.csv",
    script:
        "../scripts/verify_tables.py"


rule build_panel:
    """One value for each region, indicator and year, and every value that a newer edition superseded."""
    input:
        rows=rules.verify_tables.output.rows,
        sources=rules.verify_sources.output[0],
        regions=REFERENCE["regions"],
        indicators=REFERENCE["indicators"],
        code=modules("scripts/build_panel.py"),
    output:
        parquet="results/data/panel.parquet",
        csv="results/data/panel.csv",
        revisions="results/data/revisions.csv",
    params:
        vintage=config["vintage"],
    script:
        "../scripts/build_panel.py"
