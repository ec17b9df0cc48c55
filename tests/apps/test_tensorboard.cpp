#include "apps/process.h"
#include "apps/tensorboard_runs.h"

#include <chrono>
#include <numeric>
#include <set>
#include <thread>

// "logging": {"tensorboard": true}: what is in the files.

using namespace mlp;
using namespace mlp::test;

namespace fs = std::filesystem;

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
    config["name"] = "noisy";  // which stands in the model
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
    CHECK(fs::exists(with / event_file_name));
    CHECK(!fs::exists(without / "tensorboard"));
    CHECK(content(with / "metrics.csv") == content(without / "metrics.csv"));
    CHECK(content(with / "model.safetensors") == content(without / "model.safetensors"));
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
    CHECK(count(full.err,
                std::string("error: full/") + event_file_name + ": cannot be written: ") == 1);
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
