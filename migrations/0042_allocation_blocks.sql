-- Lines in blocks: the lines of a structure are one row, so that a million of them are stored and read at the speed of
-- the disk. What later stages add up is laid out in rows once an allocation is approved.

-- The lines `id`, `id` + 1, … of one structure. `body` holds them as decimal numbers, a space between two numbers and a
-- semicolon between two lines:
--   need product audience urgency is_checked people asked granted dealt_before
--   [earlier past promised earmarked ensured by_hand [adjusted]]
-- Need and product are given as the difference from those of the line before, 0 before the first; the audience as 0
-- precarious_person, 1 pupil, 2 usual_beneficiary; the urgency as 0 vital, 1 high, 2 normal. What is not there is 0;
-- `adjusted` is there only when a coordinator set the line.
CREATE TABLE allocation_block (
  id BIGINT PRIMARY KEY,
  structure_id BIGINT NOT NULL REFERENCES people_organisation (id),
  body TEXT NOT NULL CHECK (body <> '')
) {strict};

INSERT INTO allocation_block (id, structure_id, body)
  SELECT id, structure_id, CAST(need_id AS TEXT) || ' ' || CAST(product_id AS TEXT)
    || CASE audience WHEN 'precarious_person' THEN ' 0' WHEN 'pupil' THEN ' 1' ELSE ' 2' END
    || CASE urgency WHEN 'vital' THEN ' 0' WHEN 'high' THEN ' 1' ELSE ' 2' END
    || ' ' || CAST(is_checked AS TEXT) || ' ' || CAST(people AS TEXT) || ' ' || CAST(asked AS TEXT)
    || ' ' || CAST(granted AS TEXT) || ' ' || CAST(dealt_before AS TEXT) || ' ' || CAST(earlier AS TEXT)
    || ' ' || CAST(past AS TEXT) || ' ' || CAST(promised AS TEXT) || ' ' || CAST(earmarked AS TEXT)
    || ' ' || CAST(ensured AS TEXT) || ' ' || CAST(by_hand AS TEXT)
    || COALESCE(' ' || CAST(adjusted AS TEXT), '')
  FROM allocation_grant;

-- The lines of a structure added up: two allocations are compared without reading a line.
ALTER TABLE allocation_structure ADD COLUMN people BIGINT NOT NULL DEFAULT 0;
ALTER TABLE allocation_structure ADD COLUMN asked BIGINT NOT NULL DEFAULT 0;
ALTER TABLE allocation_structure ADD COLUMN granted BIGINT NOT NULL DEFAULT 0;
UPDATE allocation_structure SET people = v.people, asked = v.asked, granted = v.granted
  FROM (SELECT s.allocation_id AS allocation_id, s.structure_id AS structure_id, CAST(SUM(g.people) AS BIGINT) AS people,
      CAST(SUM(g.asked - g.earlier) AS BIGINT) AS asked, CAST(SUM(g.granted) AS BIGINT) AS granted
    FROM allocation_structure s JOIN allocation_grant g ON g.id BETWEEN s.first_line AND s.last_line
    GROUP BY s.allocation_id, s.structure_id) v
  WHERE allocation_structure.allocation_id = v.allocation_id AND allocation_structure.structure_id = v.structure_id;

-- What approved allocations granted, need by need; nothing for a need that was granted nothing. `relais verify` compares
-- it with the lines. There may be a million: references are not checked row by row.
CREATE TABLE allocation_granted (
  allocation_id BIGINT NOT NULL,
  need_id BIGINT NOT NULL,
  structure_id BIGINT NOT NULL,
  audience TEXT NOT NULL,
  product_id BIGINT NOT NULL,
  granted BIGINT NOT NULL CHECK (granted > 0),
  PRIMARY KEY (allocation_id, need_id)
) {strict};

INSERT INTO allocation_granted (allocation_id, need_id, structure_id, audience, product_id, granted)
  SELECT a.id, g.need_id, g.structure_id, g.audience, g.product_id, g.granted
  FROM allocation_allocation a JOIN allocation_grant g ON g.id BETWEEN a.first_line AND a.last_line
  WHERE a.state = 'approved' AND g.granted > 0;

-- Of approved allocations; what was released counts as nothing.
DROP VIEW allocation_line;
CREATE VIEW allocation_line AS
  SELECT g.allocation_id AS allocation_id, g.need_id AS need_id, g.structure_id AS structure_id,
    g.audience AS audience, g.product_id AS product_id,
    CASE WHEN r.structure_id IS NULL THEN g.granted ELSE 0 END AS granted
  FROM allocation_granted g
  LEFT JOIN allocation_release r ON r.allocation_id = g.allocation_id AND r.structure_id = g.structure_id;
DROP TABLE allocation_grant;
