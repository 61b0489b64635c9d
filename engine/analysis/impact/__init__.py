"""What a new version of a text does to records that the old one decides, and which of its changes do it."""
