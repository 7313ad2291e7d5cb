-- No query looks needs up by structure or product alone, and each index slowed the import of a census.
DROP INDEX needs_need_by_structure;
DROP INDEX needs_need_by_product;
