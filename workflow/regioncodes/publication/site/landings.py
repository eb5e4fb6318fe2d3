"""A lint of finished pages: links that land nowhere, pictures without size or words, ids that stand twice."""

from collections import Counter
from collections.abc import Collection, Mapping
from html.parser import HTMLParser
from posixpath import normpath, relpath
from urllib.parse import unquote, urlsplit

from regioncodes.ground.errors import raise_problems

SIZED = ("width", "height")


class PageReader(HTMLParser):
    """What a page points at and holds: addresses of its links and scripts, ids, and pictures that lack something."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the address, the id and the faults of one element."""
        own = dict(attrs)
        self.addresses += [value for name in ("href", "src") if (value := own.get(name)) is not None]
        self.ids += [own["id"]] if own.get("id") else []
        if tag == "img":
            name = (own.get("src") or "")[:60]
            lacking = [part for part in SIZED if not (own.get(part) or "").isdecimal()]
            self.faults += [f"picture {name}: it has no {' and no '.join(lacking)}"] if lacking else []
            self.faults += [] if (own.get("alt") or "").strip() else [f"picture {name}: it has no words (alt)"]


def check_landings(pages: Mapping[str, str], folder: str, files: Collection[str]) -> None:
    """Nothing where every page is sound, else one StudyError with every page and fault.

    pages: contents by the name of the file; other files of the site count as there. folder: where they will stand.
    files: paths of the results beside them that links may lead to. Faults: a link to a file that is not made, to an id
    that its page lacks, or to the outside; a picture without size or words; an id that stands twice.
    """
    read = {name: _read(text) for name, text in pages.items() if name.endswith(".html")}
    beside = {relpath(file, folder) for file in files}
    problems = []
    for name, page in read.items():
        twice = [anchor for anchor, count in Counter(page.ids).items() if count > 1]
        faults = page.faults + [f"id '{anchor}' stands more than once" for anchor in twice]
        faults += [fault for address in page.addresses for fault in _astray(address, name, pages, read, beside)]
        problems += [f"{folder}/{name}: {fault}" for fault in dict.fromkeys(faults)]
    raise_problems(problems, "the pages of the site")


def _read(text: str) -> PageReader:
    reader = PageReader()
    reader.feed(text)
    return reader


def _astray(
    address: str, name: str, pages: Mapping[str, str], read: Mapping[str, PageReader], beside: set[str]
) -> list[str]:
    """What is wrong with one address of a page."""
    parts = urlsplit(address)
    if parts.scheme == "data":
        return []
    if parts.scheme or parts.netloc:
        return [f"link '{address}': it leads to the outside"]
    path = unquote(parts.path)
    target = path or name
    if target not in pages:
        return [] if normpath(path) in beside else [f"link '{address}': no such file is made"]
    anchor = unquote(parts.fragment)
    if anchor and target in read and anchor not in read[target].ids:
        return [f"link '{address}': {target} has no place of that name"]
    return []
