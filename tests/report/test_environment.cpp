#include "mlp/core/build_info.h"
#include "mlp/core/error.h"
#include "mlp/report/data_record.h"
#include "mlp/report/environment.h"

#include "support.h"

#include <algorithm>
#include <array>

#include <Eigen/Core>
#include <doctest/doctest.h>
#include <unistd.h>

using namespace mlp;

namespace {

nlohmann::json parsed(const Environment& environment) {
    return nlohmann::json::parse(environment_text(environment));
}

}  // namespace

TEST_CASE("sha256: the published examples of FIPS 180-2 come out") {
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256(std::string(1000000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("environment: says what the run was and what it was built of") {
    const auto json = parsed({"mlp train x.json", 7, "float64", 2});
    CHECK(json.at("command") == "mlp train x.json");
    CHECK(json.at("seed") == 7);
    CHECK(json.at("precision") == "float64");
    CHECK(json.at("threads") == 2);
    CHECK(json.at("data").empty());
    CHECK(json.at("version") == build_info().version);
    CHECK(json.at("git_commit") == build_info().git_commit);
    CHECK(json.at("compiler") == build_info().compiler);
    CHECK(json.at("flags") == build_info().flags);
    for (const std::string key : {"cpu", "system", "libc"})
        CHECK_FALSE(json.at(key).get<std::string>().empty());
    // The tests are compiled with the options of the library.
    CHECK(json.at("simd") == Eigen::SimdInstructionSetsInUse());
    const auto eigen = json.at("eigen").get<std::string>();
    CHECK(eigen.starts_with(std::to_string(EIGEN_WORLD_VERSION) + "."));
    CHECK(std::ranges::count(eigen, '.') == 2);
    REQUIRE(json.at("caches").size() == 3);
    for (const auto& bytes : json.at("caches")) CHECK(bytes > 0);
#if defined(NDEBUG)
    CHECK(json.at("assertions") == false);
#else
    CHECK(json.at("assertions") == true);
#endif
    const auto started = json.at("started").get<std::string>();
    CHECK(started.size() == std::string("2026-01-31T12:00:00Z").size());
    CHECK(started.ends_with("Z"));
}

#if defined(__GLIBC__)
TEST_CASE("environment: the C library is the one that is in use") {
    const auto libc = parsed({}).at("libc").get<std::string>();
    REQUIRE(libc.starts_with("glibc "));
    std::array<char, 64> in_use{};
    REQUIRE(::confstr(_CS_GNU_LIBC_VERSION, in_use.data(), in_use.size()) > 0);
    CHECK(libc == in_use.data());
}
#endif

TEST_CASE("environment: data files have their absolute path and the SHA-256 of their bytes") {
    const test::TemporaryDirectory directory;
    directory.write("d.csv", "abc");
    std::filesystem::create_directory(directory.path() / "sub");
    const auto json =
        parsed({"", 0, "float32", 1, data_record({directory.path() / "sub/../d.csv"})});
    REQUIRE(json.at("data").size() == 1);
    CHECK(json["data"][0]["path"] == (directory.path() / "d.csv").string());
    CHECK(json["data"][0]["sha256"] == sha256("abc"));
}

TEST_CASE("environment: a data file that cannot be read is an error") {
    CHECK_THROWS_AS(data_record({"no/such/file.csv"}), InputError);
}

TEST_CASE("environment: of a run that goes on, what is not as it was at first is added") {
    const test::TemporaryDirectory directory;
    const auto path = directory.path() / "environment.json";
    const Environment first{"mlp train x.json", 7, "float32", 1};
    const Environment later{"mlp resume x", 7, "float32", 2};
    // As if it had not been there.
    auto begun = nlohmann::json::parse(resumed_environment_text(path, later));
    CHECK(begun.at("command") == "mlp resume x");
    CHECK(!begun.contains("resumed"));

    begun = parsed(first);
    begun["compiler"] = "another";
    directory.write("environment.json", begun.dump());
    directory.write("environment.json", resumed_environment_text(path, later));
    const auto json = nlohmann::json::parse(resumed_environment_text(path, first));
    CHECK(json.at("command") == "mlp train x.json");
    CHECK(json.at("compiler") == "another");
    REQUIRE(json.at("resumed").size() == 2);
    const auto& part = json.at("resumed")[0];
    CHECK(part.size() == 4);
    CHECK(part.at("command") == "mlp resume x");
    CHECK(part.at("threads") == 2);
    CHECK(part.at("compiler") == build_info().compiler);
    CHECK(part.contains("started"));
    CHECK(!json.at("resumed")[1].contains("threads"));

    directory.write("environment.json", "damaged");
    CHECK(!nlohmann::json::parse(resumed_environment_text(path, later)).contains("resumed"));
}

TEST_CASE("environment: a command that is not UTF-8 does not keep a run from being recorded") {
    CHECK_NOTHROW(environment_text({"mlp train \xFF.json", 0, "float32", 1}));
}
