-- What a restart must not forget of the loads: one row each, replaced when it changed.
CREATE TABLE loads (
    id             TEXT    PRIMARY KEY,  -- as in the configuration
    mode           TEXT    NOT NULL,
    hands_off_until INTEGER,             -- the meter's time, s since 1970
    learned_w      TEXT    NOT NULL,     -- the newest steps seen, W, oldest first, with commas
    day            TEXT,                 -- local date of sheds
    sheds          INTEGER NOT NULL,
    due_since      INTEGER,              -- the meter's time, s since 1970
    due_j          REAL    NOT NULL,
    mean_w         REAL    NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 5;
