"""Inference for few points and few clusters: arrays in, numbers and statuses out."""
