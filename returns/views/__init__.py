"""Pages: one file per kind of person."""
