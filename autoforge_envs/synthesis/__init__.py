"""How domains are made, and how their tasks prove themselves: one module a stage."""
