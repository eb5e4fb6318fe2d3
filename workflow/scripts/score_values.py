from regioncodes.ground.tables import read_table, write_table
from regioncodes.surveys.values.groups import value_groups
from regioncodes.surveys.values.scores import value_scores

names = ("dump", "questions", "axes", "components", "substitutions")
tables = (read_table(snakemake.input[name]) for name in names)
scores = value_scores(*tables, subject=snakemake.input.dump)
write_table(scores, snakemake.output.scores)
write_table(value_groups(scores, **snakemake.params), snakemake.output.groups)
