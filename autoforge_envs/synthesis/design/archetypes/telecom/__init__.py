"""Telecom: lines, plans and bills in the network, and devices that only their owners can touch."""
