# A tree that can be moved: bin/plumb, and in lib/ what it loads. Programs look beside themselves.

if(TARGET plumb_cli)
  set_target_properties(plumb_cli PROPERTIES INSTALL_RPATH "$ORIGIN/../lib")
  install(TARGETS plumb_cli RUNTIME_DEPENDENCY_SET plumb_runtime)
  install(RUNTIME_DEPENDENCY_SET plumb_runtime
    PRE_EXCLUDE_REGEXES "^lib(c|m|dl|rt|pthread)\\.so" "^ld-linux" POST_EXCLUDE_REGEXES "/libstdc\\+\\+" "/libgcc_s")
endif()
