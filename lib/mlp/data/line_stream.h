#pragma once

#include "mlp/core/byte_stream.h"
#include "mlp/core/matrix.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace mlp {

/// The lines of a text file from front to back, packed or not. One thread.
class LineStream {
  public:
    explicit LineStream(const std::filesystem::path& path) : bytes_(path) {}

    /// Goes to the next line; false at the end.
    bool next();
    /// Without its line end; valid until the next call.
    std::string_view line() const { return line_; }
    const std::string& origin() const { return bytes_.origin(); }
    /// "f.txt:17"
    std::string place() const { return origin() + ":" + std::to_string(number_); }
    Index number() const { return number_; }

  private:
    ByteStream bytes_;
    std::string buffer_;
    std::size_t begin_ = 0;
    std::string_view line_;
    Index number_ = 0;
};

/// Takes the next word, between blanks, off the front of a text; empty at its end.
std::string_view take_word(std::string_view& text);

}  // namespace mlp
