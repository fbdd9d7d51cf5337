"""English of this product is British."""
