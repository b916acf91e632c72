# libplumb_NAME.so: formats that need a library of their own. plumb loads one where a run first needs it (core/plugin.h), so
# that nothing of them is paid at the start, and everything else works where a library is missing. A plug-in is
# plumb/data/plugins/NAME*.cpp, built where its library is found; plumb's own symbols are those of the program.

add_custom_target(plumb_plugins)

function(plumb_plugin name library)  # a target to link, or "" where it was not found
  if(NOT library)
    message(STATUS "no library for the plug-in ${name}: it is not built (./dev setup brings one)")
    return()
  endif()
  file(GLOB parts CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/plumb/data/plugins/${name}*.cpp)
  add_library(plumb_${name} MODULE ${parts})
  target_include_directories(plumb_${name} PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
  target_link_libraries(plumb_${name} PRIVATE ${library} plumb_warnings $<$<TARGET_EXISTS:fmt::fmt>:fmt::fmt>)
  set_target_properties(plumb_${name} PROPERTIES INSTALL_RPATH "$ORIGIN")
  target_link_options(plumb_${name} PRIVATE -Wl,--disable-new-dtags)  # for what its library loads, too (cmake/install.cmake)
  add_dependencies(plumb_plugins plumb_${name})
endfunction()

# The wheel ships headers and versioned libraries, so the targets are our own.
find_path(PLUMB_ARROW_INCLUDE arrow/api.h HINTS "${PLUMB_DEPS}/arrow/include")
file(GLOB arrow_files "${PLUMB_DEPS}/arrow/lib/libarrow.so*" "${PLUMB_DEPS}/arrow/lib/libparquet.so*")
if(PLUMB_ARROW_INCLUDE AND NOT arrow_files)
  find_library(PLUMB_ARROW_LIBRARY arrow)
  find_library(PLUMB_PARQUET_LIBRARY parquet)
  set(arrow_files ${PLUMB_ARROW_LIBRARY} ${PLUMB_PARQUET_LIBRARY})
endif()
if(PLUMB_ARROW_INCLUDE AND arrow_files)
  add_library(plumb_arrow_libraries INTERFACE)
  target_include_directories(plumb_arrow_libraries SYSTEM INTERFACE "${PLUMB_ARROW_INCLUDE}")
  target_link_libraries(plumb_arrow_libraries INTERFACE ${arrow_files})
  set(arrow plumb_arrow_libraries)
endif()

pkg_check_modules(ZSTD IMPORTED_TARGET libzstd)
pkg_check_modules(WEBP IMPORTED_TARGET libwebp)
pkg_check_modules(TIFF IMPORTED_TARGET libtiff-4)
pkg_check_modules(SQLITE IMPORTED_TARGET sqlite3)
pkg_check_modules(PQ IMPORTED_TARGET libpq)

plumb_plugin(arrow "${arrow}")
foreach(pair zstd:ZSTD webp:WEBP tiff:TIFF sqlite:SQLITE postgresql:PQ)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 name)
  list(GET pair 1 found)
  if(${found}_FOUND)
    plumb_plugin(${name} PkgConfig::${found})
  else()
    plumb_plugin(${name} "")
  endif()
endforeach()
