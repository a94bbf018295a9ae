-- When a load is planned to draw what is due, s since 1970, and what a level is expected to cost.
ALTER TABLE decisions ADD COLUMN span_from  INTEGER;
ALTER TABLE decisions ADD COLUMN span_until INTEGER;
ALTER TABLE decisions ADD COLUMN euro_cents INTEGER;

PRAGMA user_version = 12;
