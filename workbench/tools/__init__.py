"""Combines: one file and one public function per cross-store answer."""
