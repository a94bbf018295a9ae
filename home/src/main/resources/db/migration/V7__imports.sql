-- What exports tell of an interval: those of the grid operator and those of other programs.
CREATE TABLE imported (
    start    INTEGER NOT NULL,
    seconds  INTEGER NOT NULL,  -- how long: 900, 3600, a day's 82800 to 90000, a month's
    origin   INTEGER NOT NULL,  -- who tells: 1 the grid operator, 2 HomeWizard, 3 P1-monitor,
                                -- 4 DSMR-reader, 5 Home Assistant, 6 the original system
    quantity INTEGER NOT NULL,  -- 1 import, 2 and 3 of tariffs 1 and 2; 4 export, 5 and 6 likewise;
                                -- 7 gas, 8 gas as energy, 9 water, 10 the month's peak
    amount   INTEGER NOT NULL,  -- Wh; dm3 of gas and water; W of a peak
    quality  INTEGER NOT NULL,  -- 0 not told, 1 estimated, 2 read, 3 validated
    PRIMARY KEY (start, seconds, origin, quantity)
) STRICT, WITHOUT ROWID;

-- The month peaks that follow from it, reckoned anew by each import. The running program reads
-- them and writes month_peaks only.
CREATE TABLE imported_peaks (
    month       INTEGER PRIMARY KEY,  -- 202601 = January 2026, in the meter's local time
    demand_w    INTEGER NOT NULL,
    quarter_end INTEGER,
    whole       INTEGER NOT NULL CHECK (whole IN (0, 1))  -- 0: the peak is at least that
) STRICT;

PRAGMA user_version = 7;
