# Writes plumb/plumb.h, which includes every public header; rewritten only when the set of headers changes.

file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} plumb/*.h)
list(FILTER headers EXCLUDE REGEX "plumb/(cli|engine/kernels|engine/passes|engine/torch)/|engine/plan\\.h$|/internal/|_inl\\.h$")
list(SORT headers)
set(umbrella "// Written by the build: every public header.\n#pragma once\n\n")
foreach(header ${headers})
  string(APPEND umbrella "#include \"${header}\"\n")
endforeach()
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/plumb/plumb.h CONTENT "${umbrella}" @ONLY)
