-- Whom a donor means a line of a gift for: an audience, a département, both, or (null) whoever needs it.
ALTER TABLE gifts_pledge_line ADD COLUMN for_audience TEXT
  CHECK (for_audience IN ('precarious_person', 'pupil', 'usual_beneficiary'));
ALTER TABLE gifts_pledge_line ADD COLUMN for_departement TEXT CHECK (for_departement <> '');
