from pathlib import Path

from regioncodes.checks.raw_files import verified
from regioncodes.ground.files import abandoned, checksum_lines, write_text
from regioncodes.ground.tables import read_table

# A raw file that was replaced while the run went on is told here.
verified(snakemake.input.raw, read_table(snakemake.input.sources), [])
seal = Path(snakemake.output[0])
untouched, changed = abandoned(seal.read_text(encoding="utf-8") if seal.is_file() else "", snakemake.input.results)
for file in untouched:
    Path(file).unlink()
    print(f"{file}: no present choice makes it; removed")
for file in changed:
    print(f"{file}: no present choice makes it, and it was changed by hand; kept")
write_text(checksum_lines(snakemake.input.results), seal)
