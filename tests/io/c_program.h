#pragma once

#include "mlp/io/c_header/c_header.h"

#include "apps/program.h"

#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace mlp::test {

inline bool has_command(const std::string& name) {
    const bool here = std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
    if (!here) MESSAGE("skipped, because " << name << " is not installed");
    return here;
}

/// Everything that a reader of the header could be warned of.
inline const std::string c_warnings =
    " -pedantic -Wall -Wextra -Wshadow -Wconversion -Wdouble-promotion -Werror ";

/// A C program with the headers of some models, that predicts some samples with each.
class CProgram {
  public:
    explicit CProgram(const TemporaryDirectory& directory) : directory_(directory) {}

    /// samples: raw columns × samples. The name must be one for C.
    template <class T>
    void add(const std::string& name, const Model<T>& model, const Matrix<double>& samples,
             bool int8 = false) {
        add(name, write_c_header(model, {name, int8}), samples, model.network.outputs());
    }
    void add(const std::string& name, const std::string& header, const Matrix<double>& samples,
             Index outputs) {
        directory_.write(name + ".h", header);
        includes_ += fmt::format("#include \"{}.h\"\n", name);
        calls_ += fmt::format("    for (i = 0; i < {}; ++i) {{\n", samples.cols());
        std::string numbers;
        for (const double x : samples.reshaped()) {
            numbers += std::isnan(x) ? "(float)NAN, " : fmt::format("(float){}, ", x);
        }
        calls_ += fmt::format("        static const float samples[] = {{{}}};\n", numbers);
        calls_ += fmt::format(
            "        float y[{}] = {{0}};\n        printf(\"%d\", "
            "{}_predict(samples + i * {}, y));\n",
            outputs, name, samples.rows());
        calls_ += fmt::format(
            "        for (k = 0; k < {}; ++k) printf(\" %.9g\", (double)y[k]);\n"
            "        printf(\"\\n\");\n    }}\n",
            outputs);
    }

    struct Prediction {
        int result = 0;
        std::vector<double> outputs;
    };

    /// Compiles and runs it; a prediction for each sample of each model.
    std::vector<Prediction> run(const std::string& compiler, const std::string& suffix) const {
        directory_.write("main" + suffix, "#include <math.h>\n#include <stdio.h>\n" + includes_ +
                                              "int main(void) {\n    int i, k;\n" + calls_ +
                                              "    return 0;\n}\n");
        const auto outcome =
            shell(directory_, compiler + c_warnings + "main" + suffix + " -o program && ./program");
        REQUIRE_MESSAGE(outcome.exit_code == 0, outcome.err.substr(0, 2000));
        std::vector<Prediction> predictions;
        for (const auto& line : lines(outcome.out)) {
            const auto numbers = split(line, ' ');
            predictions.push_back({std::stoi(numbers[0]), {}});
            for (std::size_t i = 1; i < numbers.size(); ++i) {
                predictions.back().outputs.push_back(std::stod(numbers[i]));
            }
        }
        return predictions;
    }

  private:
    const TemporaryDirectory& directory_;
    std::string includes_;
    std::string calls_;
};

}  // namespace mlp::test
