"""The words of every page, one folder a language, and the code that pages show."""
