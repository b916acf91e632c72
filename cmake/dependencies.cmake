# plumb_dependencies: every library that plumb links. oneDNN comes from an installed copy or from PLUMB_DEPS, where
# `./dev setup` unpacks them; the others are packages of the system.

if(DEFINED ENV{PLUMB_DEPS})
  set(PLUMB_DEPS "$ENV{PLUMB_DEPS}" CACHE PATH "Where ./dev setup put the libraries that the system does not have")
else()
  set(PLUMB_DEPS "${PROJECT_SOURCE_DIR}/.deps" CACHE PATH "Where ./dev setup put the libraries that the system does not have")
endif()

add_library(plumb_dependencies INTERFACE)

option(PLUMB_CPU "The CPU engine, which needs oneDNN and Highway; without it graphs run through libtorch alone" ON)
if(PLUMB_CPU)
  find_package(dnnl 3 CONFIG HINTS "${PLUMB_DEPS}/onednn")
  find_package(hwy REQUIRED)
  find_package(OpenMP REQUIRED)
endif()
find_package(fmt QUIET)
find_package(yaml-cpp QUIET)
if((PLUMB_CPU AND NOT dnnl_FOUND) OR NOT fmt_FOUND OR NOT yaml-cpp_FOUND)
  message(FATAL_ERROR "oneDNN 3, fmt or yaml-cpp is missing; run ./dev setup (-D PLUMB_CPU=OFF builds without oneDNN)")
endif()
find_package(CLI11 REQUIRED)
find_package(JPEG REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(SPNG REQUIRED IMPORTED_TARGET spng)

if(NOT TARGET yaml-cpp::yaml-cpp)  # older than 0.8
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()

target_link_libraries(plumb_dependencies INTERFACE
  "$<$<BOOL:${PLUMB_CPU}>:DNNL::dnnl;OpenMP::OpenMP_CXX;hwy::hwy>"
  yaml-cpp::yaml-cpp nlohmann_json::nlohmann_json CLI11::CLI11 fmt::fmt
  JPEG::JPEG PkgConfig::SPNG ZLIB::ZLIB Threads::Threads ${CMAKE_DL_LIBS})
