from regioncodes.ground.tables import read_table, write_table
from regioncodes.reading.sources import read_source

facts = {name: read_table(snakemake.input[name]) for name in ("tables", "regions", "aliases", "indicators", "units")}
outputs = zip(snakemake.params.files.items(), snakemake.output.rows, snakemake.output.findings, strict=True)
for (edition, files), rows_file, findings_file in outputs:
    rows, findings = read_source(edition, files, **facts)
    write_table(rows, rows_file)
    write_table(findings, findings_file)
