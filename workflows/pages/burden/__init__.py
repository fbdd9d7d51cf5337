"""村级负担: what villages carry, counted and drawn; never ordered by how much (ADR 0011)."""
