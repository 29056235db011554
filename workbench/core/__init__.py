"""Names things: values, protocols and errors that every other room speaks in."""
