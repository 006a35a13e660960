"""How many teams, rounds or team-weeks would do."""
