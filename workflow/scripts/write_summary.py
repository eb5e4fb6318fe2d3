from regioncodes.claims.findings import asked_in_each_language
from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.ground.files import write_whole
from regioncodes.ground.tables import read_table
from regioncodes.publication.summary.writing import summary

tables = {name: read_table(snakemake.input[name]) for name in snakemake.params.tables}
conclusions = read_table(snakemake.input.conclusions)
regions, indicators, texts = (read_table(snakemake.input[name]) for name in ("regions", "indicators", "texts"))
words = with_outcomes(texts, indicators)
asked = asked_in_each_language(words, regions, indicators, tables["composition"], **snakemake.params.asked)
contents = {file: summary(conclusions, tables, asked[file.split(".")[-2]]) for file in snakemake.output}
for file, content in contents.items():
    write_whole(content, file)
