"""A whole problem in a workbook: one sheet a section, one row an entry, words in place of ids."""
