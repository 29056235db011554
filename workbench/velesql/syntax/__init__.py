"""From text to tree: one pass over tokens, one function a clause."""
