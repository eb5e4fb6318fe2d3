"""The summary: four pages for those who decide, and the findings in a few lines at the end of a run."""
