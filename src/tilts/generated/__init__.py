"""A synthetic country: offices, families, five years of work, the same for the same seed. Every person is made up.

The rows are those that the verbs write, in batches: sealed, named, granted and traced as they are. The house's
demonstration tells stories; this is for what takes many rows (long lists, full files, the figures of speed).
"""
