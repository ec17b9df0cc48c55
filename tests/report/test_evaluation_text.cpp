#include "mlp/report/evaluation_text.h"
#include "mlp/report/short_name.h"

#include <algorithm>
#include <limits>
#include <sstream>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

using Names = std::vector<std::string>;

/// counts: [actual][predicted]
ConfusionMatrix confusion_of(const std::vector<std::vector<int>>& counts) {
    ConfusionMatrix confusion(static_cast<Index>(counts.size()));
    for (std::size_t i = 0; i < counts.size(); ++i) {
        for (std::size_t j = 0; j < counts.size(); ++j) {
            for (int n = 0; n < counts[i][j]; ++n) {
                confusion.add(static_cast<Index>(i), static_cast<Index>(j));
            }
        }
    }
    return confusion;
}

/// Classes that are right `right` times, and once taken for the next one.
Evaluation in_a_ring(Index classes, int right) {
    ConfusionMatrix confusion(classes);
    for (Index k = 0; k < classes; ++k) {
        for (int n = 0; n < right; ++n) confusion.add(k, k);
        confusion.add(k, (k + 1) % classes);
    }
    return {confusion.samples(), {{"loss", 0.5}}, confusion};
}

Names numbered(const std::string& name, Index classes) {
    Names names;
    for (Index k = 0; k < classes; ++k) names.push_back(name + std::to_string(k));
    return names;
}

std::size_t widest_line(const std::string& text) {
    std::istringstream lines(text);
    std::size_t widest = 0;
    for (std::string line; std::getline(lines, line);) {
        widest = std::max(widest, display_width(line));
    }
    return widest;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

const Evaluation iris{
    10, {{"loss", 0.25}, {"accuracy", 0.8}}, confusion_of({{4, 0, 0}, {0, 3, 1}, {0, 1, 1}})};
const Names iris_names{"setosa", "versicolor", "virginica"};

}  // namespace

TEST_CASE("evaluation text: scores, the table of classes and the confusion matrix") {
    CHECK(evaluation_text(iris, iris_names) ==
          "samples             10\n"
          "loss              0.25\n"
          "accuracy           0.8\n"
          "\n"
          "class          precision    recall        f1    support\n"
          "setosa            1.0000    1.0000    1.0000          4\n"
          "versicolor        0.7500    0.7500    0.7500          4\n"
          "virginica         0.5000    0.5000    0.5000          2\n"
          "\n"
          "macro mean        0.7500    0.7500    0.7500         10\n"
          "weighted mean     0.8000    0.8000    0.8000         10\n"
          "\n"
          "confusion matrix (rows: actual, columns: predicted)\n"
          "                setosa  versicolor   virginica\n"
          "setosa               4           0           0\n"
          "versicolor           0           3           1\n"
          "virginica            0           1           1\n");
}

TEST_CASE("evaluation text: of numbers, the scores alone") {
    const double nan_value = std::numeric_limits<double>::quiet_NaN();
    CHECK(
        evaluation_text({1, {{"loss", 2}, {"explained_variance", 1}, {"r2", nan_value}}, {}}, {}) ==
        "samples                        1\n"
        "loss                           2\n"
        "explained_variance             1\n"
        "r2                           nan\n");
}

TEST_CASE("evaluation text: no line is wider than 80 columns, whatever the names and counts") {
    for (Index classes = 2; classes <= 60; ++classes) {
        for (const std::string name :
             {"", "class ", "a class with quite a long name that differs in ",
              "\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F\xE6\xBC\xA2"}) {
            for (const int right : {3, 120, 12345}) {
                if (right > 1000 && classes % 9 != 2) continue;
                CAPTURE(classes);
                CAPTURE(name);
                CAPTURE(right);
                const auto text =
                    evaluation_text(in_a_ring(classes, right), numbered(name, classes));
                CHECK(widest_line(text) <= 80);
                CHECK(has(text, "rows: actual") != has(text, "too wide"));
                if (classes <= 12) CHECK(has(text, "rows: actual"));
                if (classes > 20) CHECK(has(text, "too wide"));
            }
        }
    }
}

TEST_CASE("evaluation text: columns whose names cannot be told apart are numbered") {
    const Names names = numbered("customers of the region ", 5);
    const std::string text = evaluation_text(in_a_ring(5, 7), names);
    CHECK(has(text,
              "                            1  2  3  4  5\n"
              "1 customers of the region 0  7  1  0  0  0\n"));
    // Names that are cut off at the same place, by numbers that need all the room.
    const std::string narrow = evaluation_text(in_a_ring(20, 12), numbered("of the region ", 20));
    CHECK(has(narrow,
              "                     1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20\n"
              " 1 of the region 0  12  1  0"));
}

TEST_CASE("evaluation text: of many classes, the pairs that are confused most often") {
    ConfusionMatrix confusion(30);
    for (Index k = 0; k < 30; ++k) confusion.add(k, k);
    for (int n = 0; n < 3; ++n) confusion.add(4, 9);
    confusion.add(7, 2);
    const Names names = numbered("class ", 30);
    const std::string two = evaluation_text({34, {{"loss", 1}}, confusion}, names);
    CHECK(has(two,
              "4 of 34 samples are taken for another class\n"
              "(the confusion matrix of 30 classes is too wide to be shown)\n"
              "\n"
              "actual                        predicted                        count     share\n"
              "class 4                       class 9                              3     75.0%\n"
              "class 7                       class 2                              1     50.0%\n"
              "(share: of the samples of the actual class)\n"));
    const std::string many = evaluation_text(in_a_ring(30, 1), names);
    CHECK(has(many, "the 20 most frequent of 30 confusions:\n"));
    CHECK(has(many, "class 19                      class 20"));
    CHECK(!has(many, "class 20                      class 21"));
    const ConfusionMatrix nothing_wrong = [] {
        ConfusionMatrix all_right(30);
        all_right.add(3, 3);
        return all_right;
    }();
    CHECK(evaluation_text({1, {{"loss", 1}}, nothing_wrong}, names).ends_with("to be shown)\n"));
}

TEST_CASE("evaluation json: the same, with counts by actual and predicted class") {
    const auto json = evaluation_json(iris, iris_names);
    CHECK(json["loss"] == 0.25);
    CHECK(json["accuracy"] == 0.8);
    CHECK(json["samples"] == 10);
    CHECK(json["classes"].size() == 3);
    CHECK(json["classes"][1].dump() ==
          R"({"class":"versicolor","precision":0.75,"recall":0.75,"f1":0.75,"support":4})");
    CHECK(json["macro_mean"]["recall"] == 0.75);
    CHECK(json["weighted_mean"]["precision"] == 0.8);
    CHECK(json["confusion_matrix"].dump() == "[[4,0,0],[0,3,1],[0,1,1]]");

    const double nan_value = std::numeric_limits<double>::quiet_NaN();
    const auto numbers = evaluation_json({1, {{"loss", 2}, {"r2", nan_value}}, {}}, {});
    CHECK(numbers.dump() == R"({"loss":2.0,"r2":null,"samples":1})");
}

TEST_CASE("short names: cut at characters, and of a width that is right for UTF-8") {
    CHECK(short_name("setosa", 6) == "setosa");
    CHECK(short_name("setosa", 5) == "seto~");
    CHECK(short_name("setosa", 1) == "~");
    CHECK(short_name("\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F", 4) == "\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F");
    CHECK(short_name("\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F", 3) == "\xC3\xA4\xC3\xB6~");
    CHECK(short_name("a\nb\x1B", 9) == "a?b?");
    CHECK(padded("\xC3\xA4", 3) == "\xC3\xA4  ");
    CHECK(right_aligned("\xC3\xA4", 3) == "  \xC3\xA4");
    CHECK(right_aligned("abcd", 3) == "abcd");
}
