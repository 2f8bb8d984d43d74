"""Reads what cargo says of a build (--message-format json) and prints where the program with the given name is."""

import json
import sys

messages = (json.loads(line) for line in sys.stdin)
built = [m["executable"] for m in messages if m.get("reason") == "compiler-artifact" and m["target"]["name"] == sys.argv[1]]
print(built[-1])
