"""What the suite and the benches stand on. Nothing here runs in production."""
