from regioncodes.exhibits.figures import figure_s3_coverage as exhibit
from regioncodes.exhibits.printing.style import save_figure
from regioncodes.ground.files import write_text
from regioncodes.ground.regions import units_of
from regioncodes.ground.tables import read_table
from regioncodes.panel.coverage import coverage
from regioncodes.words.texts import in_each_language

regions, indicators = read_table(snakemake.input.regions), read_table(snakemake.input.indicators)
district = snakemake.params.district
cells = coverage(read_table(snakemake.input.panel), indicators, units_of(district, regions), **snakemake.params.period)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    save_figure(exhibit.figure(cells, indicators, texts), files[:3])
    names = regions.set_index("region")[f"name_{texts.language}"]
    write_text(exhibit.figure_caption(cells, texts, district=names[district]), files[3])
