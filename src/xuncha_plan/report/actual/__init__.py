"""A plan against what was done: what is done, late, slipped, and what of the plan remains."""
