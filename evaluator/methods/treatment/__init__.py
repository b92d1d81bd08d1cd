"""Kinds of treatment, one file each."""
