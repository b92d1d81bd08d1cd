"""The commands: a file is a command if it holds a click command named `command`."""
