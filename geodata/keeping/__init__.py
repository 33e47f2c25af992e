"""記録を書く: what everybody who writes a 社会資源 shares — lists that are taken in, and staff at their desks."""
