"""Runs the command line as `python -m xuncha_plan`."""

from xuncha_plan.cli import main

if __name__ == "__main__":
    main()
