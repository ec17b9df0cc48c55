#include "mlp/core/error.h"
#include "mlp/experiment/experiment.h"
#include "mlp/io/checkpoint.h"
#include "mlp/optim/schedule.h"

#include "io/model_file.h"
#include "support.h"

#include <cmath>
#include <cstring>
#include <limits>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

/// Two moons of a sort, with a validation part: small, but with all that a config can have.
const std::string moons = R"({
  "name": "moons", "seed": 5,
  "data": {"type": "generator", "make": {"type": "moons", "samples": 60},
           "validation": {"fraction": 0.25}},
  "network": {"layers": [
    {"units": 6, "activation": "tanh"}, {"type": "dropout", "rate": 0.2},
    {"type": "batch_norm"}, {"units": 1, "activation": "sigmoid"}]},
  "loss": "binary_cross_entropy",
  "training": {"epochs": 12, "batch_size": 8}
})";

/// The state of everything in memory: what a checkpoint must bring back.
class Recorder final : public StateVisitor {
  public:
    void visit(const std::string& name, std::vector<Index>& numbers) override {
        bytes[name].assign(reinterpret_cast<const char*>(numbers.data()),
                           numbers.size() * sizeof(Index));
    }
    void visit(const std::string& name, Matrix<float>& numbers) override { note(name, numbers); }
    void visit(const std::string& name, Matrix<double>& numbers) override { note(name, numbers); }

    std::map<std::string, std::string> bytes;

  private:
    template <class T>
    void note(const std::string& name, const Matrix<T>& numbers) {
        bytes[name].assign(reinterpret_cast<const char*>(numbers.data()),
                           static_cast<std::size_t>(numbers.size()) * sizeof(T));
    }
};

template <class T>
bool same_bits(ConstVectorView<T> a, ConstVectorView<T> b) {
    return a.size() == b.size() &&
           std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(T)) == 0;
}

/// What is measured, epoch by epoch.
struct Curve final : TrainingObserver {
    std::vector<double> values;
    bool on_epoch(const EpochReport& report) override {
        for (const auto& [name, value] : report.train) values.push_back(value);
        for (const auto& [name, value] : report.validation) values.push_back(value);
        values.push_back(report.learning_rate);
        return true;
    }
};

/// Trains without a break, and with one after each epoch, each time in an experiment that is made
/// anew and knows nothing but the checkpoint.
template <class T>
void check_resumes(const std::vector<std::string>& overrides) {
    const auto config = [&] { return parse_experiment(moons, overrides); };
    Experiment<T> straight(config());
    Curve straight_curve;
    const auto expected = straight.train({&straight_curve});

    const TemporaryDirectory directory;
    const auto path = directory.path() / "c.safetensors";
    Curve curve;
    TrainingResult result;
    std::unique_ptr<Experiment<T>> experiment;
    for (Index part = 0; part < 100; ++part) {
        experiment = std::make_unique<Experiment<T>>(config());
        const auto trainer = experiment->start({&curve});
        const auto visit = [&](StateVisitor& state) { trainer->visit_state(state); };
        if (part > 0) experiment->restore(Checkpoint::read(path), visit);
        const bool more = trainer->run_epoch();
        Checkpoint::save<T>(path, experiment->model(), {"{}", "[]"}, visit);
        if (more) continue;
        result = trainer->finish();
        break;
    }
    CHECK(same_bits(experiment->model().network.parameters().values(),
                    straight.model().network.parameters().values()));
    CHECK(curve.values == straight_curve.values);
    CHECK(result.reason == expected.reason);
    CHECK(result.message == expected.message);
    CHECK(result.epochs == expected.epochs);
    CHECK(result.best_epoch == expected.best_epoch);
    CHECK(result.restored_epoch == expected.restored_epoch);
}

/// A checkpoint after three epochs, in a directory of its own.
struct Saved {
    TemporaryDirectory directory;
    std::filesystem::path path = directory.path() / "c.safetensors";
    Experiment<float> experiment{parse_experiment(moons)};
    std::unique_ptr<Trainer<float>> trainer = experiment.start({});
    Recorder recorder;

    Saved() {
        for (int epoch = 0; epoch < 3; ++epoch) trainer->run_epoch();
        Checkpoint::save<float>(path, experiment.model(), {"{\"a\": 1}", "[]"},
                                [&](StateVisitor& state) { trainer->visit_state(state); });
        trainer->visit_state(recorder);
    }
};

}  // namespace

TEST_CASE(
    "checkpoint: with every optimizer, a training that is broken off after each epoch comes "
    "to the same bits") {
    for (const auto& optimizer : optimizer_names().names()) {
        CAPTURE(optimizer);
        std::vector<std::string> overrides{"optimizer=" + optimizer};
        if (optimizer == "levenberg_marquardt") {
            overrides = {R"(optimizer=levenberg_marquardt)", "loss=mse", "training.batch_size=60",
                         R"(network.layers=[{"units": 3, "activation": "tanh"}, {"units": 1}])",
                         "training.epochs=5"};
        }
        if (optimizer == "lbfgs") overrides.emplace_back("training.batch_size=60");
        check_resumes<float>(overrides);
        check_resumes<double>(overrides);
    }
}

TEST_CASE("checkpoint: with every schedule") {
    const std::map<std::string, std::string> required = {
        {"step", R"("every": 3)"},
        {"exponential", R"("factor": 0.9)"},
        {"inverse_time", R"("rate": 0.5)"},
        {"multi_step", R"("milestones": [3, 6])"},
        {"reduce_on_plateau", R"("monitor": "train_loss", "patience": 0, "threshold": 0.2)"}};
    for (const auto& schedule : schedule_names().names()) {
        CAPTURE(schedule);
        const auto options = required.find(schedule);
        const std::string object = "schedule={\"type\": \"" + schedule + "\"" +
                                   (options == required.end() ? "" : ", " + options->second) +
                                   ", \"warmup\": 2}";
        check_resumes<float>({object, R"(optimizer={"type": "sgd", "momentum": 0.9})"});
        check_resumes<double>({object, "optimizer=adam"});
    }
}

TEST_CASE("checkpoint: with everything that a training may have") {
    for (const std::vector<std::string>& overrides : std::vector<std::vector<std::string>>{
             {"training.average_weights=0.8"},
             {"training.average_weights=0.8", "training.accumulate_batches=3"},
             {"training.shuffle=false", "training.max_norm=1", "training.gradient_clip_norm=0.1"},
             {R"(early_stopping={"patience": 2, "min_delta": 0.02})"},
             {R"(early_stopping={"patience": 3, "min_delta": 0.02, "restore_best": false})"},
             {R"(early_stopping={"monitor": "train_accuracy", "target": 0.8, "patience": 50})"},
             {R"(data={"type": "generator", "make": {"type": "moons", "samples": 60}})",
              R"(early_stopping={"monitor": "train_loss", "patience": 1, "min_delta": 0.05})"},
             {"optimizer.type=sgd", "optimizer.learning_rate=1e30"},  // diverges
             {R"(network.layers=[{"type": "gaussian_noise"}, {"units": 4, "activation": "prelu"},
                 {"units": 1, "activation": "sigmoid"}])"}}) {
        CAPTURE(overrides.front());
        if (overrides.back() == "optimizer.learning_rate=1e30") {
            // The weights after the break are not the last good ones any more, so it ends before.
            CHECK(Experiment<float>(parse_experiment(moons, overrides)).train({}).reason ==
                  StopReason::diverged);
            continue;
        }
        check_resumes<float>(overrides);
        check_resumes<double>(overrides);
    }
}

TEST_CASE("checkpoint: brings back every number of the state, bit by bit") {
    const Saved saved;
    Experiment<float> again(parse_experiment(moons));
    const auto trainer = again.start({});
    const auto checkpoint = Checkpoint::read(saved.path);
    CHECK(checkpoint.origin().config == "{\"a\": 1}");
    CHECK(checkpoint.origin().data == "[]");
    again.restore(checkpoint, [&](StateVisitor& state) { trainer->visit_state(state); });
    Recorder recorder;
    trainer->visit_state(recorder);
    for (const auto& entry : recorder.bytes) {
        if (entry.first == "seconds") continue;  // of the clock
        CAPTURE(entry.first);
        CHECK(entry.second == saved.recorder.bytes.at(entry.first));
    }
    CHECK(recorder.bytes.size() == saved.recorder.bytes.size());
    CHECK(same_bits(again.model().network.parameters().values(),
                    saved.experiment.model().network.parameters().values()));
    CHECK(trainer->epoch() == 3);
}

TEST_CASE("checkpoint: NaN, infinities and no numbers at all keep their bits") {
    const Saved saved;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    std::optional<double> none;
    double infinite = -std::numeric_limits<double>::infinity();
    Vector<double> odd(3);
    odd << nan, -0.0, std::numeric_limits<double>::denorm_min();
    Matrix<float> empty(4, 0);
    std::vector<Index> integers{-1, std::numeric_limits<Index>::max(), 0};
    bool flag = true;
    const auto visit = [&](StateVisitor& state) {
        state.visit("none", none);
        state.visit("infinite", infinite);
        state.visit("odd", odd);
        state.visit("empty", empty);
        state.visit("integers", integers);
        state.visit("flag", flag);
    };
    Checkpoint::save<float>(saved.path, saved.experiment.model(), {"{}", "[]"}, visit);
    const Vector<double> before = odd;
    none = 3.0;
    infinite = 0;
    odd.resize(0);
    empty.resize(7, 7);
    integers.clear();
    flag = false;
    Experiment<float> again(parse_experiment(moons));
    again.restore(Checkpoint::read(saved.path), visit);
    CHECK(!none);
    CHECK(infinite == -std::numeric_limits<double>::infinity());
    REQUIRE(odd.size() == 3);
    CHECK(std::memcmp(odd.data(), before.data(), 3 * sizeof(double)) == 0);
    CHECK(empty.rows() == 4);
    CHECK(empty.cols() == 0);
    CHECK(integers == std::vector<Index>{-1, std::numeric_limits<Index>::max(), 0});
    CHECK(flag);
}

TEST_CASE("checkpoint: is a model that can be used") {
    const Saved saved;
    const auto model = std::get<Model<float>>(load_model(saved.path));
    CHECK(same_bits(model.network.parameters().values(),
                    saved.experiment.model().network.parameters().values()));
}

TEST_CASE("checkpoint: cut off at any length it is refused, by its name") {
    const Saved saved;
    const std::string bytes = content(saved.path);
    const auto path = saved.directory.path() / "cut.safetensors";
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        saved.directory.write("cut.safetensors", bytes.substr(0, length));
        const auto message = message_of([&] { Checkpoint::read(path); });
        CHECK_MESSAGE(message.starts_with(path.string() + ": is "), length);
    }
    saved.directory.write("cut.safetensors", bytes);
    CHECK_NOTHROW(Checkpoint::read(path));
}

TEST_CASE("checkpoint: a single wrong bit among the numbers is noticed") {
    const Saved saved;
    const std::string bytes = content(saved.path);
    const std::size_t numbers = Safetensors::read(saved.path).numbers().size();
    const auto path = saved.directory.path() / "c.safetensors";
    for (std::size_t i = 0; i < numbers; i += 37) {
        std::string damaged = bytes;
        damaged[bytes.size() - 1 - i] = static_cast<char>(damaged[bytes.size() - 1 - i] ^ 4);
        saved.directory.write("c.safetensors", damaged);
        CHECK(message_of([&] { Checkpoint::read(path); }) ==
              path.string() + ": is damaged: its numbers do not have its checksum");
    }
}

TEST_CASE("checkpoint: a network that computes something else than it should is not gone on with") {
    const Saved saved;
    TensorFile file(saved.path);
    file.edit("self_test", [](auto& json) { json["output"][0] = 0.25; });
    const auto path = saved.directory.write("other.safetensors", file.bytes());
    Experiment<float> again(parse_experiment(moons));
    const auto trainer = again.start({});
    const auto message = message_of([&] {
        again.restore(Checkpoint::read(path),
                      [&](StateVisitor& state) { trainer->visit_state(state); });
    });
    CHECK(message.starts_with(path.string() + ": is damaged: the self-test failed: output 0"));
}

TEST_CASE("checkpoint: a model is none, and one of another training lacks what is asked for") {
    const Saved saved;
    const auto model = saved.directory.path() / "m.safetensors";
    save_model(model, saved.experiment.model());
    CHECK(message_of([&] { Checkpoint::read(model); }) ==
          model.string() + ": is not a checkpoint of a training");
    Experiment<float> other(parse_experiment(moons, {"optimizer=lbfgs"}));
    const auto trainer = other.start({});
    const auto message = message_of([&] {
        other.restore(Checkpoint::read(saved.path),
                      [&](StateVisitor& state) { trainer->visit_state(state); });
    });
    CHECK(message.find("has no tensor 'training.optimizer.w_changes'") != std::string::npos);
}
