# Two trees that can be moved, each whole below its prefix:
#
#   cmake --install build/release --component program --prefix …       bin/plumb, and in lib/ what it loads
#   cmake --install build/release --component development --prefix …   headers, lib/libplumb.a, and lib/cmake/plumb, so that
#                                                                      find_package(plumb) gives plumb::plumb
#
# Programs look for libraries beside themselves (bin/../lib); so does what those libraries load in their turn, because the
# older kind of path (RPATH, not RUNPATH) is asked for. glibc and the compiler's own libraries are the system's.

if(NOT TARGET plumb_cli)
  return()
endif()

set_target_properties(plumb_cli PROPERTIES INSTALL_RPATH "$ORIGIN/../lib")
target_link_options(plumb_cli PRIVATE -Wl,--disable-new-dtags)
install(TARGETS plumb_cli RUNTIME_DEPENDENCY_SET plumb_runtime RUNTIME DESTINATION bin COMPONENT program)
install(RUNTIME_DEPENDENCY_SET plumb_runtime
  PRE_EXCLUDE_REGEXES "^lib(c|m|dl|rt|pthread)\\.so" "^ld-linux" POST_EXCLUDE_REGEXES "/libstdc\\+\\+" "/libgcc_s"
  LIBRARY DESTINATION lib COMPONENT program)

install(TARGETS plumb_static ARCHIVE DESTINATION lib COMPONENT development)
foreach(header ${headers})  # those of plumb/plumb.h (cmake/umbrella.cmake)
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES ${header} DESTINATION include/${folder} COMPONENT development)
endforeach()
install(FILES ${PROJECT_BINARY_DIR}/generated/plumb/plumb.h DESTINATION include/plumb COMPONENT development)

include(CMakePackageConfigHelpers)
if(PLUMB_CPU)  # a user's program loads oneDNN from where it was found, or from beside the archive
  get_target_property(PLUMB_ONEDNN DNNL::dnnl LOCATION)
  install(IMPORTED_RUNTIME_ARTIFACTS DNNL::dnnl LIBRARY DESTINATION lib COMPONENT development)
  get_filename_component(PLUMB_ONEDNN ${PLUMB_ONEDNN} NAME)
endif()
configure_package_config_file(cmake/plumb-config.cmake.in plumb-config.cmake INSTALL_DESTINATION lib/cmake/plumb)
write_basic_package_version_file(plumb-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/plumb-config.cmake ${PROJECT_BINARY_DIR}/plumb-config-version.cmake
  DESTINATION lib/cmake/plumb COMPONENT development)

if(TARGET test_package)  # it installs both
  add_dependencies(test_package plumb_static plumb_cli)
endif()
