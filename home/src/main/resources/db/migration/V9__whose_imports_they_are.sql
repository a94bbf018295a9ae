-- Of which connection what was imported is: a file of another is taken only when somebody says so.
CREATE TABLE imported_connections (
    origin   INTEGER NOT NULL,  -- as in imported
    measured TEXT NOT NULL,     -- import, export, gas or water
    ean      TEXT NOT NULL,
    PRIMARY KEY (origin, measured, ean)
) STRICT, WITHOUT ROWID;

-- Water meters count tenths of a dm3.
UPDATE imported SET amount = amount * 10 WHERE quantity = 9;

PRAGMA user_version = 9;
