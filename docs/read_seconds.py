#!/usr/bin/env python3
"""Prints the seconds of a BSMR database as CSV: read_seconds.py bsmr.db [FROM [TO]], in seconds since 1970.

Reads what docs/store.md describes with nothing but Python; not the running quarter of a BSMR that runs.
"""
import sqlite3
import sys
import zlib

CHANNELS = """tariff import_power_w export_power_w demand_w import_t1_wh import_t2_wh import_wh export_t1_wh
export_t2_wh export_wh voltage_l1_cv voltage_l2_cv voltage_l3_cv current_l1_ma current_l2_ma current_l3_ma
import_power_l1_w import_power_l2_w import_power_l3_w export_power_l1_w export_power_l2_w export_power_l3_w""".split()


def unpack(base, packed):
    """Yields (second, [value or None for each channel])."""
    if packed[0] != 1:
        raise ValueError("packed in version %d, this script knows 1" % packed[0])
    data = iter(zlib.decompress(packed[1:]))

    def unsigned():
        value = shift = 0
        while True:
            byte = next(data)
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def signed():
        value = unsigned()
        return (value >> 1) ^ -(value & 1)

    count, seconds, columns = unsigned(), [], []
    for _ in range(count):
        base += unsigned()
        seconds.append(base)
    for _ in range(unsigned()):
        kind = next(data)  # 0 none, 1 all, 2 those of the bits
        there = [kind == 1] * count
        if kind == 2:
            bits = [next(data) for _ in range((count + 7) // 8)]
            there = [bool(bits[i // 8] >> i % 8 & 1) for i in range(count)]
        value, column = 0, []
        for is_there in there:
            value += signed() if is_there else 0
            column.append(value if is_there else None)
        columns.append(column)
    return zip(seconds, zip(*columns))


if len(sys.argv) < 2:
    sys.exit(__doc__.strip())
file = sys.argv[1]
first, last = (list(map(int, sys.argv[2:4])) + [0, 2**62][len(sys.argv) - 2:])[:2]
print("time," + ",".join(CHANNELS))
rows = sqlite3.connect("file:%s?mode=ro" % file, uri=True).execute(
    "SELECT quarter, packed FROM seconds WHERE quarter BETWEEN ? AND ? ORDER BY quarter, meter", (first - 899, last))
for quarter, packed in rows:
    for second, values in unpack(quarter, packed):
        if first <= second <= last:
            print("%d,%s" % (second, ",".join("" if v is None else str(v) for v in values)))
