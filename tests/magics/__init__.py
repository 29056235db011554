"""The magics in a real IPython shell, over real stores."""
