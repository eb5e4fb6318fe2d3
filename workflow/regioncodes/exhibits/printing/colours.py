"""Colours of all charts, on paper and on the screen, light and dark: one colour has one meaning throughout.

| colour    | means                                                                                          |
|-----------|------------------------------------------------------------------------------------------------|
| vermilion | production code and its rate, innovation; technologies, its single measure                     |
| blue      | institutional code and its rate, information                                                   |
| green     | social code and its rate, value-based; education, its single measure, and what is fitted on it |
| indigo    | Code ID                                                                                        |
| pink      | Code NID                                                                                       |
| sky       | above zero; a good grade, as a figure that is there                                            |
| orange    | below zero; a bad grade, as a figure that is missing                                           |
| olive     | rivals that need no theory: past growth, level, a random walk                                  |
| black     | what is observed, and what the study takes as it stands                                        |
| brown     | a warning: not real, or not published                                                          |
| grey      | what shows no effect: the calendar and other placebos, not told from zero, guide lines         |

Editions of a figure run from dark (old) to light (new). Within a meaning, dashes, hollow marks and paler shades part
its kinds. Okabe and Ito (2008) and, for indigo, Tol, with pink, olive and brown darkened: distinct under the common
forms of colour blindness.
"""

BLUE = "#0072B2"
VERMILION = "#D55E00"
GREEN = "#009E73"
ORANGE = "#E69F00"
SKY = "#56B4E9"
PINK = "#B24C86"
INDIGO = "#332288"
OLIVE = "#7A7A1F"
INK = "#1A1A1A"
GREY = "#6B6B6B"
FAINT = "#A8A8A8"
PALE = "#D9D9D9"
WASH = "#F4F4F4"
BROWN = "#8A3D00"

PRODUCTION = TECHNOLOGIES = VERMILION
INSTITUTIONAL = BLUE
SOCIAL = EDUCATION = GREEN
DEFINING = {"production": PRODUCTION, "institutional": INSTITUTIONAL, "social": SOCIAL}
CODE_ID = INDIGO
CODE_NID = PINK
ABOVE = SKY
BELOW = ORANGE
RIVAL = OLIVE
WARNING = BROWN
# Seen on white and on black.
CALENDAR = PLACEBO = NOT_TOLD = "#777777"
# From good to bad; letters on all of them are black.
GRADES = ("#E3EEF6", "#A6D0EC", PALE, "#FAE3B5", "#F2C766", BELOW)
# From the oldest to the newest; legible on white and on black.
EDITIONS = ("#6A4C93", "#4A6FA5", "#2A8C8C", "#35A67B", "#7BBF4A", "#B8A81E")
