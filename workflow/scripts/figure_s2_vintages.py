from regioncodes.exhibits.figures import figure_s2_vintages as exhibit
from regioncodes.exhibits.printing.style import save_figure
from regioncodes.ground.files import write_text
from regioncodes.ground.regions import units_of
from regioncodes.ground.tables import read_table
from regioncodes.panel.vintages import vintages
from regioncodes.words.texts import in_each_language

regions = read_table(snakemake.input.regions)
panel, revisions, sources = map(read_table, snakemake.input[:3])
district = snakemake.params.district
shown = vintages(panel, revisions, sources, units_of(district, regions), **snakemake.params.series)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    save_figure(exhibit.figure(shown, regions, texts), files[:3])
    names = regions.set_index("region")[f"name_{texts.language}"]
    write_text(exhibit.figure_caption(shown, regions, texts, district=names[district]), files[3])
