"""What `cases` lends to its own pages, by noun; `tilts.cases.panels` loads it."""
