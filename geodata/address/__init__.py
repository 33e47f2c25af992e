"""住所: reading Japanese addresses as people write them, offline, to a point with an honest level."""
