"""Every sentence of the app, in Chinese and English side by side."""
