"""Where the boxes and lines of a drawn tool graph stand."""
