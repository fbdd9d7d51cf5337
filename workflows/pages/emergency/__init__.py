"""应急: registering an order, and what is shown of it."""
