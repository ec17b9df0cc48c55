#include "mlp/core/error.h"
#include "mlp/data/fann.h"
#include "mlp/data/idx.h"
#include "mlp/data/libsvm.h"
#include "mlp/data/npy.h"

#include "support.h"

#include <bit>
#include <cstring>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;
using mlp::test::TemporaryDirectory;

namespace {

using Numbers = std::vector<double>;

Numbers sample(const RawData& data, Index i) {
    Numbers numbers(data.inputs.names.size());
    data.inputs.numbers->read(i, numbers.data());
    return numbers;
}

Numbers sample(const BlockFile& file, Index i) {
    Numbers numbers(static_cast<std::size_t>(file.block->columns()));
    file.block->read(i, numbers.data());
    return numbers;
}

Numbers numbers_of(const Column& column) {
    Numbers numbers;
    for (Index i = 0; i < column.size(); ++i) numbers.push_back(column.number(i));
    return numbers;
}

/// The bytes of a number, the most significant first or last.
template <class T>
std::string bytes_of_number(T value, bool big_endian) {
    std::string bytes(sizeof(T), '\0');
    std::memcpy(bytes.data(), &value, sizeof(T));
    if (big_endian != (std::endian::native == std::endian::big))
        std::reverse(bytes.begin(), bytes.end());
    return bytes;
}

/// An IDX file of numbers of type T, whose code is `type`.
template <class T>
std::string idx(char type, const std::vector<std::uint32_t>& shape, const std::vector<T>& numbers) {
    std::string text{'\0', '\0', type, static_cast<char>(shape.size())};
    for (const auto length : shape) text += bytes_of_number(length, true);
    for (const T number : numbers) text += bytes_of_number(number, true);
    return text;
}

std::string npy(const std::string& descr, const std::string& shape, const std::string& body,
                const std::string& fortran = "False", char version = 1) {
    std::string header =
        "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
    header += std::string(63 - header.size() % 64, ' ') + '\n';
    std::string text = std::string("\x93NUMPY") + version + '\0';
    text += version == 1 ? bytes_of_number(static_cast<std::uint16_t>(header.size()), false)
                         : bytes_of_number(static_cast<std::uint32_t>(header.size()), false);
    return text + header + body;
}

template <class T>
std::string body(const std::vector<T>& numbers, bool big_endian = false) {
    std::string text;
    for (const T number : numbers) text += bytes_of_number(number, big_endian);
    return text;
}

/// What reading a file with this content says is wrong, without the file's name.
template <class Read>
std::string problem(Read read, const std::string& content) {
    const TemporaryDirectory directory;
    const auto path = directory.write("f", content);
    CHECK_THROWS_AS(read(path), InputError);
    const auto text = message_of([&] { read(path); });
    REQUIRE(text.starts_with(path.string() + ":"));
    return text.substr(path.string().size() + 1);
}

std::string idx_problem(const std::string& content) {
    return problem([](const auto& path) { read_idx(path); }, content);
}
std::string npy_problem(const std::string& content) {
    return problem([](const auto& path) { read_npy(path); }, content);
}

RawData libsvm(const std::string& text, std::optional<Index> features = std::nullopt,
               const std::vector<std::string>& wanted = {}) {
    const TemporaryDirectory directory;
    return LibsvmSource({directory.write("f", text), features}).read(wanted);
}
std::string libsvm_problem(const std::string& text, std::optional<Index> features = std::nullopt) {
    return problem([&](const auto& path) { LibsvmSource({path, features}).read({}); }, text);
}
std::string fann_problem(const std::string& text) {
    return problem([](const auto& path) { FannSource({path}).read({}); }, text);
}

}  // namespace

TEST_CASE("idx: images and labels, as MNIST has them") {
    const TemporaryDirectory directory;
    const auto images = directory.write(
        "i", idx<std::uint8_t>(8, {3, 2, 2}, {0, 1, 2, 255, 4, 5, 6, 7, 8, 9, 10, 11}));
    const auto labels = directory.write("l", idx<std::uint8_t>(8, {3}, {7, 0, 9}));
    const auto data = IdxSource({images, labels, std::nullopt}).read({});
    CHECK(data.samples() == 3);
    CHECK(data.inputs.names == std::vector<std::string>{"x1", "x2", "x3", "x4"});
    CHECK(sample(data, 0) == Numbers{0, 1, 2, 255});
    CHECK(sample(data, 2) == Numbers{8, 9, 10, 11});
    CHECK(data.inputs.numbers->is_mapped());
    REQUIRE(data.targets.size() == 1);
    CHECK(numbers_of(data.targets[0]) == Numbers{7, 0, 9});
    CHECK(IdxSource({images, labels, 2}).read({}).samples() == 2);
    CHECK(data.inputs.names == IdxSource({images, labels, 2}).read(data.inputs.names).inputs.names);
    CHECK(message_of([&] {
              IdxSource({images, labels, 2}).read({"a"});
          }) == images.string() + ": has 4 features, x1 to x4, but 1 feature, a are needed");
}

TEST_CASE("idx: every type of number, the most significant byte first") {
    const TemporaryDirectory directory;
    const auto first = [&](const std::string& content) {
        return sample(read_idx(directory.write("f", content)), 0);
    };
    CHECK(first(idx<std::int8_t>(9, {1, 2}, {-3, 4})) == Numbers{-3, 4});
    CHECK(first(idx<std::int16_t>(11, {1, 2}, {-300, 4})) == Numbers{-300, 4});
    CHECK(first(idx<std::int32_t>(12, {1, 2}, {-70000, 4})) == Numbers{-70000, 4});
    CHECK(first(idx<float>(13, {1, 2}, {0.5F, -4})) == Numbers{0.5, -4});
    CHECK(first(idx<double>(14, {1, 2}, {0.1, -4})) == Numbers{0.1, -4});
}

TEST_CASE("idx: what is no IDX file, or not all of one, is told") {
    const std::string good = idx<std::uint8_t>(8, {2, 3}, {1, 2, 3, 4, 5, 6});
    CHECK(idx_problem("PNG and more").find("is no IDX file") != std::string::npos);
    CHECK(idx_problem("").find("is no IDX file") != std::string::npos);
    CHECK(idx_problem(idx<std::uint8_t>(7, {1}, {1})).find("there is no type 0x07") !=
          std::string::npos);
    CHECK(idx_problem(good + "x") ==
          " is too long: its header speaks of 6 bytes of numbers, but there are 7");
    for (std::size_t length = 1; length < good.size(); ++length) {
        CAPTURE(length);
        CHECK_FALSE(idx_problem(good.substr(0, length)).empty());
    }
    CHECK(idx_problem(good.substr(0, good.size() - 1)) ==
          " is cut off: its header speaks of 6 bytes of numbers, but there are 5");
    const std::uint32_t many = 0xFFFFFFFF;
    CHECK(idx_problem(idx<std::uint8_t>(8, {many, many, many}, {1})) ==
          " is no IDX file: its header speaks of impossibly many numbers");
}

TEST_CASE("idx: inputs and labels must be equally many") {
    const TemporaryDirectory directory;
    const auto images = directory.write("i", idx<std::uint8_t>(8, {3, 1}, {0, 1, 2}));
    const auto labels = directory.write("l", idx<std::uint8_t>(8, {2}, {0, 1}));
    CHECK(message_of([&] {
              IdxSource({images, labels, std::nullopt}).read({});
          }) == labels.string() + ": has 2 targets, but " + images.string() + " has 3 samples");
    const auto none = directory.write("n", idx<std::uint8_t>(8, {0, 1}, {}));
    CHECK(message_of([&] {
              IdxSource({none, labels, std::nullopt}).read({});
          }) == none.string() + ": holds no samples");
    CHECK(message_of([&] {
              IdxSource({images, labels, std::nullopt}).at({"x", {}});
          }) == "idx has its targets in a file of their own: give 'targets' beside 'path'");
}

TEST_CASE("npy: shapes, types and orders of bytes") {
    const TemporaryDirectory directory;
    const auto read = [&](const std::string& content) {
        return read_npy(directory.write("f", content));
    };
    const auto floats = read(npy("<f4", "(2, 3)", body<float>({1, 2, 3, 4, 5, 0.5F})));
    CHECK(floats.block->samples() == 2);
    CHECK(floats.block->is_mapped());
    CHECK(sample(floats, 1) == Numbers{4, 5, 0.5});
    CHECK(sample(read(npy(">f8", "(2,)", body<double>({0.1, -2}, true))), 1) == Numbers{-2});
    CHECK(sample(read(npy("<i8", "(1, 1)", body<std::int64_t>({-5}))), 0) == Numbers{-5});
    CHECK(sample(read(npy(">u2", "(1, 2)", body<std::uint16_t>({1, 65535}, true))), 0) ==
          Numbers{1, 65535});
    CHECK(sample(read(npy("|b1", "(1, 2)", {'\1', '\0'})), 0) == Numbers{1, 0});
    CHECK(sample(read(npy("|i1", "(1, 1)", "\xFF")), 0) == Numbers{-1});
    const auto cube = read(npy("|u1", "(2, 2, 2)", "abcdefgh"));
    CHECK(cube.block->columns() == 4);
    CHECK(sample(cube, 1) == Numbers{'e', 'f', 'g', 'h'});
    for (const char version : {'\2', '\3'}) {
        CHECK(sample(read(npy("<f4", "(1,)", body<float>({7}), "False", version)), 0) ==
              Numbers{7});
    }
    // Of one dimension, both orders are the same.
    CHECK(sample(read(npy("<f4", "(1,)", body<float>({7}), "True")), 0) == Numbers{7});
}

TEST_CASE("npy: what is not supported is told, with what to do") {
    CHECK(npy_problem(npy("<f2", "(1,)", "ab")) ==
          " holds numbers of type '<f2', which is not supported\n  help: save it as float32, "
          "float64, an integer type or bool: a.astype(numpy.float32)");
    CHECK(npy_problem(npy("<c8", "(1,)", "abcdefgh")).find("type '<c8'") != std::string::npos);
    CHECK(npy_problem(npy("<U3", "(1,)", "abcdefghijkl")).find("type '<U3'") != std::string::npos);
    CHECK(npy_problem(npy("<f4", "(2, 2)", body<float>({1, 2, 3, 4}), "True"))
              .starts_with(" stands in Fortran's order"));
    CHECK(npy_problem(npy("<f4", "()", body<float>({1}))) ==
          " holds a single number; samples need a dimension");
    CHECK(npy_problem(npy("<f4", "(1,)", body<float>({1}), "False", 4)) ==
          " has version 4 of the npy format; 1 to 3 are known");
    CHECK(npy_problem("no numbers at all") == " is no npy file: it does not begin with \\x93NUMPY");
}

TEST_CASE("npy: a file that is cut off or too long is told, at whatever length") {
    const std::string good = npy("<f4", "(2, 2)", body<float>({1, 2, 3, 4}));
    for (std::size_t length = 1; length < good.size(); ++length) {
        CAPTURE(length);
        CHECK_FALSE(npy_problem(good.substr(0, length)).empty());
    }
    CHECK(npy_problem(good + "x") ==
          " is too long: its header speaks of 16 bytes of numbers, but there are 17");
    CHECK(npy_problem(npy("<f4", "(99999999999999, 99999999999999)", "")) ==
          " has an impossible shape: it speaks of too many numbers");
}

TEST_CASE("npy: several targets are several columns") {
    const TemporaryDirectory directory;
    const auto x = directory.write("x", npy("<f4", "(2, 1)", body<float>({1, 2})));
    const auto y = directory.write("y", npy("<f4", "(2, 2)", body<float>({3, 4, 5, 6})));
    const auto data = NpySource({x, y, std::nullopt}).read({});
    REQUIRE(data.targets.size() == 2);
    CHECK(data.targets[1].name() == "y2");
    CHECK(numbers_of(data.targets[1]) == Numbers{4, 6});
}

TEST_CASE("libsvm: what is not named is zero; comments and blank lines are passed over") {
    const auto data = libsvm("1 1:0.5 3:-2 # a comment\n\n-1 2:7\n# nothing\n+1\n");
    CHECK(data.samples() == 3);
    CHECK(data.lines == std::vector<Index>{1, 3, 5});
    CHECK(sample(data, 0) == Numbers{0.5, 0, -2});
    CHECK(sample(data, 1) == Numbers{0, 7, 0});
    CHECK(sample(data, 2) == Numbers{0, 0, 0});
    CHECK(numbers_of(data.targets[0]) == Numbers{1, -1, 1});
    CHECK(libsvm("1 1:2\n", 3).inputs.names.size() == 3);
    CHECK(sample(libsvm("1 1:2\n", std::nullopt, {"x1", "x2"}), 0) == Numbers{2, 0});
    CHECK(libsvm("spam 1:2\nham 1:1").targets[0].texts() ==
          std::vector<std::string>{"spam", "ham"});
}

TEST_CASE("libsvm: bad lines are named") {
    CHECK(libsvm_problem("1 1:2\n1 x:2\n") == "2: 'x:2' is no index:value with an index from 1 on");
    CHECK(libsvm_problem("1 0:2\n") == "1: '0:2' is no index:value with an index from 1 on");
    CHECK(libsvm_problem("1 5\n") == "1: '5' is no index:value with an index from 1 on");
    CHECK(libsvm_problem("1 1:two\n") == "1: '1:two' has no finite number behind the colon");
    CHECK(libsvm_problem("1 2:1 1:1\n") == "1: '1:1': indices must grow from left to right");
    CHECK(libsvm_problem("1 qid:3 1:1\n") ==
          "1: 'qid:3' is a query of a ranking, which is not supported");
    CHECK(libsvm_problem("1:2 2:3\n") == "1: begins with '1:2' where a label must stand");
    CHECK(libsvm_problem("1 4:1\n", 3) == "1: '4:1': there are 3 features only");
    CHECK(libsvm_problem("1 99999999:1\n") == "1: '99999999:1' has an index above 10000000");
    CHECK(libsvm_problem("# nothing\n") == " holds no samples");
    CHECK(libsvm_problem("1\n2\n") == " holds no features");
}

TEST_CASE("fann: a training file, wherever its lines break") {
    const TemporaryDirectory directory;
    const auto data =
        FannSource({directory.write("f", "2 3 2\n1 2\n3\n0 1\n4 5 6 1 0\n")}).read({});
    CHECK(data.samples() == 2);
    CHECK(sample(data, 0) == Numbers{1, 2, 3});
    CHECK(sample(data, 1) == Numbers{4, 5, 6});
    REQUIRE(data.targets.size() == 2);
    CHECK(data.targets[0].name() == "y1");
    CHECK(numbers_of(data.targets[0]) == Numbers{0, 1});
    CHECK(data.lines == std::vector<Index>{2, 5});
}

TEST_CASE("fann: a file that does not hold what it says is told") {
    CHECK(fann_problem("") == " is cut off: its first line \"samples inputs outputs\" is missing");
    CHECK(fann_problem("2 x 1\n") == "1: 'x' is not a finite number");
    CHECK(fann_problem("2 0 1\n") ==
          "1: must begin with \"samples inputs outputs\", three whole numbers of at least 1");
    CHECK(fann_problem("2 2 1\n1 2\n3\n4\n") == " is cut off: input 2 of sample 2 of 2 is missing");
    CHECK(fann_problem("1 1 1\n1\n2\n3\n") == "4: '3' stands behind the last of 1 samples");
    CHECK(fann_problem("1 1 1\nnan\n2\n") == "2: 'nan' is not a finite number");
}
