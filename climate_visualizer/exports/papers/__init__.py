"""Papers: reports, council packs and posters as PDF and Word, set by typst."""
