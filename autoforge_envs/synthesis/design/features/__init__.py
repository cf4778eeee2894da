"""What many kinds of business have in common, to be added to any that has what it needs."""
