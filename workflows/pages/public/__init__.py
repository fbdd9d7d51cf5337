"""Pages that anybody may open without an account: nothing is asked of who he is, and nothing of it is kept."""
