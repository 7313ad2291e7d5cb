# What the web slice carries inside: style sheets, scripts, and the translations of the texts.
if(NOT TARGET relais_web)
  return()
endif()

file(GLOB assets CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/web/assets/*)
relais_embed(relais_web relais_web_assets BASE ${CMAKE_SOURCE_DIR}/src/web/assets FILES ${assets})
relais_embed(relais_web relais_pico_assets BASE ${CMAKE_SOURCE_DIR}/node_modules/@picocss/pico/css
             FILES ${CMAKE_SOURCE_DIR}/node_modules/@picocss/pico/css/pico.min.css)

# One catalogue per slice in the sources, so that slices do not share a file; one in the program.
find_program(MSGCAT msgcat REQUIRED)
find_program(MSGFMT msgfmt REQUIRED)
file(GLOB catalogues CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/locale/en/*.po)
set(catalogue ${CMAKE_BINARY_DIR}/locale/en/relais)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/locale/en)
add_custom_command(OUTPUT ${catalogue}.mo
  COMMAND ${MSGCAT} --use-first --to-code=UTF-8 -o ${catalogue}.po ${catalogues}
  COMMAND ${MSGFMT} --check-format -o ${catalogue}.mo ${catalogue}.po
  DEPENDS ${catalogues} VERBATIM)
relais_embed(relais_web relais_catalogue_files BASE ${CMAKE_BINARY_DIR}/locale FILES ${catalogue}.mo)
