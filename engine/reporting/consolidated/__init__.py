"""The text that is in force on a day, with the origin of every unit: from a version to what a reader is shown."""
