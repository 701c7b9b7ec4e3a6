"""What the plan keeps: whose forms are in, who is registered and who is introduced."""
