-- The seconds of a quarter-hour, packed; docs/store.md says how, and a script there reads them.
-- The blob stands last: who asks how many there are reads none of it.
CREATE TABLE seconds (
    quarter  INTEGER NOT NULL,  -- its start
    meter    INTEGER NOT NULL REFERENCES meter (id),
    readings INTEGER NOT NULL,
    newest   INTEGER NOT NULL,  -- the last reading's stamp
    packed   BLOB    NOT NULL,
    PRIMARY KEY (quarter, meter)
) STRICT;

-- Where the registers stood at the first reading of each quarter: what a quarter, a day or a
-- month took is the difference of two.
CREATE TABLE registers (
    at           INTEGER NOT NULL,
    meter        INTEGER NOT NULL REFERENCES meter (id),
    import_t1_wh INTEGER,
    import_t2_wh INTEGER,
    import_wh    INTEGER,  -- 1-0:1.8.0, or the sum for a meter with more than two tariffs
    export_t1_wh INTEGER,
    export_t2_wh INTEGER,
    export_wh    INTEGER,
    PRIMARY KEY (at, meter)
) STRICT, WITHOUT ROWID;

-- A local day in one row, kept when its quarters are not.
CREATE TABLE days (
    day          INTEGER PRIMARY KEY,  -- 20260113 = 13 January 2026
    import_t1_wh INTEGER,
    import_t2_wh INTEGER,
    import_wh    INTEGER,  -- of all tariffs
    export_t1_wh INTEGER,
    export_t2_wh INTEGER,
    export_wh    INTEGER,
    peak_w       INTEGER,  -- the highest demand of its quarters
    peak_end     INTEGER,
    quarters     INTEGER NOT NULL,  -- of which something was measured
    coverage_e4  INTEGER NOT NULL   -- mean over these, 0 to 10000
) STRICT;

-- How well the cable to the meter did in each quarter.
CREATE TABLE link_health (
    quarter     INTEGER PRIMARY KEY,  -- its start
    accepted    INTEGER NOT NULL,     -- telegrams that became a reading
    rejected    INTEGER NOT NULL,     -- telegrams that did not
    stray_bytes INTEGER NOT NULL,
    opened      INTEGER NOT NULL      -- times the source was opened anew
) STRICT;

-- What each load was told to do, from when on.
CREATE TABLE load_states (
    at       INTEGER NOT NULL,  -- the meter's time
    load     TEXT    NOT NULL,
    position TEXT    NOT NULL,  -- CONNECTED, SHED
    value    INTEGER,           -- what a modulating load was set to, in its unit
    PRIMARY KEY (at, load)
) STRICT, WITHOUT ROWID;
