"""Delivery: food and groceries on their way with riders, and making up for what goes wrong."""
