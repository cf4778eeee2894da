"""Subscriptions: plans that renew, are changed, paused and left, with what is due in between."""
