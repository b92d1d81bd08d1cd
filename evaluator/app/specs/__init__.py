"""Vega-Lite specifications: constant dictionaries, made once; what changes is in the data. One file a family."""
