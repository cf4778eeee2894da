"""The environment by numbers: what a text agent sees as features, what it does as slots."""
