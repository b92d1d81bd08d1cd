"""From scores to the small tables that charts and tables show; pure functions, one file a page."""
