# relais_embed(TARGET SYMBOL FILE...): compiles files into the target as `std::span<const relais::base::EmbeddedFile> SYMBOL()`.
# Each file keeps its path below BASE. Regenerated when a file changes; a new file needs a new configure (CONFIGURE_DEPENDS does it).
function(relais_embed target symbol)
  cmake_parse_arguments(arg "" "BASE" "FILES" ${ARGN})
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${target}_${symbol}.cpp)
  add_custom_command(OUTPUT ${output}
    COMMAND python3 ${CMAKE_SOURCE_DIR}/cmake/embed.py ${output} ${symbol} ${arg_BASE} ${arg_FILES}
    DEPENDS ${arg_FILES} ${CMAKE_SOURCE_DIR}/cmake/embed.py VERBATIM)
  set_source_files_properties(${output} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_sources(${target} PRIVATE ${output})
endfunction()
