"""The search for the best plan: levels, parts, and what is proved."""
