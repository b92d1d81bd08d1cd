"""Kinds of weights, one file each."""
