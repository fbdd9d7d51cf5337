"""批量办理: chosen in the inbox, looked at, confirmed, and told item by item."""
