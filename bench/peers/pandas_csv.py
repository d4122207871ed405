"""pandas' side of the CSV benchmark: pandas_csv.py FILE COLUMN."""

import sys
import time

import pandas

wall, processor = time.perf_counter(), time.process_time()
frame = pandas.read_csv(sys.argv[1])
total = frame[sys.argv[2]].sum()
print(f"pandas\t{time.perf_counter() - wall:.3f}\t{time.process_time() - processor:.3f}\t{total:.1f}\t{len(frame)}")
