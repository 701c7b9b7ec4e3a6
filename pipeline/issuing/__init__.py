"""From a frozen draft to an issued document: signature, number, day and seal, and the outgoing book."""
