"""Keys of our own: the right one, for the right data, turned and deleted slowly."""
