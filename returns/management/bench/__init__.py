"""The portal's speed beside the least that the same job can cost, measured in the same run."""
