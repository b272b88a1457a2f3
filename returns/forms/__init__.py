"""Forms: one file per kind of person."""
