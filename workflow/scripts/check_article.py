from regioncodes.claims.evidence import TABLES
from regioncodes.claims.verdicts import verdicts
from regioncodes.ground.tables import read_table, write_table
from regioncodes.words.texts import LANGUAGES, Texts

files = {name: snakemake.input[name] for name in ("claims", *TABLES)}
tables = {name: read_table(file) for name, file in files.items()}
texts = [Texts(read_table(snakemake.input.texts), language) for language in LANGUAGES]
regions = read_table(snakemake.input.regions)
write_table(verdicts(tables["claims"], tables, files, regions, texts, **snakemake.params), snakemake.output[0])
