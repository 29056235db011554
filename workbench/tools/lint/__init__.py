"""The rules of `lint_data_model`: what is declared, what texts mention, what the data holds."""
