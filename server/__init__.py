"""The server: what browsers and administrators talk to. `app.py` puts it together, `commands.py` are its commands."""
