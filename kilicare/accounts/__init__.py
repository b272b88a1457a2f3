"""People: who they are, how they sign in, which roles they have."""
