"""Code passports: one page on a region for those who decide."""
