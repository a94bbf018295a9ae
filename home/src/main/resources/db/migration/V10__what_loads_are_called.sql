-- What people call each load, so that the journal says it without the configuration.
ALTER TABLE loads ADD COLUMN name TEXT NOT NULL DEFAULT '';
UPDATE loads SET name = id;

PRAGMA user_version = 11;
