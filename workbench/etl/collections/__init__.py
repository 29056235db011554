"""Records of other stores into collections, and collections into files."""
