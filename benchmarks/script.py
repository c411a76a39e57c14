"""Print the rows of SELECT statements as CSV with the driver alone, as a user's own script would.

python -m benchmarks.script DATABASE STATEMENTS, a list in JSON
"""

import csv
import json
import sqlite3
import sys

if __name__ == "__main__":
    connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    with open(sys.argv[2], encoding="utf-8") as file:
        for statement in json.load(file):
            writer.writerows(connection.execute(statement))
    connection.close()
