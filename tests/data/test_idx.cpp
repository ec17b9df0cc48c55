#include "mlp/core/error.h"
#include "mlp/data/idx.h"

#include "support.h"

#include <doctest/doctest.h>
#include <zlib.h>

using namespace mlp;
using mlp::test::message_of;
using mlp::test::TemporaryDirectory;

namespace {

/// What is wrong with a file of these bytes, without its name.
std::string problem(const std::string& content) {
    const TemporaryDirectory directory;
    const auto path = directory.write("f", content);
    CHECK_THROWS_AS(read_idx(path), InputError);
    const auto text = message_of([&] { read_idx(path); });
    REQUIRE(text.starts_with(path.string() + ": "));
    return text.substr(path.string().size() + 2);
}

std::string text(std::initializer_list<int> bytes) {
    std::string result;
    for (const int byte : bytes) result += static_cast<char>(byte);
    return result;
}

}  // namespace

TEST_CASE("idx: headers that are none are told, whole") {
    const std::string no_magic =
        "is no IDX file: it does not begin with two zero bytes, a type and a number of dimensions";
    CHECK(problem("") == no_magic);
    CHECK(problem(text({0, 0, 8})) == no_magic);
    CHECK(problem(text({0, 1, 8, 1, 0, 0, 0, 1, 5})) == no_magic);
    CHECK(problem(text({0, 0, 7, 1, 0, 0, 0, 1, 5})) == "is no IDX file: there is no type 0x07");
    CHECK(problem(text({0, 0, 8, 0})) == "is cut off: its header is not complete");
    CHECK(problem(text({0, 0, 8, 1, 0, 0, 0})) == "is cut off: its header is not complete");
    CHECK(problem(text({0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 0})) == "holds samples without numbers");
}

TEST_CASE("idx: sizes that no file can have are told, also where nothing is in it") {
    const std::string impossible = "is no IDX file: its header speaks of impossibly many numbers";
    const std::string many(12, '\xFF');
    CHECK(problem(text({0, 0, 8, 3}) + many) == impossible);
    CHECK(problem(text({0, 0, 8, 4, 0, 0, 0, 0}) + many) == impossible);
}

TEST_CASE("idx: a packed file, as MNIST is distributed, is unpacked into memory") {
    const TemporaryDirectory directory;
    const std::string images = text({0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 255});
    const auto packed = directory.path() / "images.gz";
    gzFile file = gzopen(packed.c_str(), "wb");
    gzwrite(file, images.data(), static_cast<unsigned>(images.size()));
    gzclose(file);
    const auto labels = directory.write("labels", text({0, 0, 8, 1, 0, 0, 0, 2, 7, 9}));
    const IdxSource source({packed, labels, std::nullopt});
    const auto data = source.read({});
    CHECK_FALSE(data.inputs.numbers->is_mapped());
    std::vector<double> numbers(data.inputs.names.size());
    data.inputs.numbers->read(1, numbers.data());
    CHECK(numbers == std::vector<double>{3, 255});
    CHECK(data.targets[0].spelling(1) == "9");
    CHECK(source.files() == std::vector<std::filesystem::path>{packed, labels});
    const auto cut = directory.write("cut", test::content(packed).substr(0, 30));
    CHECK(message_of([&] { read_idx(cut); }) ==
          cut.string() + ": ends early: the gzip data is not complete");
}
