"""Printed tables, one module an exhibit."""
