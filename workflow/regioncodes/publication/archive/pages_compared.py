"""Two pages compared by what their readers read."""

import re
from html import unescape

# What of a page is no words of it: drawings, styles and programs with all they hold, then every mark.
NO_WORDS = re.compile(r"<(svg|style|script)\b.*?</\1>|<[^>]*>", re.DOTALL)


def page_words(page: bytes) -> bytes:
    """The words of an HTML page, line by line as they stand in it, without empty lines.

    page: bytes of the page in UTF-8. The cells of a row of a table stand on one line.
    """
    text = unescape(NO_WORDS.sub(" ", page.decode(errors="replace")))
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n"))
    return "".join(f"{line}\n" for line in lines if line).encode()
