"""Where rows live: stores, statements, records, and what an episode changed of them."""
