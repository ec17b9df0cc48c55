// How fast tables are read and predicted. Times depend on the machine; compare them within one run.

#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/core/random.h"
#include "mlp/core/text.h"
#include "mlp/data/csv.h"
#include "mlp/io/model.h"

#include "commands.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
using namespace mlp;

constexpr Index columns = 20;

double seconds_of(const auto& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median_of_three(const auto& work) {
    std::vector<double> seconds;
    for (int i = 0; i < 3; ++i) seconds.push_back(seconds_of(work));
    std::ranges::sort(seconds);
    return seconds[1];
}

double peak_bytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024;
}

/// rows × 20 numbers of six digits and a class.
void write_table(const fs::path& path, Index rows) {
    Random random(1, RandomStream::split);
    FileWriter file(path);
    std::string text;
    for (Index i = 1; i <= columns; ++i) text += fmt::format("x{},", i);
    text += "kind\n";
    for (Index row = 0; row < rows; ++row) {
        for (Index i = 0; i < columns; ++i) text += fmt::format("{:.6f},", random.normal());
        text += row % 3 == 0 ? "a\n" : "b\n";
        if (text.size() < 1000000) continue;
        file.write(text);
        text.clear();
    }
    file.write(text);
    file.finish();
}

void write_model(const fs::path& path) {
    std::vector<ColumnInput> inputs;
    for (Index i = 1; i <= columns; ++i) inputs.emplace_back(NumberInput{fmt::format("x{}", i)});
    const Choice hidden("dense",
                        {{"units", Index{16}}, {"activation", std::vector<Choice>{"relu"}}});
    const Choice last("dense",
                      {{"units", Index{1}}, {"activation", std::vector<Choice>{"sigmoid"}}});
    Model<float> model{Network<float>(columns, {hidden, last}),
                       {std::move(inputs), {}},
                       {{"kind"}, {"a", "b"}, {}},
                       "binary_cross_entropy"};
    Random random(1, RandomStream::weights);
    model.network.initialize(random);
    save_model(path, model);
}

nlohmann::ordered_json measure_csv(const fs::path& table, Index rows) {
    CsvOptions csv;
    csv.path = table;
    csv.target = {"kind"};
    const double before = peak_bytes();
    const double seconds = median_of_three([&] {
        if (read_csv(csv, {}).samples() != rows) throw RunError("the table was not read");
    });
    const double matrix = static_cast<double>(rows * columns) * sizeof(double);
    const auto bytes = static_cast<double>(fs::file_size(table));
    return {{"workload", "csv"},
            {"rows", rows},
            {"seconds", seconds},
            {"megabytes_per_second", bytes / seconds / 1e6},
            {"peak_memory_over_matrix", (peak_bytes() - before) / matrix}};
}

nlohmann::ordered_json measure_predict(const fs::path& folder, const fs::path& table, Index rows) {
    write_model(folder / "m.safetensors");
    const double seconds = median_of_three([&] {
        std::vector<std::string> words{
            "mlp",          "predict", (folder / "m.safetensors").string(),
            table.string(), "-o",      (folder / "p.csv").string()};
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        if (app::run_program(static_cast<int>(arguments.size()), arguments.data()) != 0)
            throw RunError("mlp predict failed");
    });
    return {{"workload", "predict"},
            {"rows", rows},
            {"seconds", seconds},
            {"rows_per_second", static_cast<double>(rows) / seconds}};
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App program("Measures how fast tables are read and predicted.", "mlp-bench");
    Index rows = 1000000;
    std::vector<std::string> only;
    bool json = false;
    program.add_option("--rows", rows, "of the table")->check(CLI::Range(1, 1000000000));
    program.add_option("--only", only, "csv, predict (default: all)")
        ->delimiter(',')
        ->check(CLI::IsMember({"csv", "predict"}));
    program.add_flag("--json", json, "print JSON");
    CLI11_PARSE(program, argc, argv);

    const fs::path folder = fs::temp_directory_path() / fmt::format("mlp-bench-{}", ::getpid());
    fs::create_directories(folder);
    int exit_code = 0;
    try {
        const fs::path table = folder / "table.csv";
        write_table(table, rows);
        auto results = nlohmann::ordered_json::array();
        const auto wanted = [&](const char* name) {
            return only.empty() || std::ranges::find(only, name) != only.end();
        };
        if (wanted("csv")) results.push_back(measure_csv(table, rows));
        if (wanted("predict")) results.push_back(measure_predict(folder, table, rows));
        if (json) {
            fmt::print("{}\n", results.dump(2));
        } else {
            for (const auto& result : results) {
                for (const auto& [name, value] : result.items())
                    fmt::print("{:<26}{}\n", name,
                               value.is_string() ? value.get<std::string>() : value.dump());
                fmt::print("\n");
            }
        }
    } catch (const std::exception& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        exit_code = 1;
    }
    fs::remove_all(folder);
    return exit_code;
}
