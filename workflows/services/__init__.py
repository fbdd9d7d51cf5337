"""The acts of the office. A service is the only door through which a request changes."""
