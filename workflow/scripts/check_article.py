from regioncodes.claims.evidence import TABLES
from regioncodes.claims.verdicts import verdicts
from regioncodes.exhibits.texts import LANGUAGES, Texts
from regioncodes.tables import read_table, write_table

files = {name: snakemake.input[name] for name in ("claims", *TABLES)}
tables = {name: read_table(file) for name, file in files.items()}
texts = [Texts(read_table(snakemake.input.texts), language) for language in LANGUAGES]
write_table(verdicts(tables["claims"], tables, files, texts, **snakemake.params), snakemake.output[0])
