"""Accounts: customers keep money, send it, pay with cards, and object to payments."""
