"""Loyalty: points are earned, expire, are exchanged for rewards, given away or transferred."""
