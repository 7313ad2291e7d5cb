# What the web slice carries inside: style sheets, scripts, and the translations of the texts.
if(NOT TARGET relais_web)
  return()
endif()

# One style sheet for the browser, from what all pages share and then each slice's own, beside its pages.
file(GLOB assets CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/web/assets/*)
set(shared_style ${CMAKE_SOURCE_DIR}/src/web/assets/relais.css)
file(GLOB slice_styles CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*/*.css)
list(REMOVE_ITEM assets ${shared_style})
set(style ${CMAKE_BINARY_DIR}/assets/relais.css)
add_custom_command(OUTPUT ${style}
  COMMAND python3 ${CMAKE_SOURCE_DIR}/cmake/join.py ${style} ${shared_style} ${slice_styles}
  DEPENDS ${shared_style} ${slice_styles} ${CMAKE_SOURCE_DIR}/cmake/join.py VERBATIM)
relais_embed(relais_web relais_web_assets BASE ${CMAKE_SOURCE_DIR}/src/web/assets FILES ${assets})
# A slice's script lies beside its pages too.
file(GLOB slice_scripts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*/*.js)
set(scripts)
foreach(script ${slice_scripts})
  get_filename_component(file ${script} NAME)
  add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/assets/${file}
    COMMAND ${CMAKE_COMMAND} -E copy ${script} ${CMAKE_BINARY_DIR}/assets/${file} DEPENDS ${script} VERBATIM)
  list(APPEND scripts ${CMAKE_BINARY_DIR}/assets/${file})
endforeach()
relais_embed(relais_web relais_style_assets BASE ${CMAKE_BINARY_DIR}/assets FILES ${style} ${scripts})
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
