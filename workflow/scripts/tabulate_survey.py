from regioncodes.ground.tables import read_table, write_table
from regioncodes.surveys.cleaning import kept_and_dropped, read_rules
from regioncodes.surveys.codebooks import read_codebook
from regioncodes.surveys.dumps import read_survey, survey_answers
from regioncodes.surveys.tabulation import compare_with_print

codebook = read_codebook(snakemake.input.codebook)
dump = snakemake.input.dump[0]
interviews, _ = kept_and_dropped(read_survey(dump, codebook), codebook, read_rules(snakemake.input.cleaning))
answers = survey_answers(interviews, codebook, dump)
write_table(compare_with_print(answers, codebook, read_table(snakemake.input.printed)), snakemake.output[0])
