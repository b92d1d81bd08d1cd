"""Reports: one document in words, tables and pictures; written as Word, PDF or HTML."""
