from regioncodes.claims.conclusions import page
from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.ground.files import write_text
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

models = ("points", "fits", "placebos", "walks", "pairs", "checks", "estimates", "evidence", "findings", "forms")
names = (*models, "reliability", "summary", "joint", "ways")
tables = {name: read_table(snakemake.input[name]) for name in names}
catalogue = with_outcomes(read_table(snakemake.input.texts), read_table(snakemake.input.indicators))
for texts, files in in_each_language(catalogue, snakemake.output):
    district = read_table(snakemake.input.regions).set_index("region")[f"name_{texts.language}"]
    write_text(page(tables, texts, district=district[snakemake.params.district], **snakemake.params.judged), files[0])
