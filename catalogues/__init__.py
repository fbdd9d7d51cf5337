"""清单: what stands admitted, as against how it got there."""
