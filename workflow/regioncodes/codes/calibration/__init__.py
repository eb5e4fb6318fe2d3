"""Whether the bands of the codes hold what they say, on real series: figures left out and predicted from the rest."""
