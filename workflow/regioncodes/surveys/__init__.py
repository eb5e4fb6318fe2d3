"""Exports of surveys read, cleaned and tabulated, and values scored from raw items."""
