from regioncodes.claims.conclusions import page
from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.ground.files import write_text
from regioncodes.ground.regions import regions_of
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

models = ("points", "fits", "placebos", "walks", "pairs", "checks", "estimates", "evidence", "findings", "forms")
names = (*models, "reliability", "summary", "joint", "ways", "shares", "choices", "foresight")
tables = {name: read_table(snakemake.input[name]) for name in names}
regions, district = read_table(snakemake.input.regions), snakemake.params.district
catalogue = with_outcomes(read_table(snakemake.input.texts), read_table(snakemake.input.indicators))
for texts, files in in_each_language(catalogue, snakemake.output):
    named = regions.set_index("region")[f"name_{texts.language}"]
    names = {"district": named[district], "regions": named[regions_of(district, regions)].to_dict()}
    write_text(page(tables, texts, **names, **snakemake.params.judged), files[0])
