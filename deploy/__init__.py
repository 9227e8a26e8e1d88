"""The server side of publishing: the gate of a push, the web server, the installer."""
