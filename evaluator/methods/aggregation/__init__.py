"""Kinds of aggregation, one file each."""
