"""The frame around every page: navigation, language, caches, and the engine's progress on the page."""
