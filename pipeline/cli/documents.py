"""``vanthu draft`` and ``vanthu documents``: what the office writes."""
