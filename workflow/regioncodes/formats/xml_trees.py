"""XML as a tree of elements, without document types and so without entities that could swell."""

import re
import xml.etree.ElementTree as ElementTree
from functools import lru_cache

from regioncodes.formats.documents import MOST_CELLS, FileError
from regioncodes.formats.text_encodings import as_utf_8

Element = ElementTree.Element
# Beginnings and ends; every element takes some hundred bytes of memory, however few it has in the file.
MOST_TAGS = 2 * MOST_CELLS


# No declaration, none of an encoding, or UTF-8.
STATED_UTF_8 = re.compile(
    rb"\s*<(?!\?xml)|\s*<\?xml(?![^>]*encoding)|\s*<\?xml[^>]*encoding=[\"']utf-?8", re.IGNORECASE
)


class _Builder(ElementTree.TreeBuilder):
    """Builds a tree and refuses a document type, the only place where entities can be declared."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise FileError(
            f"is XML with a document type declaration (<!DOCTYPE {name}>), which is not allowed because it can expand "
            "without limit; delete the declaration in a copy of the file"
        )


def tree(content: bytes, what: str) -> Element:
    """Root element of an XML text in the encoding that it declares.

    what: the format, for the message. Raises FileError for text that is not well formed, has a document type or
    more than MOST_TAGS tags.
    """
    check_tags(content, what)
    parser = ElementTree.XMLParser(target=_Builder())
    try:
        parser.feed(content)
        return parser.close()
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        if isinstance(error, FileError):
            raise
        if STATED_UTF_8.match(content) and as_utf_8(content) is None:
            raise FileError(
                f"is {what} that is not in the encoding UTF-8 that it states, or is damaged or cut short; mend the "
                "encoding in its first line, or download it again"
            ) from None
        raise FileError(f"is {what} that is damaged or cut short ({error}); download it again") from None


def check_tags(content: bytes, what: str) -> None:
    """Raise FileError for text of more than MOST_TAGS tags. what: the format, for the message."""
    if (tags := content.count(b"<")) > MOST_TAGS:
        raise FileError(f"is {what} with {tags:,} tags and {MOST_TAGS:,} are allowed; split the file")


@lru_cache(maxsize=4096)
def local(name: str) -> str:
    """Name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def attributes(element: Element) -> dict[str, str]:
    """Attributes of an element by their names without namespaces."""
    return {local(name): value for name, value in element.attrib.items()}


def children(element: Element, *path: str) -> list[Element]:
    """Elements reached from one element along names without namespaces: children, their children and so on."""
    found = [element]
    for name in path:
        found = [child for parent in found for child in parent if local(child.tag) == name]
    return found


def text_of(element: Element) -> str:
    """All the text within an element."""
    return "".join(element.itertext())
