-- Lines as they are solved: a row holds what was read and what was granted, and what follows from these is computed
-- when it is read. A census of a million lines is stored without an index beside the key, in the order of the names.
-- New with it: trials, where a floor comes from, adjustments by hand, the certificate, releases.

ALTER TABLE allocation_sequence ADD COLUMN last_line BIGINT NOT NULL DEFAULT 0;

-- The lines of an allocation are allocation_grant.id from first_line to last_line.
ALTER TABLE allocation_allocation ADD COLUMN first_line BIGINT NOT NULL DEFAULT 1;
ALTER TABLE allocation_allocation ADD COLUMN last_line BIGINT NOT NULL DEFAULT 0;
-- A trial is born superseded: whatever asks for proposals or for approved allocations passes it by.
ALTER TABLE allocation_allocation ADD COLUMN trial_of_id BIGINT REFERENCES allocation_allocation (id)
  CHECK (trial_of_id IS NULL OR state = 'superseded');

-- In the order of the lines' names within an allocation. Floors in parts: promised + earmarked + ensured + by_hand.
CREATE TABLE allocation_grant (
  id BIGINT PRIMARY KEY,
  need_id BIGINT NOT NULL,
  structure_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  audience TEXT NOT NULL,
  urgency TEXT NOT NULL,
  people BIGINT NOT NULL CHECK (people > 0),
  is_checked SMALLINT NOT NULL CHECK (is_checked IN (0, 1)),
  asked BIGINT NOT NULL CHECK (asked > 0),
  earlier BIGINT NOT NULL CHECK (earlier BETWEEN 0 AND asked),
  past BIGINT NOT NULL CHECK (past >= 0),
  promised BIGINT NOT NULL CHECK (promised >= 0),
  earmarked BIGINT NOT NULL CHECK (earmarked >= 0),
  ensured BIGINT NOT NULL CHECK (ensured >= 0),
  by_hand BIGINT NOT NULL CHECK (by_hand >= 0),
  adjusted BIGINT CHECK (adjusted BETWEEN 0 AND asked - earlier),
  granted BIGINT NOT NULL,
  dealt_before BIGINT NOT NULL CHECK (dealt_before >= 0),
  CHECK (granted BETWEEN promised + earmarked + ensured + by_hand AND asked - earlier)
) {strict};

INSERT INTO allocation_grant (id, need_id, structure_id, product_id, audience, urgency, people, is_checked, asked,
    earlier, past, promised, earmarked, ensured, by_hand, adjusted, granted, dealt_before)
  SELECT ROW_NUMBER() OVER (ORDER BY a.number, CAST(l.name AS BYTEA)), l.need_id, l.structure_id, l.product_id,
    l.audience, l.urgency, l.people, l.is_checked, l.asked, l.earlier, l.past,
    CASE WHEN a.keeps_grants_of_id IS NULL THEN 0 ELSE l.floor END, 0,
    CASE WHEN a.keeps_grants_of_id IS NULL THEN l.floor ELSE 0 END, 0, NULL, l.granted,
    CAST(SUM(l.granted) OVER (PARTITION BY l.allocation_id, l.tier, l.product_id ORDER BY CAST(l.name AS BYTEA)
      ROWS UNBOUNDED PRECEDING) AS BIGINT) - l.granted
  FROM allocation_line l JOIN allocation_allocation a ON a.id = l.allocation_id;

UPDATE allocation_allocation SET first_line = r.first_line, last_line = r.first_line + r.lines - 1
  FROM (SELECT a.id AS id, CAST(SUM(c.lines) OVER (ORDER BY a.number ROWS UNBOUNDED PRECEDING) AS BIGINT) - c.lines + 1
      AS first_line, c.lines AS lines
    FROM allocation_allocation a JOIN (SELECT allocation_id, COUNT(*) AS lines FROM allocation_line
      GROUP BY allocation_id) c ON c.allocation_id = a.id) r
  WHERE allocation_allocation.id = r.id;
UPDATE allocation_sequence SET last_line = (SELECT COALESCE(MAX(last_line), 0) FROM allocation_allocation);

-- Where the lines of a structure are, and its département as it was.
CREATE TABLE allocation_structure (
  allocation_id BIGINT NOT NULL REFERENCES allocation_allocation (id),
  structure_id BIGINT NOT NULL REFERENCES people_organisation (id),
  departement TEXT NOT NULL,
  first_line BIGINT NOT NULL,
  last_line BIGINT NOT NULL CHECK (last_line >= first_line),
  PRIMARY KEY (allocation_id, structure_id)
) {strict};
CREATE INDEX allocation_structure_by_departement ON allocation_structure (allocation_id, departement, first_line);

INSERT INTO allocation_structure (allocation_id, structure_id, departement, first_line, last_line)
  SELECT a.id, g.structure_id, o.departement, MIN(g.id), MAX(g.id) FROM allocation_allocation a
  JOIN allocation_grant g ON g.id BETWEEN a.first_line AND a.last_line
  JOIN people_organisation o ON o.id = g.structure_id GROUP BY a.id, g.structure_id, o.departement;

-- Where the goods of a class come from. What a line got follows: the class deals them out in the order of the lines.
CREATE TABLE allocation_route (
  allocation_id BIGINT NOT NULL REFERENCES allocation_allocation (id),
  tier BIGINT NOT NULL,
  product_id BIGINT NOT NULL REFERENCES catalogue_product (id),
  part_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (allocation_id, tier, product_id, part_id, kind_id)
) {strict};

INSERT INTO allocation_route (allocation_id, tier, product_id, part_id, kind_id, quantity)
  SELECT l.allocation_id, l.tier, l.product_id, o.part_id, o.kind_id, CAST(SUM(o.quantity) AS BIGINT)
  FROM allocation_portion o JOIN allocation_line l ON l.allocation_id = o.allocation_id AND l.need_id = o.need_id
  GROUP BY l.allocation_id, l.tier, l.product_id, o.part_id, o.kind_id;

DROP TABLE allocation_portion;
DROP TABLE allocation_line;

-- `closing` is the place of the class's refusal among all; none when everyone got what was asked.
CREATE TABLE allocation_outcome (
  allocation_id BIGINT NOT NULL REFERENCES allocation_allocation (id),
  tier BIGINT NOT NULL CHECK (tier >= 0),
  product_id BIGINT NOT NULL REFERENCES catalogue_product (id),
  lines BIGINT NOT NULL CHECK (lines > 0),
  asked BIGINT NOT NULL CHECK (asked >= 0),
  granted BIGINT NOT NULL CHECK (granted BETWEEN 0 AND asked),
  cutoff_line TEXT NOT NULL,
  cutoff_units BIGINT,
  cutoff_numerator BIGINT,
  cutoff_denominator BIGINT CHECK (cutoff_denominator > 0),
  closing BIGINT CHECK (closing >= 0),
  refused_line TEXT NOT NULL,
  refused_units BIGINT,
  refused_numerator BIGINT,
  refused_denominator BIGINT CHECK (refused_denominator > 0),
  PRIMARY KEY (allocation_id, tier, product_id),
  CHECK ((cutoff_numerator IS NULL) = (cutoff_denominator IS NULL)),
  CHECK ((refused_numerator IS NULL) = (refused_denominator IS NULL)),
  CHECK ((granted = asked) = (refused_numerator IS NULL))
) {strict};

INSERT INTO allocation_outcome (allocation_id, tier, product_id, lines, asked, granted, cutoff_line, cutoff_units,
    cutoff_numerator, cutoff_denominator, closing, refused_line, refused_units, refused_numerator, refused_denominator)
  SELECT allocation_id, tier, product_id, lines, asked, granted, cutoff_line, NULL, cutoff_numerator,
    cutoff_denominator, NULL, refused_line, NULL, refused_numerator, refused_denominator FROM allocation_class;

-- The certificate of a refusal: its prices, of what ran out (0 where only whole numbers stood in the way), and the
-- demand that they were held against.
CREATE TABLE allocation_price (
  allocation_id BIGINT NOT NULL,
  tier BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  price BIGINT NOT NULL CHECK (price >= 0),
  PRIMARY KEY (allocation_id, tier, product_id, kind_id),
  FOREIGN KEY (allocation_id, tier, product_id) REFERENCES allocation_outcome (allocation_id, tier, product_id)
) {strict};
CREATE TABLE allocation_demand (
  allocation_id BIGINT NOT NULL,
  tier BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  demanded_id BIGINT NOT NULL REFERENCES catalogue_product (id),
  quantity BIGINT NOT NULL CHECK (quantity >= 0),
  PRIMARY KEY (allocation_id, tier, product_id, demanded_id),
  FOREIGN KEY (allocation_id, tier, product_id) REFERENCES allocation_outcome (allocation_id, tier, product_id)
) {strict};

INSERT INTO allocation_price (allocation_id, tier, product_id, kind_id, price)
  SELECT allocation_id, tier, product_id, kind_id, 0 FROM allocation_shortage;

DROP TABLE allocation_shortage;
DROP TABLE allocation_class;

-- What a kind serves under a policy that says otherwise than the catalogue; a kind that serves nothing serves itself.
CREATE TABLE allocation_serving (
  allocation_id BIGINT NOT NULL REFERENCES allocation_allocation (id),
  kind_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  served_id BIGINT NOT NULL REFERENCES catalogue_kind (id),
  PRIMARY KEY (allocation_id, kind_id, served_id)
) {strict};

-- Only ever added to: who set a line by hand, when and why. A row without quantity withdraws.
CREATE TABLE allocation_adjustment (
  to_id BIGINT PRIMARY KEY REFERENCES allocation_allocation (id),
  round_id BIGINT NOT NULL REFERENCES needs_round (id),
  from_id BIGINT NOT NULL REFERENCES allocation_allocation (id),
  need_id BIGINT NOT NULL REFERENCES needs_need (id),
  granted_before BIGINT NOT NULL CHECK (granted_before >= 0),
  quantity BIGINT CHECK (quantity >= 0),
  reason TEXT NOT NULL CHECK (reason <> ''),
  actor TEXT NOT NULL CHECK (actor <> ''),
  adjusted_at BIGINT NOT NULL
) {strict};
CREATE INDEX allocation_adjustment_by_round ON allocation_adjustment (round_id, to_id);

-- Only ever added to: what a structure will not get after all.
CREATE TABLE allocation_release (
  allocation_id BIGINT NOT NULL REFERENCES allocation_allocation (id),
  structure_id BIGINT NOT NULL REFERENCES people_organisation (id),
  request TEXT NOT NULL CHECK (request <> ''),
  items BIGINT NOT NULL CHECK (items > 0),
  reason TEXT NOT NULL CHECK (reason <> ''),
  actor TEXT NOT NULL CHECK (actor <> ''),
  released_at BIGINT NOT NULL,
  PRIMARY KEY (allocation_id, structure_id)
) {strict};
CREATE INDEX allocation_release_by_request ON allocation_release (request);

-- Lines with what follows from the row: for sums; a list reads allocation_grant by the range of its allocation.
CREATE VIEW allocation_line AS
  SELECT a.id AS allocation_id, g.id AS line_id, g.need_id AS need_id, g.structure_id AS structure_id,
    g.audience AS audience, g.product_id AS product_id, g.urgency AS urgency, g.people AS people,
    COALESCE(g.adjusted, g.asked - g.earlier) AS cap,
    CASE WHEN r.structure_id IS NULL THEN g.granted ELSE 0 END AS granted
  FROM allocation_allocation a JOIN allocation_grant g ON g.id BETWEEN a.first_line AND a.last_line
  LEFT JOIN allocation_release r ON r.allocation_id = a.id AND r.structure_id = g.structure_id;
