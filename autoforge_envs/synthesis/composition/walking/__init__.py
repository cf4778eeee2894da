"""Walking: one customer's scratch session, what it shows, and the plan that grows on it."""
