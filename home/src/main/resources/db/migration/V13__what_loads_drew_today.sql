-- What each load has drawn on the day of sheds, J: a restart must not begin it anew.
ALTER TABLE loads ADD COLUMN day_j REAL NOT NULL DEFAULT 0;

PRAGMA user_version = 14;
