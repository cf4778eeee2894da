"""Claims: people insure things, report damage, send papers, and are paid."""
