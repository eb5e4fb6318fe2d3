"""What is given away: site, passports, notebooks, workbook, archive and the pages of docs."""
