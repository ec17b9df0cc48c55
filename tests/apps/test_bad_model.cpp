// Files that are not what they should be: exit code 2, one message that names the file and the
// place, and nothing written.
#include "apps/program.h"
#include "io/model_file.h"

#include <cstdint>
#include <cstring>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

/// Leaves data.csv, run.json and the model run/model.safetensors in the directory.
std::filesystem::path trained_model(const TemporaryDirectory& directory) {
    directory.write("data.csv", "a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n");
    auto config = xor_problem();
    config["data"]["path"] = "data.csv";
    config["data"]["target"] = "y";
    config["training"]["epochs"] = 2;
    return train(directory, config) / "model.safetensors";
}

TEST_CASE("a missing file is named whichever it is") {
    const TemporaryDirectory directory;
    trained_model(directory);
    check_refused(directory, "train none.json --output out", {"none.json: ", "No such file"});
    check_refused(directory, "train run.json --output out --set data.path=none.csv",
                  {"none.csv: ", "No such file"});
    check_refused(directory,
                  "train run.json --output out --set network.initial_weights=none.safetensors",
                  {"none.safetensors: ", "No such file"});
    check_refused(directory, "predict none.safetensors data.csv -o out.csv",
                  {"none.safetensors: ", "No such file"});
    check_refused(directory, "predict run/model.safetensors none.csv -o out.csv",
                  {"none.csv: ", "No such file"});
    check_refused(directory, "evaluate run/model.safetensors none.csv", {"none.csv: "});
}

TEST_CASE("a directory in place of a file is named whichever it is") {
    const TemporaryDirectory directory;
    trained_model(directory);
    check_refused(directory, "train run --output out", {"run: is a directory"});
    check_refused(directory, "train run.json --output out --set data.path=run",
                  {"run: is a directory"});
    check_refused(directory, "predict run data.csv -o out.csv", {"run: is a directory"});
    check_refused(directory, "predict run/model.safetensors run -o out.csv",
                  {"run: is a directory"});
}

TEST_CASE("a table that does not fit the model is refused with its place") {
    const TemporaryDirectory directory;
    trained_model(directory);
    const std::string model = "predict run/model.safetensors ";
    directory.write("ragged.csv", "a,b\n0,1\n1\n");
    check_refused(directory, model + "ragged.csv -o out.csv", {"ragged.csv:3: has 1 cell"});
    directory.write("text.csv", "a,b\n0,1\n0,many\n");
    check_refused(directory, model + "text.csv -o out.csv",
                  {"text.csv:3: ", "column 'b'", "'many'"});
    check_refused(directory, model + "- -o out.csv </dev/null", {"standard input: is empty"});
    directory.write("missing.csv", "b,c,y\n0,1,1\n");
    check_refused(directory, model + "missing.csv -o out.csv", {"missing.csv: ", "'a'"});

    const std::string judge = "evaluate run/model.safetensors ";
    directory.write("features.csv", "a,b\n0,1\n");
    check_refused(directory, judge + "features.csv", {"features.csv: no target column 'y'"});
    directory.write("class.csv", "a,b,y\n0,1,1\n0,1,2\n");
    check_refused(directory, judge + "class.csv", {"class.csv:3: ", "unknown class '2'"});
}

TEST_CASE("a wrong cell at prediction is not answered with keys of a config") {
    const TemporaryDirectory directory;
    trained_model(directory);
    directory.write("text.csv", "a,b\n0,many\n");
    const auto run = mlp_program(directory, "predict run/model.safetensors text.csv");
    CHECK(run.exit_code == 2);
    CHECK(run.err.find("\"features\"") == std::string::npos);
}

TEST_CASE("a truncated model file is refused by name wherever it ends") {
    const TemporaryDirectory directory;
    const auto bytes = content(trained_model(directory));
    for (const std::size_t size : {std::size_t{0}, std::size_t{5}, std::size_t{8}, std::size_t{300},
                                   bytes.size() / 2, bytes.size() - 1}) {
        CAPTURE(size);
        directory.write("cut.safetensors", bytes.substr(0, size));
        check_refused(directory, "predict cut.safetensors data.csv -o out.csv",
                      {"error: cut.safetensors: ", "damaged"});
    }
    check_refused(directory,
                  "train run.json --output out --set network.initial_weights=cut.safetensors",
                  {"error: cut.safetensors: "});
}

TEST_CASE("a foreign file in place of a model is refused by name") {
    const TemporaryDirectory directory;
    const auto bytes = content(trained_model(directory));
    check_refused(directory, "predict data.csv data.csv -o out.csv", {"error: data.csv: "});
    directory.write("noise", "\x89PNG\r\n\x1a\n" + std::string(200, '\0'));
    check_refused(directory, "predict noise data.csv -o out.csv", {"error: noise: "});

    // What another program saves: proper safetensors without the metadata of a model.
    const std::string header = R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
    const std::uint64_t size = header.size();
    std::string foreign(sizeof size, '\0');
    std::memcpy(foreign.data(), &size, sizeof size);
    directory.write("other", foreign + header + std::string(4, '\0'));
    check_refused(directory, "predict other data.csv -o out.csv",
                  {"error: other: ", "not a model"});

    auto changed = bytes;
    changed[changed.size() - 1] = static_cast<char>(changed.back() ^ 0x40);
    directory.write("changed", changed);
    check_refused(directory, "predict changed data.csv -o out.csv",
                  {"error: changed: is damaged", "self-test"});
}

TEST_CASE("initial weights of another shape are refused with tensor and shapes") {
    const TemporaryDirectory directory;
    trained_model(directory);
    check_refused(directory,
                  "train run.json --output out --set network.layers.0.units=5"
                  " --set network.initial_weights=run/model.safetensors",
                  {"run/model.safetensors: tensor 'layers.0.weight'", "[8, 2]", "[5, 2]"});
}

TEST_CASE("weights of PyTorch are taken by a map of names, and without one it is shown") {
    const TemporaryDirectory directory;
    const auto file = source_directory() / "tests/reference/pytorch_f32.safetensors";
    std::filesystem::copy(file, directory.path() / "torch.safetensors");
    auto config = iris();
    config["network"] = nlohmann::json::parse(R"({
        "layers": [{"units": 8, "activation": "tanh"}, {"units": 5, "activation": "tanh"},
                   {"activation": "softmax"}],
        "initial_weights": "torch.safetensors"})");
    config["training"]["epochs"] = 1;
    directory.write("config.json", config.dump(1));
    check_refused(directory, "train config.json --output run",
                  {"error: torch.safetensors: has no tensor 'layers.0.weight' of shape [8, 4]",
                   R"("layers.2.bias":"4.bias")"});
    // What is shown is what helps.
    const auto message = mlp_program(directory, "train config.json --output run").err;
    config["network"]["initial_weights"] = nlohmann::json::parse(message.substr(message.find('{')));
    train(directory, config);

    config["network"]["initial_weights"]["names"]["layers.0.weihgt"] = "0.weight";
    directory.write("config.json", config.dump(1));
    check_refused(directory, "train config.json --output other",
                  {"config.json:",
                   "/network/initial_weights/names/layers.0.weihgt: the network has "
                   "no tensor 'layers.0.weihgt'",
                   "did you mean 'layers.0.weight'?"});
}

TEST_CASE("a hostile model is refused by every command that reads one, with little memory") {
    const TemporaryDirectory directory;
    TensorFile model(trained_model(directory));
    model.metadata["network"] = R"([{"type": "dense", "units": 10000000, "activation":
        {"type": "maxout", "pieces": 1000}}, {"type": "dense", "units": 1}])";
    directory.write("hostile", model.bytes());
    // 2 GB of address space are enough for the program and its libraries; sanitizers take more.
    const std::string few = "ulimit -v 2000000; ";
    const bool possible = shell(directory, "{ " + few + program + " --version; }").exit_code == 0;
    if (!possible) MESSAGE("without a limit of memory, since this build does not start with it");
    const std::string limit = possible ? few : "";
    for (const std::string command : {"inspect hostile", "predict hostile data.csv",
                                      "evaluate hostile data.csv", "explain hostile --input=0,1"}) {
        CAPTURE(command);
        const auto run = shell(directory, "{ " + limit + "exec " + program + " " + command + "; }");
        CHECK(run.exit_code == 2);
        CHECK(run.err.starts_with("error: hostile: tensor 'layers.0.weight' has shape [8, 2] "));
    }
    model = TensorFile(directory.path() / "run/model.safetensors");
    model.metadata.erase("self_test");
    directory.write("hostile", model.bytes());
    check_refused(directory, "predict hostile data.csv",
                  {"error: hostile: is damaged: its metadata lacks 'self_test'"});
}

}  // namespace
}  // namespace mlp::test
