"""Views as data: models, pictures, pages, bundles."""
