-- All that the national schema of places holds, so that its own files go in and out without loss.
ALTER TABLE directory_place ADD COLUMN typology TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN emails TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN summary TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN presentation TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN collected_by TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN itinerance TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN parent_organisation TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN audiences TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN special_support TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN fees TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN national_programmes TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN labels TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN other_labels TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN access_modes TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN support_modes TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN accessibility_record TEXT NOT NULL DEFAULT '';
ALTER TABLE directory_place ADD COLUMN booking TEXT NOT NULL DEFAULT '';
