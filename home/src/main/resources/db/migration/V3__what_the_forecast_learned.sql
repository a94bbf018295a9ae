-- What the forecast has learned of the house: one row, replaced once a day and at each stop.
CREATE TABLE forecast (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    memory BLOB NOT NULL  -- as be.bsmr.quarter.Forecaster gives it, deflated
) STRICT;

PRAGMA user_version = 3;
