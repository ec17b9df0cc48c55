# What a shared LIBRARY shows has its name in namespace mlp, or belongs to something that has.
execute_process(COMMAND ${NM} -D --defined-only --demangle ${LIBRARY} OUTPUT_VARIABLE output
                COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE ";" "," output "${output}")
string(REGEX MATCHALL "[^\n]+" symbols "${output}")
list(LENGTH symbols count)
if(count LESS 10)
  message(FATAL_ERROR "${LIBRARY} shows ${count} symbols only")
endif()
foreach(symbol IN LISTS symbols)
  string(REGEX REPLACE "^[0-9a-f]+ . " "" name "${symbol}")
  # A function template's type of result stands in front.
  if(NOT name MATCHES "^mlp::| mlp::[a-zA-Z_:]+(<|\\()| for mlp::| to mlp::")
    message(SEND_ERROR "shown: ${name}")
  endif()
endforeach()
