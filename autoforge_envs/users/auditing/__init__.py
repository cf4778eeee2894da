"""The audit: what a user did wrong, found in what it said, and whether it mattered."""
