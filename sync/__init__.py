"""Both halves of Fichero's sync, side by side: the server's store in Python, the phone's replica in TypeScript.

`docs/protocol.md` tells the rules; `tables.json` beside this file describes every table once.
"""
