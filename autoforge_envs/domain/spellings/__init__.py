"""How people write values in prose: one module a kind of value. `domain.mentions` decides."""
