#pragma once

namespace mlp {

/// What this build is made of, for the records of a run.
struct BuildInfo {
    const char* version;  ///< "0.1.0"
    const char*
        git_commit;  ///< of the source tree, "+" behind it if files were changed; or "unknown"
    const char* compiler;  ///< "GNU 12.2.0"
    const char* flags;     ///< options that matter for numbers and speed
};

BuildInfo build_info();

}  // namespace mlp
