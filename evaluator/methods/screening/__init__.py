"""Kinds of screening, one file each."""
