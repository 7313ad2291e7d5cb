# What is said of each operation of the API, compiled in: `std::span<const EmbeddedFile> relais_app_openapi()`.
file(GLOB api_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/app/openapi/*.json)
if(TARGET relais_app AND api_files)
  relais_embed(relais_app relais_app_openapi BASE ${CMAKE_SOURCE_DIR}/src/app/openapi FILES ${api_files})
endif()
