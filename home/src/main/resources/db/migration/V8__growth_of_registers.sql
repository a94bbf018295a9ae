-- How far each register grew in a quarter-hour, from its first reading there to its last, without
-- what a false reading or another meter would make up. What it grew between two quarters is the
-- difference of one's first and the other's last.
CREATE TABLE growth (
    quarter  INTEGER NOT NULL,  -- its start
    meter    INTEGER NOT NULL REFERENCES meter (id),
    register INTEGER NOT NULL,  -- 1 import of tariff 1, 2 of tariff 2, 3 of all (1-0:1.8.0, or the
                                -- sum for a meter with more than two tariffs); 4, 5, 6 export likewise
    first_at INTEGER NOT NULL,
    first_wh INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    last_wh  INTEGER NOT NULL,
    grown_wh INTEGER NOT NULL,
    PRIMARY KEY (quarter, meter, register)
) STRICT, WITHOUT ROWID;

-- Of before, the first reading of each quarter is known.
INSERT OR IGNORE INTO growth
    SELECT at - at % 900, meter, 1, at, import_t1_wh, at, import_t1_wh, 0
    FROM registers WHERE import_t1_wh IS NOT NULL;
INSERT OR IGNORE INTO growth
    SELECT at - at % 900, meter, 2, at, import_t2_wh, at, import_t2_wh, 0
    FROM registers WHERE import_t2_wh IS NOT NULL;
INSERT OR IGNORE INTO growth
    SELECT at - at % 900, meter, 3, at, import_wh, at, import_wh, 0
    FROM registers WHERE import_wh IS NOT NULL;
INSERT OR IGNORE INTO growth
    SELECT at - at % 900, meter, 4, at, export_t1_wh, at, export_t1_wh, 0
    FROM registers WHERE export_t1_wh IS NOT NULL;
INSERT OR IGNORE INTO growth
    SELECT at - at % 900, meter, 5, at, export_t2_wh, at, export_t2_wh, 0
    FROM registers WHERE export_t2_wh IS NOT NULL;
INSERT OR IGNORE INTO growth
    SELECT at - at % 900, meter, 6, at, export_wh, at, export_wh, 0
    FROM registers WHERE export_wh IS NOT NULL;
DROP TABLE registers;

PRAGMA user_version = 8;
