# Compiler options of every target of this project.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

# Instruction-set options change the alignment of Eigen's types, so they reach every user of the
# library (PUBLIC) or nobody.
add_library(mlp_abi INTERFACE)
if(MLP_NATIVE)
  target_compile_options(mlp_abi INTERFACE -march=native)
endif()
if(MLP_SANITIZE)
  target_compile_options(mlp_abi INTERFACE -fsanitize=${MLP_SANITIZE} -fno-sanitize-recover=all
                                           -fno-omit-frame-pointer -O1)
  target_link_options(mlp_abi INTERFACE -fsanitize=${MLP_SANITIZE})
endif()

add_library(mlp_warnings INTERFACE)
target_compile_options(mlp_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # False alarms inside GCC 12's own AVX-512 headers (GCC bug 105593).
  target_compile_options(mlp_warnings INTERFACE -Wno-maybe-uninitialized)
endif()
if(MLP_WERROR)
  target_compile_options(mlp_warnings INTERFACE -Werror)
endif()

# Lets the compiler vectorise loops that call sqrt: errno is never read. Results stay IEEE exact.
add_library(mlp_numerics INTERFACE)
target_compile_options(mlp_numerics INTERFACE -fno-math-errno)
