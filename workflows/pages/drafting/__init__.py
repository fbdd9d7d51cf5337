"""起草: what is typed is kept, and a request is begun from a model."""
