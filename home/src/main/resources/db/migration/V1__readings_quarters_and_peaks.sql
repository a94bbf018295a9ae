-- Times are seconds since 1970 UTC. Energies end in _wh or _j, powers in _w, voltages in _cv
-- (0.01 V, the finest that a meter sends), currents in _ma. NULL: the meter did not send it.

-- Who speaks, and since which setting of its clock. A new row whenever any of this changes.
CREATE TABLE meter (
    id            INTEGER PRIMARY KEY,
    clock         INTEGER NOT NULL,  -- how often the clock had been set back before
    header        TEXT NOT NULL,
    version       TEXT,
    equipment_id  TEXT,
    ean           TEXT,
    declared_grid TEXT               -- 1x230, 3x230, 3n400
) STRICT;

-- One row per telegram, by the meter's time. A plain rowid table: SQLite appends to it without
-- splitting pages, and small integers take one or two bytes.
CREATE TABLE readings (
    measured_at       INTEGER PRIMARY KEY,
    meter             INTEGER NOT NULL REFERENCES meter (id),
    tariff            INTEGER,
    import_power_w    INTEGER,
    export_power_w    INTEGER,
    demand_w          INTEGER,  -- 1-0:1.4.0, accumulating
    import_t1_wh      INTEGER,
    import_t2_wh      INTEGER,
    import_wh         INTEGER,  -- 1-0:1.8.0, or the sum for a meter with more than two tariffs
    export_t1_wh      INTEGER,
    export_t2_wh      INTEGER,
    export_wh         INTEGER,
    voltage_l1_cv     INTEGER,
    voltage_l2_cv     INTEGER,
    voltage_l3_cv     INTEGER,
    current_l1_ma     INTEGER,
    current_l2_ma     INTEGER,
    current_l3_ma     INTEGER,
    import_power_l1_w INTEGER,
    import_power_l2_w INTEGER,
    import_power_l3_w INTEGER,
    export_power_l1_w INTEGER,
    export_power_l2_w INTEGER,
    export_power_l3_w INTEGER
) STRICT;

-- What hangs, or hung, on an M-Bus channel.
CREATE TABLE mbus_meter (
    id           INTEGER PRIMARY KEY,
    channel      INTEGER NOT NULL,  -- 1 to 4
    type         INTEGER NOT NULL,  -- EN 13757-3: 2 electricity, 3 gas, 4 heat, 7 water, 0 other
    equipment_id TEXT,
    ean          TEXT,
    unit         TEXT
) STRICT;

-- A row when a channel changed, with the stamp of the reading that showed it first.
CREATE TABLE mbus_readings (
    measured_at INTEGER NOT NULL,
    channel     INTEGER NOT NULL,
    meter       INTEGER NOT NULL REFERENCES meter (id),
    mbus_meter  INTEGER REFERENCES mbus_meter (id),  -- NULL: the channel is empty from here on
    valve       INTEGER,  -- 0 closed, 1 open, 2 ready
    counted_at  INTEGER,  -- the attached meter's own time
    value       INTEGER,  -- in units of 10^-scale
    scale       INTEGER,
    PRIMARY KEY (measured_at, channel)
) STRICT, WITHOUT ROWID;

-- Each quarter-hour that ended.
CREATE TABLE quarters (
    start          INTEGER PRIMARY KEY,
    import_j       INTEGER NOT NULL,
    coverage_e4    INTEGER NOT NULL CHECK (coverage_e4 BETWEEN 0 AND 10000),
    estimator      INTEGER NOT NULL CHECK (estimator BETWEEN 1 AND 3),  -- 1 1.4.0, 2 1.8.x, 3 power
    complete       INTEGER NOT NULL CHECK (complete IN (0, 1))
) STRICT;

-- The highest quarter of each month.
CREATE TABLE month_peaks (
    month       INTEGER PRIMARY KEY,  -- 202601 = January 2026, in the meter's local time
    demand_w    INTEGER NOT NULL,
    quarter_end INTEGER,
    source      INTEGER NOT NULL CHECK (source IN (1, 2))  -- 1 the meter, 2 counted by us
) STRICT;

-- Marks the file as ours, and how far it is migrated, so that a start need not ask Flyway.
PRAGMA application_id = 1112755538;  -- "BSMR"
PRAGMA user_version = 1;
