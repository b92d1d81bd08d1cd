"""Indices in other tools' forms: COINr's iData and iMeta in, and out again."""
