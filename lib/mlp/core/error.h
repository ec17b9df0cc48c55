#pragma once

#include <stdexcept>
#include <string>

namespace mlp {

/// Every failure that this library reports. what() is one clear message that names the place (file,
/// line, column or key) and what to do.
class Error : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What was given is wrong: a config, a data file, a model file, an argument.
class InputError : public Error {
    using Error::Error;
};

/// A config is wrong. what() is complete with the word "error" in it, and may list several errors,
/// one below the other: "configs/xor.json:14:7: error: /optimizer: unknown key ...".
class ConfigError : public InputError {
    using InputError::InputError;
};

/// What was given is right, but the work failed: training diverged, a file could not be written.
class RunError : public Error {
    using Error::Error;
};

}  // namespace mlp
