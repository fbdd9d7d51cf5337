"""How something gets in: the request, what may follow what, whose turn it is, and the acts of the office."""
