"""Re-planning: what has begun stays, and as little else as can be changes.

Importing it costs nothing; engines are loaded in the child alone.
"""
