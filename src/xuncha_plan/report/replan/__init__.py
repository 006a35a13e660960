"""What re-planning changed, and how a plan survives disruptions."""
