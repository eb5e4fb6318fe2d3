"""A finished study of a few invented results, and its reference."""

import io
from pathlib import Path

from regioncodes.publication.archive.reference import write_reference

RATES, LARGE = "results/models/rates.csv", "results/models/large.csv"
TABLE, PASSPORT = "results/tables/table_1.csv", "results/passports/RU-SVE.en.html"
PICTURE = "results/figures/figure.en.png"
PAGE = "<html><style>h1 { size: 1 }</style><h1>Passport</h1>\n<p>Code NID: 0.01 [−0.29; 0.32]</p>\n</html>\n"


def png(width: int) -> bytes:
    """A picture with a black bar of some width."""
    from PIL import Image

    content = io.BytesIO()
    picture = Image.new("L", (300, 200), 255)
    picture.paste(0, (10, 10, width, 20))
    picture.save(content, "PNG")
    return content.getvalue()


def finished_study(folder: Path) -> Path:
    """Write three tables, a text, a page, a picture and a copy, and their reference."""
    rates = "".join(f"RU-SVE,{year},{year / 7}\n" for year in range(2000, 2012))
    large = "".join(f"R{n},2010,{n / 3}\n" for n in range(9000))
    contents = {
        RATES: f"region,year,value\n{rates}".encode(),
        LARGE: f"region,year,value\n{large}".encode(),
        TABLE: b'Curve,"In 95 % band, %"\nline,95\nkink,74\n',
        PASSPORT: PAGE.encode(),
        "results/conclusions.en.md": b"One.\nTwo.\n",
        PICTURE: png(100),
        "results/figures/figure.en.pdf": b"%PDF one",
        "results/benchmarks/report.md": b"36 s",
    }
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    write_reference(folder)
    return folder
