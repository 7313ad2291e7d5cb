# The geography of France, joined from the published lists (data/geography/README.md) and compiled into relais_places.
set(geography_source ${CMAKE_SOURCE_DIR}/node_modules/@etalab/decoupage-administratif/data)
set(geography_data ${CMAKE_SOURCE_DIR}/data/geography)
set(geography_file ${CMAKE_BINARY_DIR}/geography/geography.tsv.gz)
add_custom_command(OUTPUT ${geography_file}
  COMMAND python3 ${CMAKE_SOURCE_DIR}/cmake/geography.py ${geography_source} ${geography_data} ${geography_file}
  DEPENDS ${CMAKE_SOURCE_DIR}/cmake/geography.py ${geography_source}/communes.json ${geography_source}/departements.json
          ${geography_source}/regions.json ${geography_data}/commune-centroids.tsv ${geography_data}/overseas-centres.tsv
  VERBATIM)
relais_embed(relais_places relais_places_geography BASE ${CMAKE_BINARY_DIR}/geography FILES ${geography_file})
