"""Rows held against each other and against facts: errors that stop a run, notices for a person to look at."""
