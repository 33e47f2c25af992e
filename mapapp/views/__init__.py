"""The views, one module an audience."""
