#pragma once

#include "mlp/core/matrix.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace mlp::test {

inline std::filesystem::path source_directory() { return MLP_SOURCE_DIR; }

/// A file of reference numbers computed with PyTorch in float64.
inline nlohmann::json reference(const std::string& name) {
    std::ifstream file(source_directory() / "tests/reference" / name);
    return nlohmann::json::parse(file);
}

/// A list of rows (one a sample) as samples in columns, the way this library holds them.
inline Matrix<double> samples(const nlohmann::json& rows) {
    Matrix<double> m(static_cast<Index>(rows.at(0).size()), static_cast<Index>(rows.size()));
    for (Index j = 0; j < m.cols(); ++j) {
        for (Index i = 0; i < m.rows(); ++i) {
            m(i, j) = rows[static_cast<std::size_t>(j)][static_cast<std::size_t>(i)].get<double>();
        }
    }
    return m;
}

inline Matrix<double> row(const nlohmann::json& numbers) {
    Matrix<double> m(1, static_cast<Index>(numbers.size()));
    for (Index i = 0; i < m.cols(); ++i)
        m(0, i) = numbers[static_cast<std::size_t>(i)].get<double>();
    return m;
}

/// A directory of its own for one test, gone when the test ends.
class TemporaryDirectory {
  public:
    TemporaryDirectory() {
        std::string pattern = (std::filesystem::temp_directory_path() / "mlp-test-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }
    /// Writes a file into it and returns its path.
    std::filesystem::path write(const std::string& name, const std::string& content) const {
        std::ofstream(path_ / name, std::ios::binary) << content;
        return path_ / name;
    }

  private:
    std::filesystem::path path_;
};

inline std::string content(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// What a call throws, as text; empty if it throws nothing.
template <class Call>
std::string message_of(Call call) {
    try {
        call();
    } catch (const std::exception& error) {
        return error.what();
    }
    return {};
}

}  // namespace mlp::test
