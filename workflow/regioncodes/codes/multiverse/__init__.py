"""Every combination of the study's choices at once: which of its findings hold in nearly all of them."""
