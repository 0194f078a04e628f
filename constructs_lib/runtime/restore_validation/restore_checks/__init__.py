"""What a restored copy has to show."""
