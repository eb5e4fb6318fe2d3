"""Pages of docs/ that are made from the study itself: its graphs and its data dictionary."""
