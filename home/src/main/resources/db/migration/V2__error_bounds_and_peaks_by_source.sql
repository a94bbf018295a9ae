-- How far import_j may be off. NULL: stored before this was known.
ALTER TABLE quarters ADD COLUMN error_j INTEGER;

-- The highest quarter of each month, one row for each that knows it.
CREATE TABLE month_peaks_by_source (
    month       INTEGER NOT NULL,  -- 202601 = January 2026, in the meter's local time
    source      INTEGER NOT NULL CHECK (source BETWEEN 1 AND 4),  -- 1 the meter, 2 counted by us,
                                                                  -- 3 imported, 4 a meter before
    demand_w    INTEGER NOT NULL,
    quarter_end INTEGER,
    PRIMARY KEY (month, source)
) STRICT, WITHOUT ROWID;

INSERT INTO month_peaks_by_source (month, source, demand_w, quarter_end)
    SELECT month, source, demand_w, quarter_end FROM month_peaks;
DROP TABLE month_peaks;
ALTER TABLE month_peaks_by_source RENAME TO month_peaks;

PRAGMA user_version = 2;
