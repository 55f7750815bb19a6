"""Search: what a text finds in all of the evidence, with the address of the page that answers it."""
