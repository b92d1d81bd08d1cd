"""The front end: thin pages that ask the engine for tables and show them."""
