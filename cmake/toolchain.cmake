# How everything of ours is compiled and linked.

# Warnings are errors with the compiler that the checks run with; a newer one may know others.
set(checked_compiler OFF)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION MATCHES "^12\\.")
  set(checked_compiler ON)
endif()
option(PLUMB_WERROR "Treat warnings as errors" ${checked_compiler})
add_library(plumb_warnings INTERFACE)
target_compile_options(plumb_warnings INTERFACE -Wall -Wextra -Wno-missing-field-initializers $<$<BOOL:${PLUMB_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
  # It takes every reference that a function returns for one to its arguments, and a precompiled header for another
  # level of optimisation is no mistake: it is left out.
  target_compile_options(plumb_warnings INTERFACE -Wno-dangling-reference)
  set(CMAKE_PCH_WARN_INVALID OFF)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Sources that begin with a precompiled header are kept only if ccache may look past the macros that it defines.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# By this a program knows what an older build of it kept (plumb/core/build_id.h); not every linker writes it unasked.
add_link_options(-Wl,--build-id=sha1)

# A program loads what it uses and no more: it starts in milliseconds.
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  add_link_options(-Wl,--as-needed)
endif()
