"""Says where replications.parquet of a folder is not what its replications.csv is.

    check.py FOLDER
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

TYPES = {
    "scenario": pa.string(),
    "replication": pa.int64(),
    "metric": pa.string(),
    "group": pa.string(),
    "period": pa.string(),
    "unit": pa.string(),
    "value": pa.float64(),
}


def main() -> int:
    folder = Path(sys.argv[1])
    table = pq.read_table(folder / "replications.parquet")
    types = {field.name: field.type for field in table.schema}
    if types != TYPES:
        print(f"other columns: {types}")
        return 1
    columns = [table.column(name).to_pylist() for name in TYPES]
    with (folder / "replications.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    if table.num_rows != len(rows) or not rows:
        print(f"{table.num_rows} rows, not {len(rows)}")
        return 1
    missing = 0
    for number, (row, found) in enumerate(zip(rows, zip(*columns, strict=True), strict=True)):
        value = float(row["value"]) if row["value"] else None
        missing += value is None
        wanted = (row["scenario"], int(row["replication"]), row["metric"], row["group"], row["period"], row["unit"], value)
        if found != wanted:
            print(f"row {number}: {found}, not {wanted}")
            return 1
    if not missing:
        print("no number was missing, so nothing was seen of nulls")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
