"""Whether a heat map says what the network looks at: asked of the network itself."""
