#include "mlp/nn/network.h"

#include "allocation_counter.h"
#include "apps/program.h"
#include "guard.h"
#include "timing.h"
#include "workloads.h"

#include <cstdlib>
#include <string>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

const std::string bench_program = "'" MLP_BENCH_PROGRAM "'";

Outcome run_bench(const std::string& arguments) {
    const TemporaryDirectory directory;
    return shell(directory, bench_program + " " + arguments);
}

bench::TrainingTask training(const std::string& name) {
    return std::get<bench::TrainingTask>(bench::workloads_named({name}).front().task);
}

/// As short as can be: nothing here is about how long something takes.
bench::Settings one_short_round() {
    bench::Settings settings;
    settings.rounds = {1, 0};
    return settings;
}

}  // namespace

TEST_CASE("bench: an unknown workload is answered with the names of all") {
    const auto run = run_bench("--only xor,tabula");
    CHECK(run.exit_code == 2);
    CHECK(run.out.empty());
    CHECK(run.err.starts_with("error: unknown workload 'tabula'\n  help: did you mean 'tabular'?"));
    for (const auto& workload : bench::workloads()) {
        CAPTURE(workload.name);
        CHECK(count(run.err, workload.name) > 0);
    }
}

TEST_CASE("bench: what this build lacks is refused") {
    CHECK(run_bench("--precision float16").exit_code == 2);
    CHECK(run_bench("--backend abacus").exit_code == 2);
    CHECK(run_bench("--threads -1").exit_code == 2);
    CHECK(run_bench("--json --check").exit_code == 2);
    const auto nothing_to_check = run_bench("--check --only infer1,csv");
    CHECK(nothing_to_check.exit_code == 2);
    CHECK(nothing_to_check.err == "error: --check: none of the workloads is a training\n");
}

TEST_CASE("bench: the JSON has every field of every workload") {
    const auto run = run_bench("--json --quick --threads 1 --only infer1,xor");
    REQUIRE_MESSAGE(run.exit_code == 0, run.err);
    const auto results = nlohmann::json::parse(run.out);
    REQUIRE(results.size() == 2);
    CHECK(results[0]["workload"] == "infer1");
    CHECK(results[1]["workload"] == "xor");
    for (const auto& result : results) {
        CHECK(result.at("threads") == 1);
        CHECK(result.at("precision") == "float32");
        CHECK(result.at("backend") == "native");
        for (const char* above_zero :
             {"step_seconds", "min_seconds", "samples_per_second", "gflops", "sgemm_share",
              "sgemm_gflops", "batch", "parameters"}) {
            CAPTURE(above_zero);
            CHECK(result.at(above_zero).get<double>() > 0);
        }
        CHECK(result.at("spread").get<double>() >= 0);
        CHECK(result.at("min_seconds") <= result.at("step_seconds"));
        CHECK(result.at("samples_per_second").get<double>() ==
              doctest::Approx(result.at("batch").get<double>() /
                              result.at("step_seconds").get<double>()));
        // Sanitizers leave nothing to count.
        CHECK(result.at("allocations_per_step").is_number() == bench::heap_use().has_value());
    }
    CHECK(results[0].at("parameters") == 17226);
    CHECK(results[0].at("bytes_per_parameter").is_null());
    CHECK(results[1].at("parameters") == 17);
    CHECK(results[1].at("batch") == 4);
    CHECK(results[1].at("bytes_per_parameter").is_number() == bench::heap_use().has_value());
    CHECK(results[1].at("activation_bytes").is_number() == bench::heap_use().has_value());
}

TEST_CASE("bench: whole processes and tables, which have no GFLOP/s") {
    const auto run = run_bench("--json --quick --rows 50 --only xor_run,csv,predict");
    REQUIRE_MESSAGE(run.exit_code == 0, run.err);
    const auto results = nlohmann::json::parse(run.out);
    REQUIRE(results.size() == 3);
    for (const auto& result : results) {
        CHECK(result.at("step_seconds").get<double>() > 0);
        for (const char* empty : {"gflops", "sgemm_share", "allocations_per_step", "batch"}) {
            CAPTURE(empty);
            CHECK(result.at(empty).is_null());
        }
    }
    CHECK(results[0].at("samples_per_second").is_null());
    CHECK(results[1].at("rows") == 50);
    CHECK(results[1].at("megabytes_per_second").get<double>() > 0);
    CHECK(results[1].at("peak_memory_over_matrix").is_number() == bench::heap_use().has_value());
    CHECK(results[2].at("rows_per_second").get<double>() ==
          doctest::Approx(50 / results[2].at("seconds").get<double>()));
}

TEST_CASE("bench: a table with a line for each workload, also as Markdown") {
    const auto text = run_bench("--quick --only infer1,xor --precision float64");
    REQUIRE_MESSAGE(text.exit_code == 0, text.err);
    const auto all = lines(text.out);
    REQUIRE(all.size() == 6);
    CHECK(all[1].ends_with("measured: float64, native, 1 thread"));
    CHECK(all[3].starts_with("workload "));
    CHECK(all[4].starts_with("infer1 "));
    CHECK(all[5].starts_with("xor "));
    for (const auto& line : {all[3], all[4], all[5]}) {
        CHECK(line.size() == all[3].size());
        CHECK(line.size() <= 110);
    }
    const auto markdown = lines(run_bench("--quick --only infer1 --markdown").out);
    REQUIRE(markdown.size() == 6);
    CHECK(markdown[3].starts_with("| workload | median |"));
    CHECK(markdown[4].starts_with("| --- | ---: |"));
    for (const auto& line : {markdown[4], markdown[5]}) {
        CHECK(count(line, "|") == count(markdown[3], "|"));
    }
}

TEST_CASE("bench: the plain loops train as the library does, to rounding") {
    for (const char* name : {"xor", "tabular", "deep"}) {
        CAPTURE(name);
        const auto task = training(name);
        const double rough = bench::loss_difference<float>(task, {});
        const double fine = bench::loss_difference<double>(task, {});
        CHECK(rough < bench::most_loss_difference<float>());
        CHECK(fine < bench::most_loss_difference<double>());
    }
}

TEST_CASE("bench: a training that is another one is seen by its loss") {
    auto task = training("tabular");
    task.optimizer = {"adam", {{"beta1", 0.8}}};  // the plain loops have 0.9
    CHECK(bench::loss_difference<double>(task, {}) > 1e-4);
    const auto all = bench::workloads_named({"tabular"});
    CHECK_THROWS_WITH_AS(bench::guard({"tabular", &task}, one_short_round()),
                         doctest::Contains("tabular: the library and plain loops do not train"),
                         RunError);
}

TEST_CASE("bench: the guard tells a training that is too slow from one that is not") {
    auto task = training("xor");
    for (const double least : {1e-6, 1e6}) {
        task.least_ratio = least;
        const auto result = bench::guard({"xor", &task}, one_short_round());
        CHECK(result.name == "xor");
        CHECK(result.ratio ==
              doctest::Approx(result.naive_step.median / result.step.median).epsilon(1e-12));
        CHECK(result.fast() == (least < 1));
    }
}

TEST_CASE("bench: sizes and operations are those of the network") {
    for (const auto& workload : bench::workloads()) {
        const auto* task = std::get_if<bench::TrainingTask>(&workload.task);
        if (task == nullptr) continue;
        CAPTURE(workload.name);
        const Network<float> network(task->network.inputs, task->network.choices());
        CHECK(network.parameters().size() == task->network.parameters());
    }
    const auto shape = bench::relu_classifier(3, 5, 2, 7);
    CHECK(shape.parameters() == 3 * 5 + 5 + 5 * 5 + 5 + 5 * 7 + 7);
    CHECK(shape.forward_flops() == 2 * (3 * 5 + 5 * 5 + 5 * 7));
    CHECK(shape.training_flops() == 2 * (2 * 3 * 5 + 3 * 5 * 5 + 3 * 5 * 7));
}

TEST_CASE("bench: the summary of rounds") {
    std::vector<double> seconds;
    for (int i = 20; i >= 0; --i) seconds.push_back(10 + i);
    const auto timing = bench::summary_of(seconds);
    CHECK(timing.median == 20);
    CHECK(timing.min == 10);
    CHECK(timing.spread == doctest::Approx(16.0 / 20));
    CHECK(bench::summary_of({3}).median == 3);
    CHECK(bench::summary_of({3, 4}).median == 3.5);
}

TEST_CASE("bench: the warm-up is not one of the rounds") {
    int calls = 0;
    const auto timing = bench::time_rounds({5, 0}, [&] { ++calls; });
    CHECK(calls == 6);
    CHECK(timing.min >= 0);
}

TEST_CASE("bench: the heap is counted, whoever asks it") {
    const auto before = bench::heap_use();
    if (!before) {
        MESSAGE("not counted in this build");
        return;
    }
    const auto grown_by = [&](const bench::HeapUse& from) {
        return bench::heap_use()->live_bytes - from.live_bytes;
    };
    const auto check_counted = [&](auto make, auto release, std::int64_t bytes,
                                   std::int64_t allocations = 1) {
        const auto start = *bench::heap_use();
        bench::restart_heap_peak();
        auto* volatile memory = make();  // not left out by the compiler
        CHECK(bench::heap_use()->allocations == start.allocations + allocations);
        CHECK(grown_by(start) >= bytes);
        CHECK(grown_by(start) < bytes + 100);
        release(memory);
        CHECK(grown_by(start) == 0);
        CHECK(bench::heap_use()->peak_bytes >= start.live_bytes + bytes);
    };
    struct alignas(64) Line {
        char bytes[64];
    };
    const auto to_free = [](void* memory) { std::free(memory); };
    check_counted([] { return new char[1000]; }, [](char* p) { delete[] p; }, 1000);
    check_counted([] { return new Line; }, [](Line* p) { delete p; }, 64);
    check_counted([] { return std::malloc(1000); }, to_free, 1000);
    check_counted([] { return std::calloc(10, 100); }, to_free, 1000);
    check_counted([] { return std::aligned_alloc(64, 1024); }, to_free, 1024);
    check_counted([] { return new Vector<float>(1000); }, [](Vector<float>* p) { delete p; }, 4000,
                  2);

    void* volatile memory = std::malloc(100);
    const auto start = *bench::heap_use();
    memory = std::realloc(memory, 5000);
    CHECK(grown_by(start) > 4800);
    CHECK(bench::heap_use()->allocations == start.allocations + 1);
    std::free(memory);
    CHECK(grown_by(*before) == 0);
}
