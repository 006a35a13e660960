"""What people see: takes finished values, gives text, tables or bytes; only `screen` prints."""
