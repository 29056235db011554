"""What a graph and its snapshots can be asked, under the names that TongGraph gives its calls."""
