"""Orders: customers of an online shop buy, change, cancel, send back and exchange goods."""
