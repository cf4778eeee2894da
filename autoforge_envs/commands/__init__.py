"""The commands of `autoforge`, one module each: its arguments and what it does."""
