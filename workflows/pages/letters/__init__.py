"""文书: what the letters of a case say, and the pages on which they are read, issued and fetched."""
