"""What the superior's rules find in decisions and plans; knows nothing of how they were made."""
