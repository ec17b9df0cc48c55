#include "table_reading.h"

#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/core/random.h"
#include "mlp/core/text.h"
#include "mlp/data/csv.h"
#include "mlp/io/model.h"

#include "allocation_counter.h"
#include "commands.h"
#include "scratch_folder.h"

#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace mlp::bench {
namespace {

namespace fs = std::filesystem;

constexpr Index columns = 20;
/// Tables take long, and are read much the same every time.
constexpr Rounds rounds{3, 0};

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

Measurement measured(const Timing& step, Index rows) {
    Measurement result;
    result.step = step;
    result.samples = static_cast<double>(rows);
    result.more["rows"] = rows;
    result.more["seconds"] = step.median;
    return result;
}

}  // namespace

Measurement measure_csv(const Settings& settings) {
    const ScratchFolder folder;
    CsvOptions csv;
    csv.path = folder.path() / "table.csv";
    csv.target = {"kind"};
    write_table(csv.path, settings.rows);
    restart_heap_peak();
    const auto before = heap_use();
    const Timing step = time_rounds(rounds, [&] {
        if (read_csv(csv, {}).samples() != settings.rows) throw RunError("the table was not read");
    });
    const auto after = heap_use();

    Measurement result = measured(step, settings.rows);
    const auto bytes = static_cast<double>(fs::file_size(csv.path));
    result.more["megabytes_per_second"] = bytes / step.median / 1e6;
    auto& memory = result.more["peak_memory_over_matrix"];
    if (before) {
        const auto matrix = static_cast<double>(settings.rows * columns) * sizeof(double);
        memory = static_cast<double>(after->peak_bytes - before->live_bytes) / matrix;
    }
    return result;
}

Measurement measure_predict(const Settings& settings) {
    const ScratchFolder folder;
    const fs::path table = folder.path() / "table.csv";
    const fs::path model = folder.path() / "model.safetensors";
    const fs::path output = folder.path() / "predictions.csv";
    write_table(table, settings.rows);
    write_model(model);
    const Timing step = time_rounds(rounds, [&] {
        std::vector<std::string> words{"mlp",          "predict", model.string(),
                                       table.string(), "-o",      output.string()};
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        if (app::run_program(static_cast<int>(arguments.size()), arguments.data()) != 0)
            throw RunError("mlp predict failed");
    });
    Measurement result = measured(step, settings.rows);
    result.more["rows_per_second"] = *result.samples_per_second();
    return result;
}

}  // namespace mlp::bench
