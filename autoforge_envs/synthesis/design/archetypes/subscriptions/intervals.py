"""Subscriptions: how often they renew."""

INTERVAL_DAYS = {"monthly": 30, "quarterly": 90, "half_yearly": 180, "yearly": 360}
