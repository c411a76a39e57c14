"""The files of Datasette: metadata for 0.65, configuration for 1.0, a plugin and a style sheet."""
