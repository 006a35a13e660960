"""Findings of the check, in every format that people and pipelines read."""
