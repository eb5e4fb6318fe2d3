"""Two pictures compared as an eye would: blind to the smoothing of edges, awake to a line that moved."""

import io

WIDTH = 400
# Steps of grey, of 255, that a pixel may leave the range of its neighbours, and the share of pixels that may do so.
GREYS = 40
SHARE = 2e-4


def reduced(png: bytes) -> bytes:
    """The picture as a PNG in shades of grey, at most 400 pixels wide, on white.

    png: bytes of a PNG file of any size, with or without transparency.
    """
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    grey = Image.alpha_composite(white, picture).convert("L")
    width = min(WIDTH, grey.width)
    small = grey.resize((width, max(1, round(grey.height * width / grey.width))), Image.Resampling.BOX)
    content = io.BytesIO()
    small.save(content, "PNG", optimize=True)
    return content.getvalue()


def distance(found: bytes, expected: bytes) -> float:
    """Share of pixels that lie outside the greys of the other picture's 3 × 3 neighbourhood by more than 40 of 255.

    found, expected: pictures as `reduced` gives them. Pictures of different sizes are 1.0 apart. Smoothing moves an
    edge by less than a pixel, which the neighbourhood forgives; a curve elsewhere leaves it on both pictures.
    """
    import numpy as np
    from PIL import Image, ImageFilter

    pictures = [Image.open(io.BytesIO(content)) for content in (found, expected)]
    if pictures[0].size != pictures[1].size:
        return 1.0
    outside = []
    for this, other in (pictures, pictures[::-1]):
        greys = np.asarray(this, dtype=float)
        low, high = (
            np.asarray(other.filter(rank(3)), dtype=float) for rank in (ImageFilter.MinFilter, ImageFilter.MaxFilter)
        )
        outside.append((greys < low - GREYS) | (greys > high + GREYS))
    return float((outside[0] | outside[1]).mean())
