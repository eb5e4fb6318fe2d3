from regioncodes.conclusions import page
from regioncodes.exhibits.texts import Texts
from regioncodes.files import write_text
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
names = ("points", "fits", "placebos", "walks", "pairs", "checks", "forms", "summary", "joint")
tables = {name: read_table(snakemake.input[name]) for name in names}
district = read_table(snakemake.input.regions).set_index("region")[f"name_{texts.language}"]
write_text(page(tables, texts, district=district[snakemake.params.district]), snakemake.output[0])
