"""What every room stands on: errors, whole files, tables, regions, the checked config, the code's own imports."""
