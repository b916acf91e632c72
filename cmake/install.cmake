# Trees that can be moved, each whole below its prefix; the plug-ins' go into that of the program:
#
#   cmake --install build/release --component program --prefix …       bin/plumb, and in lib/ what it loads
#   cmake --install build/release --component plugins --prefix …       lib/libplumb_zstd.so and so on, and what they load
#   cmake --install build/release --component arrow --prefix …         the same for Arrow, larger than all of the others
#   cmake --install build/release --component development --prefix …   headers, lib/libplumb.a, and lib/cmake/plumb, so that
#                                                                      find_package(plumb) gives plumb::plumb
#
# Programs look for libraries beside themselves (bin/../lib); so does what those libraries load in their turn, because the
# older kind of path (RPATH, not RUNPATH) is asked for. glibc and the compiler's own libraries are the system's.

set_target_properties(plumb_cli PROPERTIES INSTALL_RPATH "$ORIGIN/../lib")
target_link_options(plumb_cli PRIVATE -Wl,--disable-new-dtags)
set(of_the_system
  PRE_EXCLUDE_REGEXES "^lib(c|m|dl|rt|pthread)\\.so" "^ld-linux" POST_EXCLUDE_REGEXES "/libstdc\\+\\+" "/libgcc_s")
install(TARGETS plumb_cli RUNTIME_DEPENDENCY_SET plumb_runtime RUNTIME DESTINATION bin COMPONENT program)
install(RUNTIME_DEPENDENCY_SET plumb_runtime ${of_the_system} LIBRARY DESTINATION lib COMPONENT program)

get_target_property(plugins plumb_plugins MANUALLY_ADDED_DEPENDENCIES)
foreach(plugin IN LISTS plugins)
  if(NOT TARGET ${plugin})  # there is none at all
  elseif(plugin STREQUAL plumb_postgresql)  # libpq brings the system's TLS, which the system keeps safe
    install(TARGETS ${plugin} LIBRARY DESTINATION lib COMPONENT plugins)
  else()
    set(component plugins)
    if(plugin STREQUAL plumb_arrow)
      set(component arrow)
    endif()
    install(TARGETS ${plugin} RUNTIME_DEPENDENCY_SET ${plugin}_runtime LIBRARY DESTINATION lib COMPONENT ${component})
    install(RUNTIME_DEPENDENCY_SET ${plugin}_runtime ${of_the_system} LIBRARY DESTINATION lib COMPONENT ${component})
  endif()
endforeach()

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
