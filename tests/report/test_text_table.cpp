#include "mlp/report/text_table.h"

#include <doctest/doctest.h>

using namespace mlp;

TEST_CASE("text table: texts at the left, numbers at the right, no blanks at the end") {
    CHECK(text_table({"run", "rate", "note"}, {{"a", "0.1", "first"}, {"long name", "12", ""}}) ==
          "run        rate  note\n"
          "a           0.1  first\n"
          "long name    12\n");
    CHECK(text_table({"n"}, {{"1"}, {"-12"}, {"1e-05"}}) ==
          "    n\n"
          "    1\n"
          "  -12\n"
          "1e-05\n");
}

TEST_CASE("text table: a column with one text among its numbers is one of texts") {
    CHECK(text_table({"units", "x"}, {{"8", "1"}, {"many", "2"}}) ==
          "units  x\n"
          "8      1\n"
          "many   2\n");
}

TEST_CASE("text table: means, what is not finite, and what is not there") {
    for (const std::string sign : {"+-", "±"}) {
        const std::string blanks(sign == "±" ? 11 : 12, ' ');
        CHECK(text_table({"loss"}, {{"0.95 " + sign + " 0.01"}, {"nan"}, {"-"}, {""}, {"-inf"}}) ==
              blanks.substr(4) + "loss\n" +  //
                  "0.95 " + sign + " 0.01\n" + blanks.substr(3) + "nan\n" + blanks.substr(1) +
                  "-\n" + "\n" + blanks.substr(4) + "-inf\n");
    }
    CHECK(text_table({"a", "long"}, {{"1 ± x", "1"}, {"x ± 1", "2"}}) ==
          "a      long\n"
          "1 ± x     1\n"
          "x ± 1     2\n");
    // Without a single number there is nothing to align at the right.
    CHECK(text_table({"wide"}, {{"-"}, {""}}) == "wide\n-\n\n");
}

TEST_CASE("text table: widths are those of characters, and no cell spoils the lines") {
    CHECK(text_table({"ä", "b"}, {{"öü", "1"}, {"abc", "22"}}) ==
          "ä     b\n"
          "öü    1\n"
          "abc  22\n");
    CHECK(text_table({"a\tb", "c"}, {{"x\ny", "\x1B"}}) ==
          "a?b  c\n"
          "x?y  ?\n");
}

TEST_CASE("text table: short rows, no rows, no columns") {
    CHECK(text_table({"a", "b"}, {{"x"}, {}}) == "a  b\nx\n\n");
    CHECK(text_table({"a", "b"}, {}) == "a  b\n");
    CHECK(text_table({}, {}) == "\n");
}

TEST_CASE("text table: on its side, the headings are the first column") {
    CHECK(
        transposed_text_table({"run", "loss", "activation"},
                              {{"first", "0.5", "tanh"}, {"second", "0.25", "relu"}, {"third"}}) ==
        "run         first  second  third\n"
        "loss        0.5    0.25\n"
        "activation  tanh   relu\n");
    // The first line holds names, even if they are numbers.
    CHECK(transposed_text_table({"run", "loss"}, {{"0001", "0.5"}, {"0002", "10.25"}}) ==
          "run   0001   0002\n"
          "loss   0.5  10.25\n");
    CHECK(transposed_text_table({"run"}, {}) == "run\n");
    CHECK(transposed_text_table({}, {}).empty());
}
