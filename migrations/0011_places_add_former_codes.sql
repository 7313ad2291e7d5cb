-- INSEE codes of communes that are part of another now: lists keep them for years.
CREATE TABLE places_former_insee (
  former_insee TEXT PRIMARY KEY CHECK (length(former_insee) = 5),
  insee TEXT NOT NULL REFERENCES places_commune (insee)
) {strict};
