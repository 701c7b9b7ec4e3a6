"""What the dated rules say about a form that was read. Findings only: nothing is ever dropped."""
