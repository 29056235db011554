"""The parts of `check_consistency`: what is read, how it is compared, and the fixes."""
