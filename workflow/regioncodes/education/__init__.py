"""What Figure 2 is worth: its points and fits, and all that a referee asks of them."""
