"""The pages of a county's procedure: what it is, how it is set, how a case is moved to it, and who signs."""
