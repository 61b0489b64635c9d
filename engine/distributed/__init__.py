"""A batch on the machines of others: the same chunks and the same arrays, on a scheduler or master given by its address."""
