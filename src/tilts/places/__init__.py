"""Places: the local governments of Latvia, dated, each with its successor."""
