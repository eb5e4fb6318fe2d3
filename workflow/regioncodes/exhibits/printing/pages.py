"""Pages for a browser: one frame, one way to fill a template, everything escaped."""

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

# A template extends "frame" and fills these blocks; a page stands alone, so that its style is within.
FRAME = """\
<!DOCTYPE html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{% block links %}{% endblock %}
<title>{{ title }}</title>
<style>
{{ style|safe }}</style>
</head>
<body>
{% block body %}{% endblock %}
</body>
</html>
"""


@cache
def environment() -> "Environment":
    """The template engine: values are escaped, a name that is not given is an error."""
    # Loaded here: what only reads or draws does not wait for it.
    from jinja2 import DictLoader, Environment, StrictUndefined

    return Environment(
        loader=DictLoader({"frame": FRAME}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def filled_page(template: str, *, language: str, title: str, style: str, **content: Any) -> str:
    """HTML of a page.

    template: jinja2, begins with `{% extends "frame" %}`; it escapes what is not marked `|safe`. style: CSS, ends with
    a new line. Raises jinja2.UndefinedError for a name of the template that content does not hold.
    """
    return environment().from_string(template).render(language=language, title=title, style=style, **content)
