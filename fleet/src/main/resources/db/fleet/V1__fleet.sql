-- The tables of one tenant, in its own schema. Powers in W, energy in J; "meter" is a pseudonym.
-- "said" is when Kafka was told: of two values of one thing the one that was said later counts.

CREATE TABLE community (
  id text PRIMARY KEY,
  name text NOT NULL,
  target_w bigint,
  said timestamptz NOT NULL
);

CREATE TABLE member (
  meter text PRIMARY KEY,
  community text NOT NULL,
  name text NOT NULL,
  floor_w bigint,
  flexible_w bigint NOT NULL,
  said timestamptz NOT NULL
);
CREATE INDEX member_community ON member (community);

-- A partition for each month of UTC; Months makes and drops them.
CREATE TABLE quarter (
  meter text NOT NULL,
  start timestamptz NOT NULL,
  imported_j bigint NOT NULL,
  coverage double precision NOT NULL,
  estimator text NOT NULL,
  complete boolean NOT NULL,
  error_j bigint,
  counted_by text NOT NULL,
  said timestamptz NOT NULL,
  PRIMARY KEY (meter, start)
) PARTITION BY RANGE (start);

CREATE TABLE community_quarter (
  community text NOT NULL,
  start timestamptz NOT NULL,
  version integer NOT NULL,
  imported_j bigint NOT NULL,
  members integer NOT NULL,
  complete integer NOT NULL,
  known integer NOT NULL,
  PRIMARY KEY (community, start)
) PARTITION BY RANGE (start);

CREATE TABLE month_peak (
  meter text NOT NULL,
  month date NOT NULL,
  demand_w bigint NOT NULL,
  quarter_end timestamptz,
  source text NOT NULL,
  said timestamptz NOT NULL,
  PRIMARY KEY (meter, month)
);

-- The newest of each meter. "arrived" is the fleet's clock, "at" the meter's.
CREATE TABLE forecast (
  meter text PRIMARY KEY,
  start timestamptz NOT NULL,
  at timestamptz NOT NULL,
  arrived timestamptz NOT NULL,
  power_w bigint,
  expected_w bigint NOT NULL,
  low80_w bigint NOT NULL,
  high80_w bigint NOT NULL,
  low95_w bigint NOT NULL,
  high95_w bigint NOT NULL,
  said timestamptz NOT NULL
);

CREATE TABLE share (
  meter text PRIMARY KEY,
  demand_w bigint NOT NULL,
  at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  said timestamptz NOT NULL
);

CREATE TABLE community_now (
  community text PRIMARY KEY,
  start timestamptz NOT NULL,
  at timestamptz NOT NULL,
  members integer NOT NULL,
  heard integer NOT NULL,
  power_w bigint NOT NULL,
  expected_w bigint,
  low80_w bigint,
  high80_w bigint,
  low95_w bigint,
  high95_w bigint,
  target_w bigint,
  breaks double precision NOT NULL,
  shared_w bigint NOT NULL
);

-- How it stood in the course of the running quarter: one row for each ten seconds of it, written
-- over by the next quarter.
CREATE TABLE community_trail (
  community text NOT NULL,
  step integer NOT NULL,
  start timestamptz NOT NULL,
  at timestamptz NOT NULL,
  power_w bigint NOT NULL,
  expected_w bigint,
  low80_w bigint,
  high80_w bigint,
  target_w bigint,
  PRIMARY KEY (community, step)
);

-- Counted, not kept. "reason" is without its figures, so that there are few; "example" is the
-- newest, as it was said.
CREATE TABLE dead_letter (
  sender text NOT NULL,
  reason text NOT NULL,
  place integer NOT NULL,
  count bigint NOT NULL,
  example text NOT NULL,
  arrived timestamptz NOT NULL,
  said timestamptz NOT NULL,
  last_offset bigint NOT NULL,
  PRIMARY KEY (sender, reason, place)
);

-- How far the sink is.
CREATE TABLE progress (
  topic text NOT NULL,
  place integer NOT NULL,
  behind bigint NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (topic, place)
);
