"""The net file, its districts' problems one at a time, the file of decisions, the folder."""
