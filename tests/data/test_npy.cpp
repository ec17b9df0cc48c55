#include "mlp/core/error.h"
#include "mlp/data/npy.h"

#include "support.h"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>
#include <zlib.h>

using namespace mlp;
using mlp::test::message_of;
using mlp::test::TemporaryDirectory;

namespace {

/// A file of version 2, whose header may be of any length, with this header as it stands.
std::string npy(const std::string& header, const std::string& body) {
    std::string text{"\x93NUMPY\x02\x00", 8};
    for (unsigned i = 0; i < 4; ++i) text += static_cast<char>(header.size() >> 8 * i & 0xFF);
    return text + header + body;
}
/// One-byte numbers of this shape.
std::string bytes(const std::string& shape, const std::string& body) {
    return npy("{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }\n", body);
}

/// "samples x columns", or what is wrong with the file, without its name.
std::string result(const std::string& content) {
    const TemporaryDirectory directory;
    const auto path = directory.write("f", content);
    std::string shape;
    const auto text = message_of([&] {
        const auto block = read_npy(path).block;
        shape = std::to_string(block->samples()) + " x " + std::to_string(block->columns());
    });
    if (text.empty()) return shape;
    CHECK_THROWS_AS(read_npy(path), InputError);
    REQUIRE(text.starts_with(path.string() + ": "));
    return text.substr(path.string().size() + 2);
}

const std::string not_understood = "is no npy file: its header cannot be understood";

}  // namespace

TEST_CASE("npy: a header may be spaced, ordered and quoted in any way") {
    CHECK(result(npy("{'shape': (2,), 'fortran_order': False, 'descr': '|u1'}", "ab")) == "2 x 1");
    CHECK(result(npy("{\"descr\":\"|u1\",\"fortran_order\":False,\"shape\":(1,2)}", "ab")) ==
          "1 x 2");
    CHECK(result(npy(" { 'descr' : '|u1' , 'fortran_order' : False , 'shape' : ( 2 , 1 , ) , } \n",
                     "ab")) == "2 x 1");
    // As long as a file may make it.
    const std::string blanks(1000000, ' ');
    CHECK(result(bytes(blanks + "(2,)" + blanks, "ab")) == "2 x 1");
}

TEST_CASE("npy: a header that is no dictionary of its three keys is told") {
    const std::string descr = "'descr': '|u1', ";
    const std::string order = "'fortran_order': False, ";
    const std::string shape = "'shape': (2,), ";
    for (const auto& header :
         {std::string(), std::string("{"), "{" + descr + order + "}", "{" + order + shape + "}",
          "{" + descr + shape + "}", "{" + descr + descr + order + shape + "}",
          "{" + descr + order + order + shape + "}", "{" + descr + order + shape + shape + "}",
          "{" + descr + order + shape + "'more': 1}", "{" + descr + order + shape,
          "{" + descr + order + shape + "} more",
          "{" + descr + order + "'shape': (2,) " + order + "}",
          "{" + descr + "'fortran_order': false, " + shape + "}",
          "{'descr': '|u1, " + order + shape + "}", "{'descr' '|u1', " + order + shape + "}"}) {
        CAPTURE(header);
        CHECK(result(npy(header, "ab")) == not_understood);
    }
    for (const char* wrong :
         {"(2)", "2", "(1 2)", "(1,,2)", "(,)", "(-2,)", "(2.0,)", "(2,", "[2]"}) {
        CAPTURE(wrong);
        CHECK(result(bytes(wrong, "ab")) == not_understood);
    }
    CHECK(result(npy("{'descr': [('a', '|u1'), ('b', '|u1')], " + order + shape + "}", "abcd")) ==
          "holds records of several fields; save the numbers as one array");
}

TEST_CASE("npy: types that are not supported are told") {
    for (const std::string type : {"<f2", "<f1", "<f16", "<i3", "<i", "b2", "|b", "<c8", "|O", "",
                                   "<", "<<f4", "<M8[ns]", "|S1", "f4 "}) {
        CAPTURE(type);
        const std::string header =
            "{'descr': '" + type + "', 'fortran_order': False, 'shape': (1,)}";
        CHECK(result(npy(header, "abcd")) ==
              "holds numbers of type '" + type +
                  "', which is not supported\n  help: save it as float32, float64, an integer type "
                  "or bool: a.astype(numpy.float32)");
    }
    CHECK(result(npy("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1)}", "abcd")) ==
          "stands in Fortran's order, column by column\n  help: save it row by row: "
          "numpy.save(file, numpy.ascontiguousarray(a))");
}

TEST_CASE("npy: sizes that no file can have are told, also where nothing is in it") {
    const std::string impossible = "has an impossible shape: it speaks of too many numbers";
    CHECK(result(bytes("(99999999999999999999999,)", "")) == impossible);
    CHECK(result(bytes("(0, 999999999999999, 999999999999999)", "")) == impossible);
    CHECK(result(bytes("(2, 0)", "")) == "holds samples without numbers");
    CHECK(result(bytes("(3,)", "ab")) ==
          "is cut off: its header speaks of 3 bytes of numbers, but there are 2");
}

TEST_CASE("npy: numbers that are none are delivered as they stand") {
    const TemporaryDirectory directory;
    const std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2)}";
    // Of IEEE 754, the least significant byte first.
    const std::string nan{"\0\0\0\0\0\0\xF8\x7F", 8};
    const std::string minus_infinity{"\0\0\0\0\0\0\xF0\xFF", 8};
    const auto file = read_npy(directory.write("f", npy(header, nan + minus_infinity)));
    std::vector<double> numbers(static_cast<std::size_t>(file.block->columns()));
    file.block->read(0, numbers.data());
    CHECK(std::isnan(numbers[0]));
    CHECK(numbers[1] == -std::numeric_limits<double>::infinity());
}

TEST_CASE("npy: a packed file is unpacked into memory; the first samples are enough") {
    const TemporaryDirectory directory;
    const auto packed = directory.path() / "x.npy.gz";
    const std::string content = bytes("(3, 2)", "abcdef");
    gzFile file = gzopen(packed.c_str(), "wb");
    gzwrite(file, content.data(), static_cast<unsigned>(content.size()));
    gzclose(file);
    const auto targets = directory.write("y.npy", bytes("(3,)", "xyz"));
    const auto data = NpySource({packed, targets, 2}).read({});
    CHECK_FALSE(data.inputs.numbers->is_mapped());
    CHECK(data.samples() == 2);
    CHECK(data.targets[0].size() == 2);
    CHECK(data.targets[0].spelling(1) == "121");
    std::vector<double> numbers(data.inputs.names.size());
    data.inputs.numbers->read(1, numbers.data());
    CHECK(numbers == std::vector<double>{'c', 'd'});
    CHECK(message_of([&] {
              NpySource({packed, targets, 2}).at({"x", {}});
          }) == "npy has its targets in a file of their own: give 'targets' beside 'path'");
    CHECK(NpySource({packed, targets, 2}).at({packed, targets})->read({}).samples() == 3);
    const auto short_file = directory.write("z", test::content(packed).substr(0, 40));
    CHECK(message_of([&] { read_npy(short_file); }) ==
          short_file.string() + ": ends early: the gzip data is not complete");
}
