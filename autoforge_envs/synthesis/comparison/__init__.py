"""How alike domains and tasks are: to each other, and to the benchmarks that are known."""
