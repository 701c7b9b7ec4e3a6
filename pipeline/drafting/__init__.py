"""What the office writes: which documents exist, the facts each needs, drafts and their revisions."""
