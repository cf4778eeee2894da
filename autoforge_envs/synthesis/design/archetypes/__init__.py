"""The kinds of business there are, one folder each."""
