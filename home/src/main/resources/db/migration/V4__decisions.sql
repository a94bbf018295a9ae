-- What was decided and why, kept for ever: a few dozen rows a day.
CREATE TABLE decisions (
    id          INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,  -- the meter's time, s since 1970
    what        TEXT    NOT NULL,
    load        TEXT,
    demand_w    INTEGER,
    target_w    INTEGER,
    other_w     INTEGER,
    power_w     INTEGER,
    probability REAL,              -- that the quarter passes the target, 0 to 1
    shadow      INTEGER NOT NULL   -- 1 = only decided, not done
) STRICT;

CREATE INDEX decisions_at ON decisions (at);

PRAGMA user_version = 4;
