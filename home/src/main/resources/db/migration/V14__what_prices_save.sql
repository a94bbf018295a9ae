-- What is expected to be saved on energy where a decision goes by its price.
ALTER TABLE decisions ADD COLUMN saved_cents INTEGER;

PRAGMA user_version = 15;
