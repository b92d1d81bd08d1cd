"""Kinds of normalisation, one file each."""
