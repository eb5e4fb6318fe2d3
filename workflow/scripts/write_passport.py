from regioncodes.ground.tables import read_table
from regioncodes.publication.passports.writing import write_passport

measured = ("rates", "nid", "ranks", "contributions", "code_composition", "figures", "foresight_bands")
tables = {name: read_table(snakemake.input[name]) for name in measured}
codes = read_table(snakemake.input.codes)
tables["codes"] = codes[codes["mapping"].eq(snakemake.params.notes["mapping"])]
listed = ("regions", "indicators", "sources", "texts", "passport_texts")
reference = {name: read_table(snakemake.input[name]) for name in listed}
write_passport(snakemake.wildcards.region, tables, reference, snakemake.output, **snakemake.params.notes)
