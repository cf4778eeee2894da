"""Ticketing: events with sections, tickets that are bought, refunded, offered and given away."""
