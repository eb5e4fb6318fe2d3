from regioncodes.exhibits import figure_s5_profiles as exhibit
from regioncodes.exhibits.selection import shown_codes
from regioncodes.exhibits.style import save_figure
from regioncodes.exhibits.texts import Texts
from regioncodes.files import write_text
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
regions = read_table(snakemake.input.regions)
rates = shown_codes(read_table(snakemake.input.rates), **snakemake.params.shown)
save_figure(exhibit.figure(rates, regions, texts), snakemake.output[:3])
names = regions.set_index("region")[f"name_{texts.language}"]
write_text(exhibit.figure_caption(rates, texts, district=names[snakemake.params.district]), snakemake.output[3])
