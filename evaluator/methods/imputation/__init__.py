"""Kinds of imputation, one file each."""
