from regioncodes.surveys.codebooks import read_codebook
from regioncodes.surveys.dumps import read_dump
from regioncodes.surveys.tabulation import compare_with_print
from regioncodes.tables import read_table, write_table

codebook = read_codebook(snakemake.input.codebook)
answers = read_dump(snakemake.input.dump[0], codebook)
write_table(compare_with_print(answers, codebook, read_table(snakemake.input.printed)), snakemake.output[0])
