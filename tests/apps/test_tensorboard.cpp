#include "apps/process.h"
#include "apps/program.h"
#include "report/event_reader.h"

#include <chrono>
#include <numeric>
#include <set>
#include <thread>

// "logging": {"tensorboard": true}, read back by a reader that shares nothing with the writer.

using namespace mlp;
using namespace mlp::test;

namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "tensorboard/events.out.tfevents.0000000000.mlp";

/// Iris with all that draws random numbers or measures batches.
nlohmann::json noisy_iris(int epochs, bool tensorboard = true) {
    auto json = iris();
    json["data"]["validation"] = {{"fraction", 0.2}};
    json["data"]["test"] = {{"fraction", 0.1}};
    json["network"]["layers"] = nlohmann::json::parse(
        R"([{"units": 8, "activation": "tanh", "dropout": 0.2}, "batch_norm",
            {"activation": "softmax"}])");
    json["training"] = {{"epochs", epochs}, {"batch_size", 8}, {"l2", 0.001}};
    json["schedule"] = "cosine";
    json["checkpoint"] = {{"every_epochs", 5}, {"keep_last", 10}};
    json["logging"]["tensorboard"] = tensorboard;
    return json;
}

EventFile events(const fs::path& run) { return EventFile(content(run / file_name)); }

std::vector<std::int64_t> steps_of(const std::vector<ReadValue>& values) {
    std::vector<std::int64_t> steps;
    for (const auto& value : values) steps.push_back(value.step);
    return steps;
}

/// Later values are later in steps and in time.
void check_order(const EventFile& file) {
    for (const auto& [name, values] : file.tags) {
        const std::string& tag = name;
        CAPTURE(tag);
        for (std::size_t i = 1; i < values.size(); ++i) {
            CHECK(values[i - 1].step < values[i].step);
            CHECK(values[i - 1].time <= values[i].time);
        }
    }
}

void check_same_histogram(const ReadHistogram& a, const ReadHistogram& b) {
    CHECK(a.min == b.min);
    CHECK(a.max == b.max);
    CHECK(a.num == b.num);
    CHECK(a.sum == b.sum);
    CHECK(a.sum_squares == b.sum_squares);
    CHECK(a.limits == b.limits);
    CHECK(a.counts == b.counts);
}

/// The same scalars and histograms at the same steps, every bit.
void check_same_curves(const EventFile& a, const EventFile& b) {
    int compared = 0;
    for (const auto& [name, values] : b.tags) {
        const std::string& tag = name;
        CAPTURE(tag);
        REQUIRE(a.tags.contains(tag));
        if (!values.front().plugin.empty()) continue;
        REQUIRE(steps_of(a.tags.at(tag)) == steps_of(values));
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto& other = a.tags.at(tag)[i];
            CHECK(other.scalar == values[i].scalar);
            REQUIRE(other.histogram.has_value() == values[i].histogram.has_value());
            if (values[i].histogram) check_same_histogram(*other.histogram, *values[i].histogram);
            ++compared;
        }
    }
    CHECK(a.tags.size() == b.tags.size());
    CHECK(compared > 50);
}

/// Whether each column of metrics.csv is there as a scalar.
void check_scalars(const EventFile& file, const fs::path& run) {
    const auto rows = table(content(run / "metrics.csv"));
    const auto& names = rows.at(0);
    for (std::size_t column = 1; column < names.size(); ++column) {
        std::string tag = names[column];
        if (tag != "learning_rate") tag[tag.find('_')] = '/';
        CAPTURE(tag);
        REQUIRE(file.tags.contains(tag));
        const auto& values = file.tags.at(tag);
        REQUIRE(values.size() == rows.size() - 1);
        for (std::size_t i = 0; i < values.size(); ++i) {
            CHECK(values[i].step == std::stoll(rows[i + 1][0]));
            CHECK(values[i].scalar == std::stof(rows[i + 1][column]));
            CHECK(values[i].plugin.empty());
        }
    }
}

/// The rows of a plugin's map of hyperparameters, in words.
std::map<std::string, std::string> hyperparameters(const EventFile& file) {
    const auto& start = file.tags.at("_hparams_/session_start_info").at(0);
    CHECK(start.plugin == "hparams");
    std::map<std::string, std::string> found;
    for (const auto& bytes : Message(start.plugin_content).message(3).all(1)) {
        const Message entry(bytes);
        const Message value = entry.message(2);
        found[entry.text(1)] = value.has(2)   ? std::to_string(value.number(2))
                               : value.has(3) ? value.text(3)
                                              : (value.integer(4) == 1 ? "true" : "false");
    }
    return found;
}

/// How the run ended, by its last record; 0 if that is not said.
std::int64_t end_status(const EventFile& file) {
    const auto found = file.tags.find("_hparams_/session_end_info");
    if (found == file.tags.end()) return 0;
    CHECK(found->second.size() == 1);
    return Message(found->second.at(0).plugin_content).message(4).integer(1);
}

}  // namespace

TEST_CASE("tensorboard: scalars are the columns of metrics.csv") {
    const TemporaryDirectory directory;
    auto config = noisy_iris(23);
    SUBCASE("every epoch") {}
    SUBCASE("every third epoch and the last one") { config["logging"]["every_epochs"] = 3; }
    const auto run = train(directory, config);
    const auto file = events(run);
    CHECK(file.version == "brain.Event:2");
    const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
    CHECK(file.time > now.count() - 3600);
    CHECK(file.time <= now.count());
    check_order(file);
    check_scalars(file, run);
}

TEST_CASE("tensorboard: histograms of weights, gradients and activations at some epochs") {
    const TemporaryDirectory directory;
    const auto file = events(train(directory, noisy_iris(23)));
    // 150 samples, of which 45 are held out.
    const std::map<std::string, double> sizes{
        {"weights/layers.0.weight", 32},     {"weights/layers.0.bias", 8},
        {"gradients/layers.0.weight", 32},   {"gradients/layers.0.bias", 8},
        {"weights/layers.1.weight", 8},      {"weights/layers.1.running_mean", 8},
        {"gradients/layers.1.weight", 8},    {"weights/layers.2.weight", 24},
        {"activations/layers.0", 8 * 105},   {"activations/layers.1", 8 * 105},
        {"activations/layers.2", 3 * 105.0}, {"gradients/layers.2.bias", 3}};
    for (const auto& [name, size] : sizes) {
        const std::string& tag = name;
        CAPTURE(tag);
        REQUIRE(file.tags.contains(tag));
        const auto& values = file.tags.at(tag);
        CHECK(steps_of(values) ==
              std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20});
        for (const auto& value : values) {
            const auto& h = value.histogram.value();
            CHECK(h.num == size);
            CHECK(std::accumulate(h.counts.begin(), h.counts.end(), 0.0) == size);
            CHECK(h.limits.size() == h.counts.size());
            CHECK(std::is_sorted(h.limits.begin(), h.limits.end()));
            CHECK(h.limits.back() == h.max);
            CHECK(h.min * h.num <= h.sum + 1e-9);
            CHECK(h.sum <= h.max * h.num + 1e-9);
        }
    }
    // What is measured is not learnt by gradients.
    CHECK(!file.tags.contains("gradients/layers.1.running_mean"));
    // The outputs of softmax: a share of 1 for each sample.
    for (const auto& value : file.tags.at("activations/layers.2")) {
        CHECK(value.histogram->sum == doctest::Approx(105));
    }
    // Biases start from zero.
    const auto& bias = file.tags.at("weights/layers.0.bias").at(0).histogram.value();
    CHECK(bias.limits == std::vector<double>{0});
    CHECK(bias.counts == std::vector<double>{8});
}

TEST_CASE("tensorboard: histograms are of the first 256 training samples") {
    const TemporaryDirectory directory;
    auto config = diabetes();
    config["training"]["epochs"] = 1;
    config["logging"]["tensorboard"] = true;
    const auto file = events(train(directory, config));
    CHECK(file.tags.at("activations/layers.1").at(0).histogram->num == 256);
}

TEST_CASE("tensorboard: gradients are those that a step of training takes") {
    // Plain gradient descent on all samples at once moves each weight by the rate times its slope.
    const TemporaryDirectory directory;
    auto config = xor_problem();
    config["precision"] = "float64";
    config["optimizer"] = nlohmann::json::parse(R"({"type": "sgd", "learning_rate": 0.5})");
    config["training"]["epochs"] = 2;
    config["logging"]["tensorboard"] = true;
    const auto file = events(train(directory, config));
    for (const std::string block : {"layers.0.weight", "layers.0.bias", "layers.1.weight"}) {
        CAPTURE(block);
        const auto& weights = file.tags.at("weights/" + block);
        const auto& gradients = file.tags.at("gradients/" + block);
        for (std::size_t i = 0; i < 2; ++i) {
            CHECK(weights[i + 1].histogram->sum ==
                  doctest::Approx(weights[i].histogram->sum - 0.5 * gradients[i].histogram->sum)
                      .epsilon(1e-12));
        }
    }
}

TEST_CASE("tensorboard: the config as a text, and as hyperparameters with the final scores") {
    const TemporaryDirectory directory;
    const auto run = train(directory, noisy_iris(12));
    const auto file = events(run);
    const auto& text = file.tags.at("config/text_summary").at(0);
    CHECK(text.step == 0);
    CHECK(text.plugin == "text");
    CHECK(text.text == "```json\n" + content(run / "config.json") + "```\n");

    const auto found = hyperparameters(file);
    CHECK(found.at("optimizer") == "adam");
    CHECK(found.at("optimizer.learning_rate") == "0.050000");
    CHECK(found.at("seed") == "42.000000");
    CHECK(found.at("training.epochs") == "12.000000");
    CHECK(found.at("training.shuffle") == "true");
    CHECK(found.at("network.layers.0.activation") == "tanh");
    CHECK(found.at("network.layers.0.units") == "8.000000");
    for (const auto& parameter : found) {
        CAPTURE(parameter.first);
        CHECK(parameter.second.find("iris.csv") == std::string::npos);
    }

    const auto& record = file.tags.at("_hparams_/experiment").at(0);
    CHECK(record.plugin == "hparams");
    const Message experiment = Message(record.plugin_content).message(2);
    CHECK(experiment.all(4).size() == found.size());
    for (const auto& info : experiment.all(4)) CHECK(found.contains(Message(info).text(1)));

    // Its metrics are the final scores, which are those of summary.json.
    const auto metrics = json_file(run / "summary.json").at("metrics");
    std::vector<std::string> tags;
    for (const auto& info : experiment.all(5)) tags.push_back(Message(info).message(1).text(2));
    CHECK(tags == std::vector<std::string>{"final/train_loss", "final/train_accuracy",
                                           "final/validation_loss", "final/validation_accuracy",
                                           "final/test_loss", "final/test_accuracy"});
    for (const std::string part : {"train", "validation", "test"}) {
        for (const std::string name : {"loss", "accuracy"}) {
            const auto& values = file.tags.at("final/" + part + "_" + name);
            REQUIRE(values.size() == 1);
            CHECK(values[0].step == 12);
            CHECK(values[0].scalar == metrics.at(part).at(name).get<float>());
        }
    }
    CHECK(end_status(file) == 1);
}

TEST_CASE("tensorboard: without it nothing is written, and with it the same is learnt") {
    const TemporaryDirectory directory;
    auto config = noisy_iris(30);
    SUBCASE("float32") {}
    SUBCASE("float64") { config["precision"] = "float64"; }
    SUBCASE("averaged weights") { config["training"]["average_weights"] = 0.9; }
    SUBCASE("a second-order method") {
        config["optimizer"] = "lbfgs";
        config.erase("schedule");
    }
    const auto with = train(directory, config, "with");
    config["logging"]["tensorboard"] = false;
    const auto without = train(directory, config, "without");
    CHECK(fs::exists(with / file_name));
    CHECK(!fs::exists(without / "tensorboard"));
    CHECK(content(with / "metrics.csv") == content(without / "metrics.csv"));
    CHECK(content(with / "model.safetensors") == content(without / "model.safetensors"));
}

TEST_CASE("tensorboard: a resumed run goes on where its checkpoint was, without what came later") {
    const TemporaryDirectory directory;
    const auto run = train(directory, noisy_iris(23));
    // There is more in the file than at the newest checkpoint.
    for (const char* later : {"epoch_000020.safetensors", "epoch_000023.safetensors"}) {
        REQUIRE(fs::remove(run / "checkpoints" / later));
    }
    REQUIRE(mlp_program(directory, "resume run --quiet --set training.epochs=23").exit_code == 0);
    const auto straight = events(train(directory, noisy_iris(23), "straight"));
    auto resumed = events(run);
    check_order(resumed);
    check_scalars(resumed, run);
    check_same_curves(resumed, straight);
    CHECK(resumed.tags.at("config/text_summary").size() == 1);
    CHECK(end_status(resumed) == 1);

    // Nor is anything told twice where there was nothing left to do.
    REQUIRE(mlp_program(directory, "resume run --quiet").exit_code == 0);
    resumed = events(run);
    check_order(resumed);
    check_same_curves(resumed, straight);
}

TEST_CASE("tensorboard: a killed run goes on without zigzag") {
    const TemporaryDirectory directory;
    auto config = noisy_iris(1000000000);
    config.erase("schedule");
    config["logging"]["every_epochs"] = 7;
    config["checkpoint"] = {{"every_epochs", 25}, {"keep_last", 1}};
    const auto path = directory.write("run.json", config.dump());
    const auto run = directory.path() / "run";
    const auto newest = [&] {
        std::string last;
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(run / "checkpoints", error)) {
            if (entry.path().extension() != ".safetensors") continue;
            last = std::max(last, entry.path().stem().string());
        }
        return last;
    };
    {
        Process process({"train", path.string(), "--output", run.string()},
                        directory.path() / "output");
        for (int i = 0; i < 20000 && newest().empty(); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        process.kill();
    }
    REQUIRE(!newest().empty());
    // Whatever else was on the way to disk.
    std::ofstream(run / file_name, std::ios::binary | std::ios::app) << "half a record";
    // A checkpoint may have been on the way, too; the last epoch is one with a row.
    const int done = std::stoi(newest().substr(std::string("epoch_").size()));
    const int epochs = (done / 7 + 4) * 7;
    const auto resume = mlp_program(
        directory, "resume run --quiet --set training.epochs=" + std::to_string(epochs));
    REQUIRE_MESSAGE(resume.exit_code == 0, resume.err);
    config["training"]["epochs"] = epochs;
    const auto straight = train(directory, config, "straight");
    const auto file = events(run);
    check_order(file);
    check_scalars(file, run);
    check_same_curves(file, events(straight));
    // The config was another one from then on.
    const auto& texts = file.tags.at("config/text_summary");
    CHECK(steps_of(texts) == std::vector<std::int64_t>{0, done});
    CHECK(texts.back().text == "```json\n" + content(run / "config.json") + "```\n");
}

TEST_CASE("tensorboard: switched on or off, or taken away, between two parts of a run") {
    const TemporaryDirectory directory;
    const auto run = train(directory, noisy_iris(10, false));
    const std::string on = "resume run --quiet --set logging.tensorboard=true";
    REQUIRE(mlp_program(directory, on + " --set training.epochs=15").exit_code == 0);
    auto file = events(run);
    CHECK(steps_of(file.tags.at("train/loss")) == std::vector<std::int64_t>{11, 12, 13, 14, 15});
    CHECK(steps_of(file.tags.at("weights/layers.0.weight")) == std::vector<std::int64_t>{12, 15});
    REQUIRE(mlp_program(directory,
                        "resume run --quiet --set logging.tensorboard=false "
                        "--set training.epochs=20")
                .exit_code == 0);
    CHECK(events(run).tags.at("train/loss").size() == 5);

    fs::remove_all(run / "tensorboard");
    REQUIRE(mlp_program(directory, on + " --set training.epochs=25").exit_code == 0);
    file = events(run);
    check_order(file);
    CHECK(steps_of(file.tags.at("train/loss")) == std::vector<std::int64_t>{21, 22, 23, 24, 25});
    fs::remove_all(run / "tensorboard");
    REQUIRE(mlp_program(directory, on + " --set training.epochs=26").exit_code == 0);
    CHECK(steps_of(events(run).tags.at("train/loss")) == std::vector<std::int64_t>{26});
}

TEST_CASE("tensorboard: how a run that was not completed ended") {
    const TemporaryDirectory directory;
    auto config = noisy_iris(1000000000);
    config.erase("schedule");
    config["logging"]["every_epochs"] = 1000;
    const auto path = directory.write("long.json", config.dump());
    const auto run = directory.path() / "long";
    {
        Process process({"train", path.string(), "--output", run.string()},
                        directory.path() / "output");
        for (int i = 0; i < 20000 && !fs::exists(run / "checkpoints"); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        process.send(SIGINT);
        CHECK(process.wait() == 130);
    }
    // It may go on.
    auto file = events(run);
    CHECK(file.tags.contains("final/train_loss"));
    CHECK(end_status(file) == 0);

    auto diverging = diabetes();
    diverging["optimizer"] = nlohmann::json::parse(R"({"type": "sgd", "learning_rate": 1e6})");
    diverging["logging"]["tensorboard"] = true;
    directory.write("d.json", diverging.dump());
    CHECK(mlp_program(directory, "train d.json --quiet --output d").exit_code == 1);
    file = events(directory.path() / "d");
    CHECK(end_status(file) == 2);
    check_order(file);
}

TEST_CASE("tensorboard: --force takes the old file away, and nothing else") {
    const TemporaryDirectory directory;
    const auto run = train(directory, noisy_iris(3));
    directory.write("run/tensorboard/mine", "");
    directory.write("off.json", noisy_iris(3, false).dump());
    REQUIRE(mlp_program(directory, "train off.json --quiet --force --output run").exit_code == 0);
    CHECK(entries(run / "tensorboard") == std::vector<std::string>{"mine"});
}

TEST_CASE("tensorboard: a place that cannot be written is an error that names it") {
    const TemporaryDirectory directory;
    const auto run = train(directory, noisy_iris(3, false));
    directory.write("run/tensorboard", "a file");
    const auto resume = mlp_program(directory, "resume run --quiet --set logging.tensorboard=true");
    CHECK(resume.exit_code == 1);
    CHECK(count(resume.err, "error: run/tensorboard") == 1);

    // A limit on the size of files stands for a full disk.
    directory.write("full.json", noisy_iris(2000).dump());
    const auto full = shell(directory, std::string("sh -c 'trap \"\" XFSZ; ulimit -f 64; exec ") +
                                           MLP_PROGRAM + " train full.json --quiet --output full'");
    CHECK(full.exit_code == 1);
    CHECK(count(full.err, std::string("error: full/") + file_name + ": cannot be written: ") == 1);
}

TEST_CASE("tensorboard: in a sweep every run has its file, to be compared by what was varied") {
    const TemporaryDirectory directory;
    directory.write("base.json", noisy_iris(5).dump());
    directory.write("sweep.json", R"({"base": "base.json", "parameters":
        {"network.layers.0.units": {"values": [2, 3]}}})");
    REQUIRE(mlp_program(directory, "sweep sweep.json --quiet --output s").exit_code == 0);
    std::set<std::string> units;
    for (const char* run : {"s/runs/0001", "s/runs/0002"}) {
        const auto file = events(directory.path() / run);
        check_scalars(file, directory.path() / run);
        CHECK(end_status(file) == 1);
        units.insert(hyperparameters(file).at("network.layers.0.units"));
        // One description of them all would have to know them all.
        CHECK(!file.tags.contains("_hparams_/experiment"));
    }
    CHECK(units == std::set<std::string>{"2.000000", "3.000000"});
}
