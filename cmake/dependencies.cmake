# plumb_dependencies: every library that plumb links. oneDNN and Arrow come from an installed copy or from PLUMB_DEPS, where
# `./dev setup` unpacks them; the others are packages of the system. Arrow is optional: without it, PLUMB_WITH_ARROW is unset.

if(DEFINED ENV{PLUMB_DEPS})
  set(PLUMB_DEPS "$ENV{PLUMB_DEPS}" CACHE PATH "Where ./dev setup put the libraries that the system does not have")
else()
  set(PLUMB_DEPS "${PROJECT_SOURCE_DIR}/.deps" CACHE PATH "Where ./dev setup put the libraries that the system does not have")
endif()

add_library(plumb_dependencies INTERFACE)

find_package(dnnl 3 CONFIG HINTS "${PLUMB_DEPS}/onednn")
find_package(fmt QUIET)
find_package(yaml-cpp QUIET)
if(NOT dnnl_FOUND OR NOT fmt_FOUND OR NOT yaml-cpp_FOUND)
  message(FATAL_ERROR "oneDNN 3, fmt or yaml-cpp is missing; run ./dev setup")
endif()
find_package(CLI11 REQUIRED)
find_package(hwy REQUIRED)
find_package(JPEG REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenMP REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(SPNG REQUIRED IMPORTED_TARGET spng)

if(NOT TARGET yaml-cpp::yaml-cpp)  # older than 0.8
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()

target_link_libraries(plumb_dependencies INTERFACE
  DNNL::dnnl OpenMP::OpenMP_CXX hwy::hwy
  yaml-cpp::yaml-cpp nlohmann_json::nlohmann_json CLI11::CLI11 fmt::fmt
  JPEG::JPEG PkgConfig::SPNG ZLIB::ZLIB Threads::Threads ${CMAKE_DL_LIBS})

# The pyarrow wheel carries Arrow's headers and libraries, but no CMake files.
find_package(Arrow QUIET)
find_package(Parquet QUIET)
if(TARGET Arrow::arrow_shared AND TARGET Parquet::parquet_shared)
  target_link_libraries(plumb_dependencies INTERFACE Arrow::arrow_shared Parquet::parquet_shared)
  target_compile_definitions(plumb_dependencies INTERFACE PLUMB_WITH_ARROW)
elseif(EXISTS "${PLUMB_DEPS}/arrow/include")
  foreach(name arrow parquet arrow_compute)
    file(GLOB file "${PLUMB_DEPS}/arrow/lib/lib${name}.so.*")
    add_library(plumb::${name} SHARED IMPORTED)
    set_target_properties(plumb::${name} PROPERTIES IMPORTED_LOCATION "${file}"
      INTERFACE_INCLUDE_DIRECTORIES "${PLUMB_DEPS}/arrow/include")
    target_link_libraries(plumb_dependencies INTERFACE plumb::${name})
  endforeach()
  target_compile_definitions(plumb_dependencies INTERFACE PLUMB_WITH_ARROW)
else()
  message(STATUS "Arrow not found: built without Parquet and Arrow files")
endif()
