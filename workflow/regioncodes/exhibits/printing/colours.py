"""Colours of all charts."""

# Okabe and Ito (2008): distinct under the common forms of colour blindness.
BLUE = "#0072B2"
VERMILION = "#D55E00"
GREEN = "#009E73"
ORANGE = "#E69F00"
SKY = "#56B4E9"
PURPLE = "#CC79A7"
INK = "#1A1A1A"
GREY = "#6B6B6B"
PALE = "#D9D9D9"
