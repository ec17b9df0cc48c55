#pragma once

#include "support.h"

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mlp::test {

/// What a terminal shows after some output: enough of one for what the program sends.
class Screen {
  public:
    Screen(std::size_t width, const std::string& output) : width_(width) {
        for (std::size_t i = 0; i < output.size(); ++i) {
            if (output[i] == '\x1b') {
                i = control(output, i);
            } else if (output[i] == '\r') {
                column_ = 0;
            } else if (output[i] == '\n') {
                next_line();
            } else {
                put(output, i);
            }
        }
    }
    /// Lines without the blanks at their ends.
    std::string text() const {
        std::string text;
        for (const auto& cells : lines_) {
            std::string line;
            for (const auto& cell : cells) line += cell;
            text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
        }
        return text;
    }
    std::size_t wraps() const { return wraps_; }  ///< lines that were too long

  private:
    void next_line() {
        if (++row_ == lines_.size()) lines_.emplace_back();
    }
    void put(const std::string& output, std::size_t& i) {
        if (column_ == width_) {
            ++wraps_;
            column_ = 0;
            next_line();
        }
        std::size_t end = i + 1;
        while (end < output.size() && (static_cast<unsigned char>(output[end]) & 0xC0U) == 0x80U) {
            ++end;
        }
        auto& cells = lines_[row_];
        if (cells.size() <= column_) cells.resize(column_ + 1, " ");
        cells[column_++] = output.substr(i, end - i);
        i = end - 1;
    }
    /// Ends with a letter: J erases what is behind the cursor, m is a colour or bold.
    std::size_t control(const std::string& output, std::size_t i) {
        const std::size_t end = output.find_first_of("Jm", i);
        if (output[i + 1] != '[' || end == output.npos) throw std::runtime_error("unknown control");
        if (output[end] == 'J') {
            lines_.resize(row_ + 1);
            if (lines_[row_].size() > column_) lines_[row_].resize(column_);
        }
        return end;
    }

    std::size_t width_;
    std::vector<std::vector<std::string>> lines_{1};
    std::size_t row_ = 0;
    std::size_t column_ = 0;
    std::size_t wraps_ = 0;
};

/// Runs a shell command in a directory on a terminal of its own, with 24 lines of so many columns.
/// Returns all that it wrote, on either stream.
inline std::string on_terminal(const std::filesystem::path& directory, std::size_t columns,
                               const std::string& command) {
    const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0 || ::grantpt(terminal) != 0 || ::unlockpt(terminal) != 0) {
        throw std::runtime_error("no pseudo terminal");
    }
    const std::string name = ::ptsname(terminal);
    const pid_t id = ::fork();
    if (id == 0) {
        ::close(terminal);
        ::setsid();
        const int own = ::open(name.c_str(), O_RDWR);
        const winsize size{24, static_cast<unsigned short>(columns), 0, 0};
        ::ioctl(own, TIOCSWINSZ, &size);
        for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(own, stream);
        const std::string all = "cd '" + directory.string() + "' && " + command;
        ::execl("/bin/sh", "sh", "-c", all.c_str(), nullptr);
        ::_exit(127);
    }
    std::string output;
    char buffer[4096];
    // Where the other side is closed, reading is an error.
    for (ssize_t n = 0; (n = ::read(terminal, buffer, sizeof buffer)) > 0;) {
        output.append(buffer, static_cast<std::size_t>(n));
    }
    ::close(terminal);
    int status = 0;
    ::waitpid(id, &status, 0);
    if (status != 0) throw std::runtime_error(command + ": failed: " + output);
    return output;
}

}  // namespace mlp::test
