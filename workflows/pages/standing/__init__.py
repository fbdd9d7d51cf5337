"""What stands: lists and their editions, import and export, filing, and the exit of entries."""
