-- How a quarter was estimated and who knows a month's peak are codes that may grow: the tables take
-- any of them, and who reads one that it does not know passes the row over. Ranges stay checked.
CREATE TABLE quarters_anew (
    start       INTEGER PRIMARY KEY,
    import_j    INTEGER NOT NULL,
    coverage_e4 INTEGER NOT NULL CHECK (coverage_e4 BETWEEN 0 AND 10000),
    estimator   INTEGER NOT NULL,  -- 1 1.4.0, 2 1.8.x, 3 power
    complete    INTEGER NOT NULL CHECK (complete IN (0, 1)),
    error_j     INTEGER            -- how far import_j may be off; NULL: stored before this was known
) STRICT;

INSERT INTO quarters_anew (start, import_j, coverage_e4, estimator, complete, error_j)
    SELECT start, import_j, coverage_e4, estimator, complete, error_j FROM quarters ORDER BY start;
DROP TABLE quarters;
ALTER TABLE quarters_anew RENAME TO quarters;

CREATE TABLE month_peaks_anew (
    month       INTEGER NOT NULL,  -- 202601 = January 2026, in the meter's local time
    source      INTEGER NOT NULL,  -- 1 the meter, 2 counted by us, 4 a meter before
    demand_w    INTEGER NOT NULL,
    quarter_end INTEGER,
    PRIMARY KEY (month, source)
) STRICT, WITHOUT ROWID;

INSERT INTO month_peaks_anew (month, source, demand_w, quarter_end)
    SELECT month, source, demand_w, quarter_end FROM month_peaks;
DROP TABLE month_peaks;
ALTER TABLE month_peaks_anew RENAME TO month_peaks;

PRAGMA user_version = 13;
