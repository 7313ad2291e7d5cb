# Warnings are errors, everywhere.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
                    -Wimplicit-fallthrough -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these falsely at -O2 on std::variant, std::optional and std::string (GCC bugs 105562, 105651, 107138 and their like).
  add_compile_options(-Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overread -Wno-array-bounds
                      -Wno-dangling-pointer -Wno-stringop-overflow)
endif()
if(RELAIS_SANITIZE)
  add_compile_options(-fsanitize=${RELAIS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${RELAIS_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Asio's fences, which the thread sanitizer does not model, and a false report on its coroutine frames.
    add_compile_options(-Wno-tsan -Wno-mismatched-new-delete)
  endif()
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_DISABLE_PRECOMPILE_HEADERS)
  add_compile_options(-fpch-preprocess)  # ccache needs it to see through a precompiled header
endif()
