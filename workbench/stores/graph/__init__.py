"""Graph stores over Bolt; what engines differ in is data, in `dialects.py`."""
