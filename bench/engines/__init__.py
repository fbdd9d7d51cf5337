"""The engines that `bench.engine` compares: each goes the same route, one human step at a time."""
