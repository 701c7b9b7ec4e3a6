"""What recognised words may mean, and which of them may be believed."""
