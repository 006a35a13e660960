"""Files: what planners write, with the place of every word; whole files or none."""
