# How everything of ours is compiled and linked.

add_library(plumb_warnings INTERFACE)
target_compile_options(plumb_warnings INTERFACE -Wall -Wextra -Wno-missing-field-initializers $<$<BOOL:${PLUMB_WERROR}>:-Werror>)
# At -O3, GCC 12 warns of strings, optionals and loops that no program can have (its bugs 105329, 105562).
# The developer's build has these warnings, as errors.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(plumb_warnings INTERFACE
    "$<$<CONFIG:Release>:-Wno-restrict;-Wno-stringop-overflow;-Wno-array-bounds;-Wno-maybe-uninitialized;-Wno-aggressive-loop-optimizations>")
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Sources that begin with a precompiled header are kept only if ccache may look past the macros that it defines.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# A program loads what it uses and no more: it starts in milliseconds.
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  add_link_options(-Wl,--as-needed)
endif()
