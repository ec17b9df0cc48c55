#pragma once

#include "support.h"

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace mlp::test {

/// Where onnxruntime-node is: the folder of the module, from npm. Empty where it is not, or node is
/// not installed; then says so.
inline std::string onnx_runtime() {
    const char* given = std::getenv("MLP_ONNXRUNTIME");
    const std::filesystem::path folder =
        given != nullptr ? std::filesystem::path(given)
                         : source_directory() / "build/onnxruntime/node_modules/onnxruntime-node";
    const bool here = std::filesystem::exists(folder / "package.json") &&
                      std::system("command -v node >/dev/null 2>&1") == 0;
    if (!here) MESSAGE("skipped, because onnxruntime-node is not installed");
    return here ? folder.string() : "";
}

/// Whether Debian's python3-onnx is installed; says so where it is not.
inline bool onnx_checker_is_here() {
    const bool here = std::system("/usr/bin/python3 -c 'import onnx' >/dev/null 2>&1") == 0;
    if (!here) MESSAGE("skipped, because python3-onnx is not installed");
    return here;
}

/// ONNX files that are looked at together, by programs that take a while to start.
class OnnxModels {
  public:
    /// `inputs`: by name, as onnx_numbers() gives them.
    void add(const std::string& title, const std::string& bytes, nlohmann::json inputs) {
        const auto path = directory_.write(std::to_string(titles_.size()) + ".onnx", bytes);
        titles_.push_back(title);
        nlohmann::json job;
        job["model"] = path.string();
        job["inputs"] = std::move(inputs);
        jobs_.push_back(std::move(job));
    }

    const std::string& title(std::size_t i) const { return titles_[i]; }
    std::size_t size() const { return titles_.size(); }

    /// What the runtime makes of each: outputs by name.
    nlohmann::json run(const std::string& runtime) const {
        const auto jobs = directory_.write("jobs.json", jobs_.dump());
        const auto results = directory_.path() / "results.json";
        const std::string command =
            "node '" + (source_directory() / "tests/io/onnx/run_models.js").string() + "' '" +
            runtime + "' '" + jobs.string() + "' '" + results.string() + "'";
        REQUIRE(std::system(command.c_str()) == 0);
        return nlohmann::json::parse(content(results));
    }

    /// What the checker has to say against them; nothing where all are right.
    std::string complaints() const {
        std::string command = "/usr/bin/python3 '" +
                              (source_directory() / "tests/io/onnx/check_models.py").string() + "'";
        for (const auto& job : jobs_) command += " '" + job.at("model").get<std::string>() + "'";
        const auto output = directory_.path() / "complaints.txt";
        REQUIRE(std::system((command + " >'" + output.string() + "' 2>&1").c_str()) == 0);
        return content(output);
    }

  private:
    TemporaryDirectory directory_;
    std::vector<std::string> titles_;
    nlohmann::json jobs_ = nlohmann::json::array();
};

/// An input of samples in columns.
template <class T>
nlohmann::json onnx_numbers(const Matrix<T>& samples) {
    nlohmann::json tensor;
    tensor["type"] = "float32";
    tensor["dims"] = std::vector<Index>{samples.cols(), samples.rows()};
    tensor["data"] = std::vector<T>(samples.data(), samples.data() + samples.size());
    return tensor;
}

/// An input of one text a sample.
inline nlohmann::json onnx_texts(const std::vector<std::string>& texts) {
    nlohmann::json tensor;
    tensor["type"] = "string";
    tensor["dims"] = std::vector<std::size_t>{texts.size(), 1};
    tensor["data"] = texts;
    return tensor;
}

/// The largest |a − b| / max(1, |b|) of an output and what it should be, outputs × samples.
template <class T>
double largest_difference(const nlohmann::json& output, const Matrix<T>& expected) {
    REQUIRE(output.at("dims") ==
            nlohmann::json(std::vector<Index>{expected.cols(), expected.rows()}));
    double largest = 0;
    for (Index i = 0; i < expected.size(); ++i) {
        const double b = static_cast<double>(expected.data()[i]);
        const auto& number = output.at("data")[static_cast<std::size_t>(i)];
        // What is no number must be none on both sides.
        const double a =
            number.is_null() ? std::numeric_limits<double>::quiet_NaN() : number.get<double>();
        if (std::isnan(a) && !std::isfinite(b)) continue;
        const double difference = std::abs(a - b) / std::max(1.0, std::abs(b));
        largest = difference <= largest ? largest : difference;  // NaN counts
    }
    return largest;
}

}  // namespace mlp::test
