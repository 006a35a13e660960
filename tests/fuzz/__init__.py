"""Random input for both loaders and for `check`: read, or refused in words; never anything else.

`test_fuzz.py` tries a few of each kind in every run; `python -m tests.fuzz` tries many and writes a
report.
"""
