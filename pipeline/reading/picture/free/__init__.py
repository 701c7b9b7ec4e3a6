"""Pages of any layout: strokes and boxes, pieces of writing, labels, values, and what speaks for them."""
