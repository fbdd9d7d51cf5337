"""附件: hand in, look at, fetch and take away the files of a request."""
