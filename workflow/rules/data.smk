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
RAW = sorted(path for path in glob("data/raw/**", recursive=True) if os.path.isfile(path))


def raw_files(edition):
    """Files of one edition."""
    return sorted(glob(f"data/raw/rosstat/{edition}/*"))


wildcard_constraints:
    edition="|".join(EDITIONS),


rule verify_sources:
    """Hold every raw file against the line of sources.csv that names it."""
    input:
        raw=RAW,
        sources=REFERENCE["sources"],
        tables=REFERENCE["tables"],
        code=modules("verify_sources"),
    output:
        "results/data/sources.csv",
    params:
        sums=sums(RAW),
    script:
        "../scripts/verify_sources.py"


rule read_tables:
    """Tidy rows of every table of one edition, and a list of all that could not be read for certain."""
    input:
        raw=lambda wildcards: raw_files(wildcards.edition),
        tables=REFERENCE["tables"],
        regions=REFERENCE["regions"],
        aliases=REFERENCE["region_aliases"],
        indicators=REFERENCE["indicators"],
        code=modules("read_tables"),
    output:
        rows="results/data/readings/{edition}.parquet",
        findings="results/data/readings/{edition}.findings.csv",
    params:
        sums=lambda wildcards: sums(raw_files(wildcards.edition)),
    script:
        "../scripts/read_tables.py"


rule verify_tables:
    """Report what was read; stop with every error of every file before a number is used."""
    input:
        rows=expand(rules.read_tables.output.rows, edition=EDITIONS),
        findings=expand(rules.read_tables.output.findings, edition=EDITIONS),
        facts=[f"data/reference/{name}.csv" for name in CHECKS],
        aliases=REFERENCE["region_aliases"],
        code=modules("verify_tables"),
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
        code=modules("build_panel"),
    output:
        parquet="results/data/panel.parquet",
        csv="results/data/panel.csv",
        revisions="results/data/revisions.csv",
    params:
        vintage=config["vintage"],
    script:
        "../scripts/build_panel.py"
