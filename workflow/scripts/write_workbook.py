from regioncodes.ground.tables import read_table
from regioncodes.publication.workbook import sheets, write_workbook
from regioncodes.words.texts import in_each_language

tables = list(snakemake.input.tables)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    write_workbook(sheets(tables, texts.language), texts, files[0])
